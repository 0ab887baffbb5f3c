internal import JSON

/// The refresh tokens that other programs fetch access tokens through.
public struct RefreshTokens: Sendable {
    let store: any RefreshTokenStore
    let renewer: any LoginRenewer
    let profiles: any TokenProfiles
    let rate: any CallRate
    let calendar: any CivilCalendar
    /// The client of a new row whose token names none.
    let usualClient: String
    /// The models of an account that begins to serve members.
    let models: [String]
    let clock: any WallClock
    let confirmation: Confirmation
    let trail: AuditTrail

    public init(
        store: any RefreshTokenStore, renewer: any LoginRenewer, profiles: any TokenProfiles, rate: any CallRate,
        calendar: any CivilCalendar, usualClient: String, models: [String], clock: any WallClock,
        confirmation: Confirmation, trail: AuditTrail
    ) {
        self.store = store
        self.renewer = renewer
        self.profiles = profiles
        self.rate = rate
        self.calendar = calendar
        self.usualClient = usualClient
        self.models = models
        self.clock = clock
        self.confirmation = confirmation
        self.trail = trail
    }

    /// So many are taken at once, and so many are refreshed or deleted.
    public static let mostImported = 5_000
    public static let mostAtOnce = 1_000
    /// So many are stored in one transaction: each opens every login that is there, to look for the same one.
    private static let mostStored = 1_000

    /// Newest first. Accounts that were added meanwhile get their rows.
    public func list(_ page: Page, where filter: RefreshTokenFilter) async throws(ChatError) -> Listing<RefreshToken> {
        try await store.adopt(at: clock.now)
        return try await store.list(page, where: filter)
    }

    /// Throws `notFound`.
    public func find(_ id: ID<RefreshToken>) async throws(ChatError) -> RefreshToken { try await store.find(id) }

    /// From its beginning to its end, where the people are who look at it. Nil for what is no date.
    public func day(_ date: String) -> Range<Timestamp>? {
        Timestamp(iso: "\(date)T12:00:00Z").map { calendar.bounds(of: .day, holding: $0) }
    }

    /// Throws `conflict(.exists)` for a `bizID` that is taken, `conflict(.tokenKnown)`. A token of an account that has no row of its own
    /// yet becomes the row of that account.
    public func create(_ new: NewRefreshToken, by actor: Actor) async throws(ChatError) -> RefreshToken {
        if !new.proxy.isEmpty { try await confirmation.require(of: actor) }
        let now = clock.now
        try await store.adopt(at: now)
        switch try await store.create([stored(new, at: now)], at: now)[0] {
        case .made(let token):
            await trail.note(.refreshTokenCreated, by: actor, on: AuditObject(token), .made(token.audited))
            return token
        case .nameTaken: throw .conflict(.exists)
        case .known(let id):
            guard let id, try await store.find(id).isAdopted else { throw .conflict(.tokenKnown) }
            var change = RefreshTokenChange()
            change.bizID = new.bizID.isEmpty ? nil : new.bizID
            (change.tag, change.memo, change.isEnabled) = (new.tag, new.memo, new.isEnabled)
            return try await update(id, change, by: actor)
        }
    }

    /// Keeps those that are new, under one tag; those that are here already are left out. Returns how many were kept.
    public func importAll(
        _ tokens: [Secret], _ usual: NewRefreshToken, by actor: Actor
    ) async throws(ChatError) -> Int {
        if !usual.proxy.isEmpty { try await confirmation.require(of: actor) }
        let (now, settings) = (clock.now, try await store.settings())
        var made = 0
        var rest = tokens[...]
        while !rest.isEmpty {
            let some = rest.prefix(Self.mostStored).map { token in
                var new = usual
                new.token = token
                if new.proxy.isEmpty { new.proxy = settings.proxies.randomElement() ?? "" }
                if new.client.isEmpty { new.client = settings.clients.randomElement() ?? "" }
                return stored(new, at: now)
            }
            rest = rest.dropFirst(some.count)
            let kept = try await store.create(some, at: now).compactMap { outcome in
                if case .made(let token) = outcome { token } else { nil }
            }
            made += kept.count
            let changes = kept.map { (object: AuditObject($0), change: AuditChange.made($0.audited)) }
            if !changes.isEmpty { await trail.note(.refreshTokenCreated, by: actor, on: changes) }
        }
        return made
    }

    /// Throws as `RefreshTokenStore.update`, and `unconfirmed` where what is asked takes another way.
    public func update(
        _ id: ID<RefreshToken>, _ change: RefreshTokenChange, by actor: Actor
    ) async throws(ChatError) -> RefreshToken {
        let former = try await store.find(id)
        var change = change
        // A form sends back what it was shown.
        if let proxy = change.proxy, proxy.utf8.elementsEqual(former.shownProxy.utf8) { change.proxy = nil }
        if change.proxy != nil { try await confirmation.require(of: actor) }
        // The proxies of accounts are shown as they are.
        let proxy = change.proxy ?? former.account.proxy
        guard !(change.lends ?? former.lends) || !proxy.utf8.contains(UInt8(ascii: "@")) else {
            throw .invalid(field: "proxy", .hasUser)
        }
        let token = try await store.update(id, change, models: models, at: clock.now)
        if let change = AuditChange.of(former.audited, into: token.audited) {
            await trail.note(.refreshTokenChanged, by: actor, on: AuditObject(token), change)
        }
        return token
    }

    /// With its account. One that is not there is as good as deleted. Throws `conflict(.accountLends)`.
    public func delete(_ id: ID<RefreshToken>, by actor: Actor) async throws(ChatError) {
        do throws(ChatError) {
            let token = try await store.find(id)
            try await store.delete(id)
            await trail.note(.refreshTokenDeleted, by: actor, on: AuditObject(token), .gone(token.audited))
        } catch {
            guard error == .notFound else { throw error }
        }
    }

    /// With its tokens, for somebody who has given the password. Throws `unconfirmed`, `notFound`.
    public func reveal(_ id: ID<RefreshToken>, by actor: Actor) async throws(ChatError) -> RefreshToken {
        try await confirmation.require(of: actor)
        let token = try await store.find(id)
        await trail.note(.refreshTokenRevealed, by: actor, on: AuditObject(token))
        return token
    }

    private func stored(_ new: NewRefreshToken, at now: Timestamp) -> StoredToken {
        let bizID = new.bizID.isEmpty ? Key<RefreshToken>.random().text.filter { $0 != "-" } : new.bizID
        var account = Account(
            id: ID(0), name: bizID, provider: .codex, baseURL: Provider.codex.baseURL, models: [], proxy: new.proxy,
            createdAt: now)
        account.options.login.client = new.client.isEmpty ? usualClient : new.client
        var pair = TokenPair(access: Secret(""), refresh: new.token)
        pair.version = now.milliseconds
        return StoredToken(
            bizID: bizID, account: account, pair: pair, tag: new.tag, memo: new.memo, isEnabled: new.isEnabled)
    }
}

// MARK: Settings

extension RefreshTokens {
    public func settings() async throws(ChatError) -> RefreshTokenSettings { try await store.settings() }

    /// Rows whose proxy or client is not in a list that changed get one of the new list. Throws `unconfirmed` where what is asked takes
    /// another way.
    public func set(_ settings: RefreshTokenSettings, by actor: Actor) async throws(ChatError) {
        let former = try await store.settings()
        let deals = (former.proxies != settings.proxies, former.clients != settings.clients)
        if deals.0 { try await confirmation.require(of: actor) }
        try await store.set(settings, dealingProxies: deals.0, clients: deals.1, at: clock.now)
        if let change = AuditChange.of(former.audited, into: settings.audited) {
            await trail.note(.refreshTokensConfigured, by: actor, change)
        }
    }
}

extension RefreshTokenSettings {
    /// A proxy may hold a password: of them only the number is told.
    fileprivate var audited: JSONValue {
        [
            "proxies": .integer(proxies.count), "clients": .array(clients.map { .string($0) }),
            "auto_refresh": .bool(refreshes), "interval_seconds": .integer(interval.inMilliseconds / 1000),
        ]
    }
}
