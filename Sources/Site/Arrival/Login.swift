import Domain
import HTTP
import Wire

/// Signs in by name and password, and asks for the password again before acts of weight.
struct Login: Sendable {
    let check: PasswordCheck
    let confirmation: Confirmation
    let entrance: Entrance

    /// `POST /api/user/login`. An unknown name, a wrong password and a disabled user are answered alike, after the same work.
    func open(_ call: Call) async throws(ChatError) -> Response {
        let fields = try await call.fields()
        let username = try fields.requiredString("username", upTo: 256).trimmed
        let password = try fields.requiredString("password", upTo: Password.mostBytes)
        guard let user = try await check.user(named: username, password, in: call, to: .login) else {
            throw .unauthorized
        }
        let response = try await entrance.admit(user.id, leaving: call.visitor, with: user.signedIn)
        await entrance.auditor.note(.login, by: call, as: user)
        return response
    }

    /// `GET /api/user/confirm`: would an act of weight pass? For pages, before they send the browser off for a file.
    func isConfirmed(_: Call) async throws(ChatError) -> Response { .envelope() }

    /// `POST /api/user/confirm {"password"}`: acts of weight pass for half an hour.
    func confirm(_ call: Call) async throws(ChatError) -> Response {
        let (user, session) = (try call.principal.user, try call.principal.session)
        let password = try await call.fields().requiredString("password", upTo: Password.mostBytes)
        try await confirmation.requirePassword(of: user)
        guard try await check.user(named: user.username, password, in: call, to: .passwordConfirmed)?.id == user.id
        else {
            throw .wrongPassword
        }
        try await entrance.sessions.store.confirm(session.hash, at: entrance.clock.now)
        await entrance.auditor.note(.passwordConfirmed, by: call)
        return .envelope()
    }
}
