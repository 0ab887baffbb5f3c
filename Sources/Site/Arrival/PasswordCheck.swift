import Domain
import HTTP
import Transport

/// Finds out whether a password is somebody's. Whoever asks too often is held back.
struct PasswordCheck: Sendable {
    let users: any UserStore
    let passwords: PasswordHasher
    let throttle: LoginThrottle
    let auditor: Auditor

    /// The enabled user whose name and password these are; nil after a failure, which is written down as `action`.
    ///
    /// An unknown name, a wrong password and a disabled user take the same work.
    func user(named username: String, _ password: String, in call: Call, to action: AuditAction)
        async throws(ChatError) -> User?
    {
        let attempt = try await begin(username, call, action)
        let found: (user: User, passwordHash: String?)?
        let isRight: Bool
        do {
            found = try await users.credentials(of: username)
            isRight = try await passwords.verifying(password, against: found?.passwordHash)
        } catch {
            throttle.forget(attempt)
            throw error
        }
        guard isRight, let found, found.user.status == .enabled else {
            // What was typed as a name that nobody has may be a password: it is not kept.
            await auditor.note(action, by: call, on: found.map { AuditObject($0.user) }, result: .refused)
            return nil
        }
        throttle.forgive(attempt)
        await renew(found.passwordHash, of: found.user, password)
        return found.user
    }

    /// A visitor who goes on trying is written down once for each time he is held back, not for each try.
    private func begin(_ username: String, _ call: Call, _ action: AuditAction) async throws(ChatError)
        -> LoginThrottle.Attempt
    {
        let address = call.request.remoteAddress
        do {
            return try throttle.begin(for: username, from: address)
        } catch {
            if throttle.isNews(error, from: address) { await auditor.note(action, by: call, result: .throttled) }
            throw error
        }
    }

    /// A hash of another cost than today's is replaced while its password is at hand. If that fails, it is next time.
    private func renew(_ hash: String?, of user: User, _ password: String) async {
        guard let hash, passwords.isOutdated(hash), let newer = try? await passwords.hash(password) else { return }
        try? await users.replacePassword(hash, by: newer, of: user.id)
    }
}
