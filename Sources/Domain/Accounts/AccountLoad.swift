/// How much an account was asked in some time.
public struct AccountLoad: Sendable, Equatable {
    public let account: ID<Account>
    /// Empty for one that is gone.
    public let name: String
    public let count: Int

    public init(_ account: ID<Account>, name: String, count: Int) {
        self.account = account
        self.name = name
        self.count = count
    }
}
