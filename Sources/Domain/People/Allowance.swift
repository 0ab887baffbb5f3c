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
    /// What models cost.
    public var prices = Prices.none
    /// How one of equal accounts is chosen.
    public var balancing = LoadBalancing.leastInFlight
    /// Whether upstreams are asked for titles of conversations.
    public var asksForTitles = true
    /// Tools of the providers' own that chats may use.
    public var tools = Set(BuiltInTool.allCases)
    /// Of the member; for the chat alone.
    public var instructions = Instructions()

    public init() {}

    /// With those accounts alone that are able to do something, where one of them serves the model; nil where only others do. Where nobody
    /// serves it, that is to be said first.
    public func limited(to model: String, onlyBy isAble: (Account) -> Bool) -> Allowance? {
        let serving = accounts.filter { $0.account.serves(model) }
        guard !serving.isEmpty else { return self }
        guard serving.contains(where: { isAble($0.account) }) else { return nil }
        var limited = self
        limited.accounts = accounts.filter { isAble($0.account) }
        return limited
    }

    /// All that a use of this account is checked against.
    public func limits(on account: ID<Account>) -> [Limit] { limits + (accountLimits[account] ?? []) }
}
