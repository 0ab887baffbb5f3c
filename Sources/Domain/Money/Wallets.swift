import JSON

/// Balances of members: given and taken by administrators.
public struct Wallets: Sendable {
    private let wallets: any WalletStore
    private let users: any UserStore
    private let standings: Standings
    private let clock: any WallClock
    private let trail: AuditTrail

    public init(
        wallets: any WalletStore, users: any UserStore, standings: Standings, clock: any WallClock, trail: AuditTrail
    ) {
        self.wallets = wallets
        self.users = users
        self.standings = standings
        self.clock = clock
        self.trail = trail
    }

    /// Throws `notFound`, `forbidden`, and `invalid` for amounts that cannot be.
    public func change(_ id: ID<User>, by change: WalletChange, note: String = "", _ actor: Actor)
        async throws(ChatError) -> Wallet
    {
        let user = try await users.find(id, changedBy: actor)
        let (former, new) = try await wallets.change(
            user.id, by: change, note: note, actor: actor.user?.id, at: clock.now)
        standings.forgetAll()
        if let change = AuditChange.of(former.audited, into: new.audited) {
            await trail.note(.balanceChanged, by: actor, on: AuditObject(user), change)
        }
        return new
    }

    /// One more than `most` where there are more. Throws `notFound`.
    public func entries(of user: ID<User>, before place: ID<WalletEntry>?, most: Int)
        async throws(ChatError) -> [WalletEntry]
    {
        _ = try await users.find(user)
        return try await wallets.entries(of: user, before: place, most: most + 1)
    }
}

extension Wallet {
    /// What the audit log compares.
    fileprivate var audited: JSONValue { ["quota": .integer(left), "unlimited_balance": .bool(!isLimited)] }
}
