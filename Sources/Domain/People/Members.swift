import JSON

/// Members and administrators: who may change whom, what ends with it, and the row that stays of it.
public struct Members: Sendable {
    let users: any UserStore
    let sessions: any SessionStore
    let links: any LinkStore
    let packages: any PackageStore
    let settings: Settings
    let allowances: any AllowanceStore
    let ledger: any QuotaLedger
    let passwords: any Passwords
    let clock: any WallClock
    let confirmation: Confirmation
    let trail: AuditTrail
    let stopTurns: @Sendable (ID<User>) async -> Void

    /// `stopTurns` ends every running turn of a member, in whichever process.
    public init(
        users: any UserStore, sessions: any SessionStore, links: any LinkStore, packages: any PackageStore,
        settings: Settings,
        allowances: any AllowanceStore, ledger: any QuotaLedger, passwords: any Passwords, clock: any WallClock,
        trail: AuditTrail,
        stopTurns: @escaping @Sendable (ID<User>) async -> Void
    ) {
        self.users = users
        self.sessions = sessions
        self.links = links
        self.packages = packages
        self.settings = settings
        self.allowances = allowances
        self.ledger = ledger
        self.passwords = passwords
        self.clock = clock
        confirmation = Confirmation(users: users)
        self.trail = trail
        self.stopTurns = stopTurns
    }

    /// Oldest first. `keyword` matches the id, or a part of the name, the display name or the remark.
    public func list(_ page: Page, matching keyword: String?) async throws(ChatError) -> Listing<MemberRow> {
        try await users.rows(page, matching: keyword, at: clock.now)
    }

    /// Throws `notFound`.
    public func show(_ id: ID<User>) async throws(ChatError) -> MemberRow { try await users.row(of: id, at: clock.now) }

    /// What is left in every window that the member is checked against, and the package that is their own.
    public func quota(of id: ID<User>) async throws(ChatError) -> [MemberWindow] {
        let allowance = try await allowances.allowance(of: id)
        let use = QuotaUse(by: Payer(id), in: allowance.group)
        let common = allowance.limits.filter { !$0.scope.dependsOnAccount && !$0.isBalance }
        var windows = try await usage(of: use, under: common, on: nil)
        let shown = allowance.accounts.prefix(Self.mostAccounts)
        for account in shown.map(\.account) {
            let limits = allowance.limits.filter(\.scope.dependsOnAccount) + (allowance.accountLimits[account.id] ?? [])
            var use = use
            use.account = account.id
            windows += try await usage(of: use, under: limits, on: shown.count > 1 ? account.name : nil)
        }
        return windows
    }

    /// Of how many accounts a member is told.
    private static let mostAccounts = 8

    public func package(of user: User) async throws(ChatError) -> Package? {
        guard let id = user.package else { return nil }
        return try await packages.find(id)
    }

    /// Of several limits of one counter, as two packages may have them, the tightest.
    private func usage(of use: QuotaUse, under limits: [Limit], on account: String?)
        async throws(ChatError) -> [MemberWindow]
    {
        var tightest: [Limit] = []
        for limit in limits {
            guard let index = tightest.firstIndex(where: { $0.spec == limit.spec && $0.scope == limit.scope }) else {
                tightest.append(limit)
                continue
            }
            if tightest[index].isUnlimited || !limit.isUnlimited && limit.amount < tightest[index].amount {
                tightest[index] = limit
            }
        }
        return try await ledger.usage(of: use, under: tightest).map { MemberWindow(usage: $0, account: account) }
    }

    /// Throws `forbidden` for a role that the actor does not stand above, `unconfirmed` for an administrator's role,
    /// `conflict(.usernameTaken)`, `notFound` for the package.
    public func create(_ new: NewMember, by actor: Actor) async throws(ChatError) -> MemberRow {
        guard let role = actor.role, role >= .admin, new.role < role else { throw .forbidden }
        if new.role > .member { try await confirmation.require(of: actor) }
        if let package = new.package { _ = try await packages.find(package) }
        try await require(group: new.group)
        var user = NewUser(
            username: new.username, displayName: new.displayName.isEmpty ? new.username : new.displayName,
            role: new.role, package: new.package, group: new.group, remark: new.remark, createdAt: clock.now)
        if let password = new.password { user.passwordHash = try await hash(password, for: new.username) }
        let created = try await users.create(user)
        await trail.note(.memberCreated, by: actor, on: AuditObject(created), .made(created.audited))
        return try await show(created.id)
    }

    /// Throws as `create`, and `notFound`, `conflict(.lastAdmin)`. A password is a matter of its own (`setPassword`).
    public func update(_ id: ID<User>, _ change: MemberChange, by actor: Actor) async throws(ChatError) -> MemberRow {
        let former = try await users.find(id, changedBy: actor)
        let user = change.applied(to: former)
        if let package = user.package, package != former.package { _ = try await packages.find(package) }
        if user.group != former.group { try await require(group: user.group) }
        if let text = change.password {
            let password = try Password(text, for: user.username)
            // Before anything is saved: half a change would be worse than none.
            try await confirmation.require(of: actor)
            try await save(former, as: user, by: actor)
            try await set(password, of: user, by: actor)
        } else {
            try await save(former, as: user, by: actor)
        }
        return try await show(id)
    }

    /// Gives the member a new password, and ends the sessions of whoever knew the old one. One's own wants to be confirmed too: else
    /// whoever finds the browser open gives himself the password that he is asked for next.
    public func setPassword(_ text: String, of id: ID<User>, by actor: Actor) async throws(ChatError) {
        let user = try await users.find(id, changedBy: actor)
        let password = try Password(text, for: user.username)
        try await confirmation.require(of: actor)
        try await set(password, of: user, by: actor)
    }

    private func require(group: String) async throws(ChatError) {
        let groups = try await settings.groups()
        guard groups.contains(where: { $0.utf8.elementsEqual(group.utf8) }) else {
            throw .invalid(field: "group", .notOneOf(groups))
        }
    }

    private func set(_ password: Password, of user: User, by actor: Actor) async throws(ChatError) {
        try await users.setPassword(passwords.hash(password.text, in: .signedIn), of: user.id)
        await trail.note(.passwordChanged, by: actor, on: AuditObject(user))
        // One's own session would go too, so that is left.
        if user.id != actor.user?.id { try await sessions.deleteAll(of: user.id) }
    }

    private func hash(_ password: String, for username: String) async throws(ChatError) -> String {
        try await passwords.hash(Password(password, for: username).text, in: .signedIn)
    }
}

extension UserStore {
    /// The user if `actor` may change them. Throws `notFound`, `forbidden`.
    func find(_ id: ID<User>, changedBy actor: Actor) async throws(ChatError) -> User {
        let user = try await find(id)
        guard actor.mayChange(user) else { throw .forbidden }
        return user
    }
}
