/// Finds out whether a password is somebody's. Whoever fails too often is held back, and nobody else with them.
extension SignIn {
    /// Nil after a failure, which is written down. An unknown name, a wrong password and a disabled user take the same work.
    func prove(
        _ username: String, _ password: String, as source: LoginThrottle.Source, by actor: Actor, to action: AuditAction
    ) async throws(ChatError) -> Proven? {
        let attempt = try await begin(source, by: actor, to: action)
        let found: (user: User, passwordHash: String?)?
        let isRight: Bool
        do {
            found = try await users.credentials(of: username)
            isRight = try await passwords.verify(password, against: found?.passwordHash, in: source.lane)
        } catch {
            throttle.forget(attempt)
            throw error
        }
        guard isRight, let found, let hash = found.passwordHash, found.user.status == .enabled else {
            // What was typed as a name that nobody has may be a password: it is not kept.
            await trail.note(action, by: actor, on: found.map { AuditObject($0.user) }, result: .refused)
            return nil
        }
        throttle.forgive(attempt)
        return Proven(user: found.user, passwordHash: await renewed(hash, of: found.user, password, in: source.lane))
    }

    /// A visitor who goes on trying is written down once for each time they are held back, not for each try.
    private func begin(
        _ source: LoginThrottle.Source, by actor: Actor, to action: AuditAction
    ) async throws(ChatError) -> LoginThrottle.Attempt {
        do {
            return try throttle.begin(source)
        } catch {
            if throttle.isNews(error, of: source) { await trail.note(action, by: actor, result: .throttled) }
            throw error
        }
    }

    /// A hash of another cost than today's is replaced while its password is at hand. If that fails, it is next time.
    private func renewed(_ hash: String, of user: User, _ password: String, in lane: PasswordLane) async -> String {
        guard passwords.isOutdated(hash), let newer = try? await passwords.hash(password, in: lane) else { return hash }
        do { try await users.replacePassword(hash, by: newer, of: user.id) } catch { return hash }
        return newer
    }
}

extension LoginThrottle.Source {
    /// Where the hash of its password waits.
    fileprivate var lane: PasswordLane {
        switch self {
        case .stranger, .reader: .stranger
        case .device: .knownDevice
        case .session: .signedIn
        }
    }
}
