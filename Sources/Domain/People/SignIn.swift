/// How people get in, prove themselves again, and leave.
public struct SignIn: Sendable {
    let users: any UserStore
    let sessions: any SessionStore
    let links: any LinkStore
    let passwords: any Passwords
    let throttle: LoginThrottle
    let clock: any WallClock
    let confirmation: Confirmation
    let trail: AuditTrail

    public init(
        users: any UserStore, sessions: any SessionStore, links: any LinkStore, passwords: any Passwords,
        clock: any WallClock, trail: AuditTrail
    ) {
        self.users = users
        self.sessions = sessions
        self.links = links
        self.passwords = passwords
        throttle = LoginThrottle(clock: clock)
        self.clock = clock
        confirmation = Confirmation(users: users)
        self.trail = trail
    }

    /// A user whose password was right, and the hash that it has now.
    public struct Proven: Sendable {
        public let user: User
        public let passwordHash: String
    }

    /// A browser that wants in: the token of its session to be, and the session that it has, which ends then. An id from before
    /// the sign-in is never worth more after it.
    public struct Browser: Sendable {
        let token: Token
        let former: Session?

        public init(_ token: Token, leaving former: Session?) {
            self.token = token
            self.former = former
        }
    }

    /// Tells which known device of a user, with this hash of a password, the browser is.
    public typealias Recognition = @Sendable (ID<User>, String?) -> KnownDevice?

    /// Signs in the enabled user whose name and password these are. An unknown name, a wrong password and a disabled user are
    /// `unauthorized` alike, after the same work; `throttled` after too many failures. `recognise` is nil for a browser that
    /// proves nothing: strangers are held back before anything is read for them.
    public func withPassword(
        _ username: String, _ password: String, in browser: Browser, recognise: Recognition?, by actor: Actor
    ) async throws(ChatError) -> Proven {
        let device = try await device(of: username, recognise)
        let source = device.map { .device($0) } ?? LoginThrottle.Source.stranger(username, actor.address)
        guard let proven = try await prove(username, password, as: source, by: actor, to: .login) else {
            throw .unauthorized
        }
        try await admit(proven.user, in: browser)
        await trail.note(.login, by: actor.being(proven.user))
        return proven
    }

    /// Signs in the member whose personal link has this token. A wrong, expired or revoked one and a disabled member are
    /// `unauthorized` alike. A token is looked up before it is held back: whoever has a good one must not pay for others who guess in
    /// their network.
    public func byLink(_ token: Token, in browser: Browser, by actor: Actor) async throws(ChatError) -> User {
        guard let (link, user) = try await links.find(token.hash, at: clock.now) else {
            try throttle.countWrongLink(from: actor.address)
            throw .unauthorized
        }
        try await admit(user, by: link.id, in: browser)
        // A link that was revoked while the session was made has not ended that session: so it is not handed out.
        guard try await links.find(token.hash, at: clock.now) != nil else { throw .unauthorized }
        await links.touch(link.id, at: clock.now)
        await trail.note(.linkUsed, by: actor.being(user), on: AuditObject(.link, link.id.value))
        return user
    }

    /// Opens a session for a user who has just proved who they are.
    public func admit(_ user: User, by link: ID<ShareLink>? = nil, in browser: Browser) async throws(ChatError) {
        let now = clock.now
        try await sessions.create(
            Session(
                hash: browser.token.hash, user: user.id, link: link, createdAt: now, expiresAt: now + Session.lifetime,
                confirmedAt: link == nil ? now : nil))
        if let former = browser.former { try await sessions.delete(former.hash) }
    }

    /// Step-up actions pass in this session for half an hour. Throws `wrongPassword`, `throttled`, and `unconfirmed` for a user who has no
    /// password. What fails is counted for this session alone.
    public func confirm(_ principal: Principal, _ password: String, by actor: Actor) async throws(ChatError) {
        let user = principal.user
        try await confirmation.requirePassword(of: user)
        let proven = try await prove(
            user.username, password, as: .session(principal.session), by: actor, to: .passwordConfirmed)
        guard proven?.user.id == user.id else { throw .wrongPassword }
        try await sessions.confirm(principal.session.hash, at: clock.now)
        await trail.note(.passwordConfirmed, by: actor)
    }

    private func device(of username: String, _ recognise: Recognition?) async throws(ChatError) -> KnownDevice? {
        guard let recognise, let found = try await users.credentials(of: username) else { return nil }
        return recognise(found.user.id, found.passwordHash)
    }
}

// MARK: Leaving

extension SignIn {
    /// Ends a session.
    public func leave(_ session: Session, by actor: Actor) async throws(ChatError) {
        try await sessions.delete(session.hash)
        await trail.note(.logout, by: actor)
    }

    /// Ends all sessions of the user. A personal link goes on working.
    public func leaveEverywhere(_ user: User, by actor: Actor) async throws(ChatError) {
        try await sessions.deleteAll(of: user.id)
        await trail.note(.logoutEverywhere, by: actor)
    }

    /// Where the user is signed in, the last used first.
    public func list(of user: User) async throws(ChatError) -> [Session] {
        try await sessions.list(of: user.id, at: clock.now)
    }
}

extension Actor {
    /// The same place on the network, and somebody who has just told who they are.
    func being(_ user: User) -> Actor { .user(user, from: address, isConfirmed: false) }
}
