import Domain
import HTTP
import JSON
import Web
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
        guard let found = try await check.signIn(username, password, in: call) else { throw .unauthorized }
        var response = try await entrance.admit(found.user.id, leaving: call.visitor, with: found.user.signedIn)
        response.remember(found.user, found.passwordHash, by: check.devices, in: call)
        await entrance.trail.note(.login, by: call.actor(as: found.user))
        return response
    }

    /// `GET /api/user/confirm`: would an act of weight pass? For pages, before they send the browser off for a file.
    func isConfirmed(_: Call) async throws(ChatError) -> Response { .envelope() }

    /// `POST /api/user/confirm {"password"}`: acts of weight pass for half an hour.
    func confirm(_ call: Call) async throws(ChatError) -> Response {
        let principal = try call.principal
        let password = try await call.fields().requiredString("password", upTo: Password.mostBytes)
        try await confirmation.requirePassword(of: principal.user)
        guard try await check.confirm(principal, password, in: call) else { throw .wrongPassword }
        try await entrance.sessions.store.confirm(principal.session.hash, at: entrance.clock.now)
        await entrance.trail.note(.passwordConfirmed, by: call.actor)
        return .envelope()
    }
}

extension Response {
    /// Makes the browser a known device of one who has just proved his password.
    mutating func remember(_ user: User, _ passwordHash: String, by devices: KnownDevices, in call: Call) {
        let proofs = devices.proofs(in: call.request.cookies)
        headers.append("set-cookie", devices.header(for: user.id, passwordHash, among: proofs))
    }
}
