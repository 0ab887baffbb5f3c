import JSON

/// Upstream accounts, as administrators keep them. Keys go in, and come out in an export alone.
public struct Accounts: Sendable {
    let accounts: any AccountStore
    let backend: any ConversationBackend
    let bindings: any BindingStore
    let pool: AccountPool
    let watch: AccountWatch
    let jobs: Jobs
    let logins: any CredentialStore
    /// The models of accounts that are made of pasted logins.
    let importedModels: [String]
    let clock: any WallClock
    let confirmation: Confirmation
    let trail: AuditTrail

    public init(
        accounts: any AccountStore, bindings: any BindingStore, backend: any ConversationBackend, pool: AccountPool,
        watch: AccountWatch, jobs: Jobs, logins: any CredentialStore, importedModels: [String],
        clock: any WallClock, confirmation: Confirmation, trail: AuditTrail
    ) {
        self.accounts = accounts
        self.backend = backend
        self.bindings = bindings
        self.pool = pool
        self.watch = watch
        self.jobs = jobs
        self.logins = logins
        self.importedModels = importedModels
        self.clock = clock
        self.confirmation = confirmation
        self.trail = trail
    }

    /// What a caller makes of an account: the fields that are there.
    public typealias Change = @Sendable (Account) throws(ChatError) -> Account

    /// Highest priority first, then newest. `keyword` matches the id, or a part of the name, the base URL or the tag; `tag` all of it.
    public func list(
        _ page: Page, matching keyword: String?, tagged tag: String? = nil
    ) async throws(ChatError) -> Listing<AccountRow> {
        await watch.refresh()
        var found = try await accounts.rows(page, matching: keyword, tagged: tag)
        found.items = found.items.map(withHealth)
        return found
    }

    /// Throws `notFound`.
    public func show(_ id: ID<Account>) async throws(ChatError) -> AccountRow {
        await watch.refresh()
        return withHealth(try await accounts.row(of: id))
    }

    private func withHealth(_ row: AccountRow) -> AccountRow {
        var row = row
        row.health = pool.health(of: row.account.id)
        row.isAnswering = pool.load(of: row.account.id) > 0
        row.windows = pool.windows(of: row.account, orStored: row.windows)
        return row
    }

    /// The `id` and `createdAt` of `account` are ignored.
    public func create(_ account: Account, key: Secret, by actor: Actor) async throws(ChatError) -> AccountRow {
        let created = try await accounts.create(account, key: key)
        let audited = created.audited(key: trail.fingerprint(of: key))
        await trail.note(.accountCreated, by: actor, on: AuditObject(created), .made(audited))
        return try await show(created.id)
    }

    /// The same for many, which nobody looks at right away: all of them or none.
    func create(_ new: [(account: Account, key: Secret)], by actor: Actor) async throws(ChatError) -> [Account] {
        let created = try await accounts.create(new)
        let changes = zip(created, new).map { account, pair in
            (
                object: AuditObject(account),
                change: AuditChange.made(account.audited(key: trail.fingerprint(of: pair.key)))
            )
        }
        await trail.note(.accountCreated, by: actor, on: changes)
        return created
    }

    /// A nil key keeps the old one, unless the host or the proxy changes. Throws `notFound`, and `unconfirmed` when what is asked takes
    /// another way.
    public func update(
        _ id: ID<Account>, key: Secret?, by actor: Actor, _ change: Change
    ) async throws(ChatError) -> AccountRow {
        let former = try await accounts.find(id)
        let before = await audited(former)
        let changed = try change(former)
        if changed.leadsElsewhere(than: former) { try await confirmation.require(of: actor) }
        try await accounts.update(changed, key: key, at: clock.now)
        // What was wrong may be mended by it.
        if changed.isAskedOtherwise(than: former) || key != nil { try await watch.reset(id) }
        let row = try await show(id)
        if let change = AuditChange.of(before, into: await audited(row.account)) {
            await trail.note(.accountChanged, by: actor, on: AuditObject(row.account), change)
        }
        return row
    }

    /// Its bindings end with it. Throws `unconfirmed`, `notFound`.
    public func delete(_ id: ID<Account>, by actor: Actor) async throws(ChatError) {
        try await confirmation.require(of: actor)
        let account = try await accounts.find(id)
        let before = await audited(account)
        try await accounts.delete(id)
        await trail.note(.accountDeleted, by: actor, on: AuditObject(account), .gone(before))
    }

    /// Has an account this very name, other than `id`?
    public func isNamed(_ name: String, except id: ID<Account>?) async throws(ChatError) -> Bool {
        try await accounts.isNamed(name, except: id)
    }

    /// Which of the account's addresses the rules for outgoing requests refuse, as far as that shows without asking anybody.
    public func refusedAddresses(of account: Account) -> Set<AccountAddress> { backend.refusedAddresses(of: account) }

    /// A key that cannot be opened is told as such: the change itself does not need it.
    func audited(_ account: Account) async -> JSONValue {
        guard let key = try? await accounts.key(of: account.id) else { return account.audited(key: "unreadable") }
        return account.audited(key: trail.fingerprint(of: key))
    }
}

extension Account {
    /// Could the upstream answer otherwise now?
    fileprivate func isAskedOtherwise(than former: Account) -> Bool {
        leadsElsewhere(than: former) || provider != former.provider || models != former.models
            || options != former.options
            || status != former.status || learned != former.learned
    }

    /// Does what it sends take another way?
    fileprivate func leadsElsewhere(than former: Account) -> Bool {
        baseURL != former.baseURL || proxy != former.proxy || unreadable != former.unreadable
            || options.login.tokenURL != former.options.login.tokenURL
    }
}
