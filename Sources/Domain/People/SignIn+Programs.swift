/// Administrators' programs that sign in with a name and a password. Such a sign-in is a session like a browser's, so that whatever ends
/// those ends it: it stands in the list of sessions, too.
extension SignIn {
    /// How long a sign-in of a program may last.
    public static let programHours: ClosedRange<Int> = 1...720

    /// Signs in the enabled administrator whose name and password these are. `unauthorized` and `throttled` as for a browser that proves
    /// nothing; a member's right password is a wrong one here.
    public func program(
        _ username: String, _ password: String, _ token: Token, lasting: Duration, by actor: Actor
    ) async throws(ChatError) -> Proven {
        let source = LoginThrottle.Source.stranger(username, actor.address)
        guard let proven = try await prove(username, password, as: source, by: actor, to: .login) else {
            throw .unauthorized
        }
        guard proven.user.isAdmin else {
            await trail.note(.login, by: actor, on: AuditObject(proven.user), result: .refused)
            throw .unauthorized
        }
        let now = clock.now
        try await sessions.create(
            Session(
                hash: token.hash, user: proven.user.id, link: nil, createdAt: now, expiresAt: now + lasting,
                confirmedAt: now))
        await trail.note(.login, by: actor.being(proven.user))
        return proven
    }

    /// The administrator whose program was signed in with `token`, as they are now; nil where the session has ended, they are none any
    /// more, or their password is another one than `isOf` knows.
    public func program(
        _ token: Token, isOf knows: (_ passwordHash: String) -> Bool, from address: String
    ) async throws(ChatError) -> Actor? {
        let now = clock.now
        guard let found = try await sessions.find(token.hash, at: now), found.user.isAdmin else { return nil }
        guard let hash = try await users.credentials(of: found.user.username)?.passwordHash, knows(hash) else {
            return nil
        }
        if found.session.isDue(at: now) { await sessions.touch(token.hash, at: now) }
        return .user(found.user, from: address, isConfirmed: found.session.isConfirmed(at: now))
    }
}
