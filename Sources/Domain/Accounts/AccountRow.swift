/// An account with everything that a list of accounts shows.
public struct AccountRow: Sendable, Equatable {
    public let account: Account
    /// It has a key, which may be unreadable.
    public let hasKey: Bool
    public let boundCount: Int
    /// A test of it has succeeded, whoever made it and wherever.
    public let isProven: Bool

    public init(_ account: Account, hasKey: Bool, boundCount: Int, isProven: Bool) {
        self.account = account
        self.hasKey = hasKey
        self.boundCount = boundCount
        self.isProven = isProven
    }
}
