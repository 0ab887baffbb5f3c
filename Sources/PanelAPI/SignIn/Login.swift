import Domain
import HTTP
import JSON
import Web
import Wire

/// Signs in by name and password, asks for the password again before step-up actions, and signs out.
struct Login: Sendable {
    let signIn: SignIn
    let cookies: SessionCookies
    let devices: KnownDevices

    /// `POST /api/user/login`. An unknown name, a wrong password and a disabled user are answered alike, after the same work.
    func open(_ call: Call, _ given: (String, String)) async throws(ChatError) -> Response {
        let proofs = devices.proofs(in: call.request.cookies)
        let (browser, token) = cookies.browser(of: call)
        let found = try await signIn.withPassword(
            given.0, given.1, in: browser, recognise: devices.recognition(by: proofs), by: call.actor)
        var response = cookies.welcome(token, with: found.user.signedIn)
        response.remember(found.user, found.passwordHash, by: devices, in: call)
        return response
    }

    /// `GET /api/user/confirm`: would a step-up action pass? For pages, before they send the browser off for a file.
    func isConfirmed(_: Call) async throws(ChatError) -> Response { .envelope() }

    /// `POST /api/user/confirm {"password"}`: step-up actions pass for half an hour.
    func confirm(_ call: Call, by password: String) async throws(ChatError) -> Response {
        try await signIn.confirm(call.principal, password, by: call.actor)
        return .envelope()
    }

    /// `POST /api/user/logout`: ends the session, if there is one, and has the browser forget it and all that our pages stored.
    func leave(_ call: Call) async throws(ChatError) -> Response {
        // HEAD is answered by what answers GET, and must change nothing.
        guard call.request.method != .head else { return .envelope() }
        if let session = call.session { try await signIn.leave(session, by: call.actor) }
        return cookies.farewell
    }
}

extension Form where Value == (String, String) {
    static let credentials = Form(
        Field.text("username", upTo: 256).required(), Field.text("password", upTo: Password.mostBytes).required()
    ) { username, password in (username.trimmed, password) }
}

extension Form where Value == String {
    static let password = Form(Field.text("password", upTo: Password.mostBytes).required()) { $0 }
}

extension Response {
    /// Makes the browser a known device of one who has just proved their password.
    mutating func remember(_ user: User, _ passwordHash: String, by devices: KnownDevices, in call: Call) {
        let proofs = devices.proofs(in: call.request.cookies)
        headers.append("set-cookie", devices.header(for: user.id, passwordHash, among: proofs))
    }
}
