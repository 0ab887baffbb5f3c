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
        let attempt = try await begin(username, call)
        let (user, known): (User?, User?)
        do {
            (user, known) = try await self.user(username, password)
        } catch {
            throttle.forget(attempt)
            throw error
        }
        guard let user else {
            // What was typed as a name that nobody has may be a password: it is not kept.
            await entrance.auditor.note(.login, by: call, on: known.map { AuditObject($0) }, result: .refused)
            throw .unauthorized
        }
        throttle.forgive(attempt)
        let response = try await entrance.admit(user.id, leaving: call.visitor, with: user.signedIn)
        await entrance.auditor.note(.login, by: call, as: user)
        return response
    }

    /// A visitor who goes on trying is written down once for each time he is held back, not for each try.
    private func begin(_ username: String, _ call: Call) async throws(ChatError) -> LoginThrottle.Attempt {
        let address = call.request.remoteAddress
        do {
            return try throttle.begin(for: username, from: address)
        } catch {
            if throttle.isNews(error, from: address) {
                await entrance.auditor.note(.login, by: call, result: .throttled)
            }
            throw error
        }
    }

    /// The one who may come in, and the one whom the name belongs to.
    private func user(_ username: String, _ password: String) async throws(ChatError) -> (User?, known: User?) {
        let found = try await users.credentials(of: username)
        guard try await passwords.verifying(password, against: found?.passwordHash) else { return (nil, found?.user) }
        return (found?.user.status == .enabled ? found?.user : nil, found?.user)
    }
}
