import JSON

/// The first administrator, and administrators made at the server itself.
public struct Administrators: Sendable {
    private let users: any UserStore
    private let sessions: any SessionStore
    private let passwords: any Passwords
    private let clock: any WallClock
    private let trail: AuditTrail
    private let token: Token?

    /// `token` is that of the set-up link; nil when an administrator existed at start.
    public init(
        users: any UserStore, sessions: any SessionStore, passwords: any Passwords, clock: any WallClock,
        trail: AuditTrail, token: Token? = nil
    ) {
        self.users = users
        self.sessions = sessions
        self.passwords = passwords
        self.clock = clock
        self.trail = trail
        self.token = token
    }

    /// A root administrator, the hash of their password, and whether the name was somebody's before.
    public struct Appointed: Sendable {
        public let user: User
        public let passwordHash: String
        public let isNew: Bool
    }

    /// Is there an administrator who can sign in?
    public func exist() async throws(ChatError) -> Bool { try await users.hasAdmin() }

    /// Makes a root administrator. A stranger makes the first one, and must hold the token of the set-up link: throws `forbidden`,
    /// `conflict(.alreadySetUp)`; of many at once exactly one succeeds. The operator makes any number, also of users who exist: they
    /// get the password, and their sessions end.
    public func appoint(
        _ username: String, password text: String, holding given: Token? = nil, by actor: Actor
    ) async throws(ChatError) -> Appointed {
        let isOperator = actor.user == nil && actor.role == .root
        if !isOperator { try await admit(given) }
        let password = try Password(text, for: username)
        let hash = try await passwords.hash(password.text, in: .signedIn)
        if isOperator, let former = try await users.credentials(of: username)?.user {
            return try await promote(former, hash, by: actor)
        }
        let admin = NewUser(
            username: username, displayName: username, passwordHash: hash, role: .root, createdAt: clock.now)
        let user = try await isOperator ? users.create(admin) : users.createFirstAdmin(admin)
        await trail.note(.setUp, by: isOperator ? actor : actor.being(user), on: AuditObject(user), .made(user.audited))
        return Appointed(user: user, passwordHash: hash, isNew: true)
    }

    /// Hashes are compared, so the time it takes says nothing of the token.
    private func admit(_ given: Token?) async throws(ChatError) {
        guard try await !users.hasAdmin() else { throw .conflict(.alreadySetUp) }
        guard let token, !token.text.isEmpty, given?.hash == token.hash else { throw .forbidden }
    }

    private func promote(_ former: User, _ hash: String, by actor: Actor) async throws(ChatError) -> Appointed {
        var user = former
        user.role = .root
        user.status = .enabled
        try await users.update(user)
        try await users.setPassword(hash, of: user.id)
        try await sessions.deleteAll(of: user.id)
        await trail.note(
            .setUp, by: actor, on: AuditObject(user),
            AuditChange.of(former.audited, into: user.audited) ?? AuditChange.none)
        return Appointed(user: user, passwordHash: hash, isNew: false)
    }
}
