internal import JSON

/// Keys of programs: made by members for themselves, seen and ended by administrators for everybody.
public struct Keys: Sendable {
    private let keys: any APIKeyStore
    private let users: any UserStore
    private let standings: Standings
    private let clock: any WallClock
    private let trail: AuditTrail
    private let stopCalls: @Sendable (ID<APIKey>) async -> Void

    public init(
        keys: any APIKeyStore, users: any UserStore, standings: Standings, clock: any WallClock, trail: AuditTrail,
        stopCalls: @escaping @Sendable (ID<APIKey>) async -> Void
    ) {
        self.keys = keys
        self.users = users
        self.standings = standings
        self.clock = clock
        self.trail = trail
        self.stopCalls = stopCalls
    }

    /// One's own, newest first, with the keys themselves where they can be read.
    public func own(_ page: Page, matching keyword: String? = nil, of user: ID<User>)
        async throws(ChatError) -> Listing<(key: APIKey, secret: Secret?)>
    {
        let found = try await keys.list(page, of: user, matching: keyword)
        let secrets = try await keys.secrets(of: found.items.map(\.id))
        return Listing(items: found.items.map { ($0, secrets[$0.id]) }, total: found.total)
    }

    /// Everybody's, or one member's, with so much of each key as tells it from others.
    public func all(_ page: Page, of user: ID<User>?, matching keyword: String? = nil)
        async throws(ChatError) -> Listing<(key: APIKey, owner: String, mask: String)>
    {
        let found = try await keys.list(page, of: user, matching: keyword)
        let secrets = try await keys.secrets(of: found.items.map(\.id))
        let names = try await users.names(of: Set(found.items.map(\.user)))
        return Listing(
            items: found.items.map { ($0, names[$0.user] ?? "", Self.mask(secrets[$0.id])) }, total: found.total)
    }

    /// `abcd********wxyz`: clients tell by the asterisks that it is none.
    public static func mask(_ secret: Secret?) -> String {
        let text = secret?.reveal() ?? ""
        guard text.utf8.count == APIKey.length else { return String(repeating: "*", count: 16) }
        return "\(text.prefix(4))********\(text.suffix(4))"
    }

    /// Throws `notFound` for somebody else's.
    public func find(_ id: ID<APIKey>, of user: ID<User>) async throws(ChatError) -> (key: APIKey, secret: Secret?) {
        let key = try await keys.find(id, of: user)
        return (key, try await keys.secrets(of: [id])[id])
    }

    /// Makes a key of `token`, a fresh one, for whoever acts. Throws `conflict(.tooManyKeys)`, `invalid` for an end that is past.
    public func create(_ new: APIKey, _ token: Token, by actor: Actor, limitedTo limit: Int?? = nil)
        async throws(ChatError) -> APIKey
    {
        guard let owner = actor.user, owner.id == new.user else { throw .forbidden }
        try check(new)
        let key = try await keys.create(new, hash: token.hash, secret: token.text)
        if case .some(.some(let left)) = limit { try await keys.limit(key.id, of: key.user, to: left) }
        standings.forgetAll()
        let made = try await keys.find(key.id, of: key.user)
        await trail.note(.keyCreated, by: actor, on: AuditObject(made), .made(made.audited))
        return made
    }

    /// Changes one's own.
    public func change(
        _ id: ID<APIKey>, by actor: Actor, _ change: (inout APIKey) throws(ChatError) -> Void
    ) async throws(ChatError) -> APIKey {
        guard let owner = actor.user else { throw .unauthorized }
        return try await self.change(keys.find(id, of: owner.id), by: actor, change)
    }

    /// Switches any key on or off: one's own, or, as an administrator, that of somebody whom one may change.
    public func setEnabled(_ isEnabled: Bool, _ id: ID<APIKey>, by actor: Actor) async throws(ChatError) -> APIKey {
        let key = try await find(id, changedBy: actor)
        return try await change(key, by: actor) { key throws(ChatError) in
            guard !isEnabled || !key.isExpired(at: clock.now) else {
                throw .invalid(field: "expired_time", .notInTheFuture)
            }
            guard !isEnabled || !key.wallet.isEmpty else {
                throw .invalid(field: "remain_quota", .outOfRange(1...Int64(Wallet.most)))
            }
            key.isEnabled = isEnabled
        }
    }

    /// So much is left of one's own key from now on, in units of money, or it has no limit but its owner's.
    public func limit(_ id: ID<APIKey>, to left: Int?, by actor: Actor) async throws(ChatError) {
        guard let owner = actor.user else { throw .unauthorized }
        let former = try await keys.find(id, of: owner.id)
        guard former.wallet.isLimited ? former.wallet.left != left : left != nil else { return }
        try await keys.limit(id, of: owner.id, to: left)
        standings.forgetAll()
        let key = try await keys.find(id, of: owner.id)
        if let change = AuditChange.of(former.audited, into: key.audited) {
            await trail.note(.keyChanged, by: actor, on: AuditObject(key), change)
        }
    }

    /// Attaches a package to any key, or takes it away: as an administrator, to one's own or that of somebody whom one may change.
    /// Throws `notFound`, `forbidden`.
    public func attach(_ package: ID<Package>?, to id: ID<APIKey>, by actor: Actor) async throws(ChatError) -> APIKey {
        let key = try await find(id, changedBy: actor)
        // Its owner sends back what was read.
        guard package != key.package else { return key }
        guard actor.user?.isAdmin == true else { throw .forbidden }
        return try await change(key, by: actor) { key throws(ChatError) in key.package = package }
    }

    /// The key works nowhere from now on; what it asked is ended.
    public func delete(_ id: ID<APIKey>, by actor: Actor) async throws(ChatError) {
        let key = try await find(id, changedBy: actor)
        try await keys.delete(id, of: nil)
        standings.forgetAll()
        await stopCalls(id)
        await trail.note(.keyDeleted, by: actor, on: AuditObject(key), .gone(key.audited))
    }

    private func change(
        _ former: APIKey, by actor: Actor, _ change: (inout APIKey) throws(ChatError) -> Void
    ) async throws(ChatError) -> APIKey {
        var key = former
        try change(&key)
        if key.expiresAt != former.expiresAt { try check(key) }
        guard key != former else { return key }
        try await keys.update(key)
        standings.forgetAll()
        if former.isEnabled, !key.isEnabled { await stopCalls(key.id) }
        if let change = AuditChange.of(former.audited, into: key.audited) {
            await trail.note(.keyChanged, by: actor, on: AuditObject(key), change)
        }
        return key
    }

    /// One's own, or that of somebody whom an administrator may change. A foreign one is no key for anybody else.
    private func find(_ id: ID<APIKey>, changedBy actor: Actor) async throws(ChatError) -> APIKey {
        guard let user = actor.user else { throw .unauthorized }
        guard user.isAdmin else { return try await keys.find(id, of: user.id) }
        let key = try await keys.find(id, of: nil)
        guard key.user != user.id else { return key }
        guard actor.mayChange(try await users.find(key.user)) else { throw .forbidden }
        return key
    }

    private func check(_ key: APIKey) throws(ChatError) {
        if key.isExpired(at: clock.now) { throw .invalid(field: "expired_time", .notInTheFuture) }
    }
}

extension AuditObject {
    init(_ key: APIKey) { self.init(.key, key.id.value, name: key.name) }
}

extension APIKey {
    /// What the audit log compares.
    var audited: JSONValue {
        [
            "user_id": .integer(user.value), "name": .string(name), "enabled": .bool(isEnabled),
            "models": models.map { .string($0.joined(separator: ",")) } ?? .null,
            "addresses": .string(addresses.joined(separator: ",")),
            "expires_at": expiresAt.map { .integer($0.seconds) } ?? .null,
            "package_id": package.map { .integer($0.value) } ?? .null,
            "granted": wallet.isLimited ? .integer(wallet.granted) : .null,
        ]
    }
}
