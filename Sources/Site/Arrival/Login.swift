import Domain
import HTTP
import Transport
import Wire

/// Signs in by name and password.
struct Login: Sendable {
    let users: any UserStore
    let passwords: PasswordHasher
    let throttle: LoginThrottle
    let entrance: Entrance

    /// `POST /api/user/login`. An unknown name, a wrong password and a disabled user are answered alike, after the same work.
    func open(_ call: Call) async throws(ChatError) -> Response {
        let fields = try await call.fields()
        let username = try fields.requiredString("username", upTo: 256).trimmed
        let password = try fields.requiredString("password", upTo: Password.mostBytes)
        let attempt = try throttle.begin(for: username, from: call.request.remoteAddress)
        let user: User?
        do {
            user = try await self.user(username, password)
        } catch {
            throttle.forget(attempt)
            throw error
        }
        guard let user else { throw .unauthorized }
        throttle.forgive(attempt)
        return try await entrance.admit(user.id, leaving: call.visitor, with: user.signedIn)
    }

    private func user(_ username: String, _ password: String) async throws(ChatError) -> User? {
        let found = try await users.credentials(of: username)
        guard try await passwords.verifying(password, against: found?.passwordHash) else { return nil }
        return found?.user.status == .enabled ? found?.user : nil
    }
}
