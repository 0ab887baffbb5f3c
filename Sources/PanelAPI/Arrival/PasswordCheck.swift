import Domain
import HTTP
import Transport
import Web

/// Finds out whether a password is somebody's. Whoever fails too often is held back, and nobody else with him.
struct PasswordCheck: Sendable {
    let users: any UserStore
    let passwords: PasswordHasher
    let throttle: LoginThrottle
    let devices: KnownDevices
    let trail: AuditTrail

    /// A user whose password was right, and the hash that it has now.
    struct Found: Sendable {
        let user: User
        let passwordHash: String
    }

    /// The enabled user whose name and password these are; nil after a failure, which is written down.
    ///
    /// An unknown name, a wrong password and a disabled user take the same work.
    func signIn(_ username: String, _ password: String, in call: Call) async throws(ChatError) -> Found? {
        let device = try await device(of: username, in: call)
        let source = device.map { .device($0) } ?? LoginThrottle.Source.stranger(username, call.request.remoteAddress)
        return try await user(named: username, password, as: source, in: call, to: .login)
    }

    /// Is it the password of the one who is signed in? What fails is counted for his session alone.
    func confirm(_ principal: Principal, _ password: String, in call: Call) async throws(ChatError) -> Bool {
        let name = principal.user.username
        let found = try await user(
            named: name, password, as: .session(principal.session), in: call, to: .passwordConfirmed)
        return found?.user.id == principal.user.id
    }

    /// Strangers are held back before anything is read for them.
    private func device(of username: String, in call: Call) async throws(ChatError) -> KnownDevice? {
        let proofs = devices.proofs(in: call.request.cookies)
        guard !proofs.isEmpty, let found = try await users.credentials(of: username) else { return nil }
        return devices.device(of: found.user.id, found.passwordHash, among: proofs)
    }

    private func user(
        named username: String, _ password: String, as source: LoginThrottle.Source, in call: Call,
        to action: AuditAction
    ) async throws(ChatError) -> Found? {
        let attempt = try await begin(source, call, action)
        let found: (user: User, passwordHash: String?)?
        let isRight: Bool
        do {
            found = try await users.credentials(of: username)
            isRight = try await passwords.verifying(password, against: found?.passwordHash, in: source.lane)
        } catch {
            throttle.forget(attempt)
            throw error
        }
        guard isRight, let found, let hash = found.passwordHash, found.user.status == .enabled else {
            // What was typed as a name that nobody has may be a password: it is not kept.
            await trail.note(action, by: call.actor, on: found.map { AuditObject($0.user) }, result: .refused)
            return nil
        }
        throttle.forgive(attempt)
        return Found(user: found.user, passwordHash: await renewed(hash, of: found.user, password, in: source.lane))
    }

    /// A visitor who goes on trying is written down once for each time he is held back, not for each try.
    private func begin(_ source: LoginThrottle.Source, _ call: Call, _ action: AuditAction) async throws(ChatError)
        -> LoginThrottle.Attempt
    {
        do {
            return try throttle.begin(source)
        } catch {
            if throttle.isNews(error, of: source) { await trail.note(action, by: call.actor, result: .throttled) }
            throw error
        }
    }

    /// A hash of another cost than today's is replaced while its password is at hand. If that fails, it is next time.
    private func renewed(_ hash: String, of user: User, _ password: String, in lane: PasswordHasher.Lane) async
        -> String
    {
        guard passwords.isOutdated(hash), let newer = try? await passwords.hash(password, in: lane) else { return hash }
        do { try await users.replacePassword(hash, by: newer, of: user.id) } catch { return hash }
        return newer
    }
}

extension LoginThrottle.Source {
    /// Where the hash of its password waits.
    fileprivate var lane: PasswordHasher.Lane {
        switch self {
        case .stranger: .stranger
        case .device: .knownDevice
        case .session: .signedIn
        }
    }
}
