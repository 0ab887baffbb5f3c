/// An account with everything that a list of accounts shows.
public struct AccountRow: Sendable, Equatable {
    public let account: Account
    /// It has a key, which may be unreadable.
    public let hasKey: Bool
    public let boundCount: Int
    /// A test of it has succeeded, whoever made it and wherever.
    public let isProven: Bool
    /// What the requests came to that it answered, in units of money.
    public var spent = 0
    /// As this process knows it.
    public var health = AccountHealth()
    /// It answers somebody right now, through this process.
    public var isAnswering = false
    /// Of an account that somebody signed in to.
    public var login: AccountLogin?
    /// Of an account that has several.
    public var keys: KeyNames?
    public var balance: AccountBalance?
    /// As any process was last told.
    public var windows: UsageWindows?

    public init(_ account: Account, hasKey: Bool, boundCount: Int, isProven: Bool) {
        self.account = account
        self.hasKey = hasKey
        self.boundCount = boundCount
        self.isProven = isProven
    }

    /// As administrators see it: what they decided counts before what asking showed.
    public var shownState: AccountHealth.State { account.state(health, isAnswering: isAnswering) }
}
