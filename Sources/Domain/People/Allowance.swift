/// What a member may use.
public struct Allowance: Sendable {
    /// The enabled accounts that the member is bound to, without those that cannot be read.
    public var accounts: [BoundAccount] = []
    /// Theirs, empty for an account that has none.
    public var keys: [ID<Account>: Secret] = [:]
    /// Of the packages that are attached to the member, to their group, to everybody, and to the key that is used.
    public var limits: [Limit] = []
    /// Of the packages that are attached to accounts: for whoever uses one.
    public var accountLimits: [ID<Account>: [Limit]] = [:]
    public var group = UserGroup.standard
    public var weights = ModelWeights.equal
    /// How one of equal accounts is chosen.
    public var balancing = LoadBalancing.leastInFlight
    /// Whether upstreams are asked for titles of conversations.
    public var asksForTitles = true
    /// Of the member; for the chat alone.
    public var instructions = Instructions()

    public init() {}

    /// All that a use of this account is checked against.
    public func limits(on account: ID<Account>) -> [Limit] { limits + (accountLimits[account] ?? []) }
}
