import Domain
import HTTP
import JSON
import Web
import Wire

/// Makes the first administrator, for whoever holds the link that the start printed.
struct Setup: Sendable {
    let administrators: Administrators
    let signIn: SignIn
    let cookies: SessionCookies
    let devices: KnownDevices

    /// `GET /api/setup`: is there an administrator?
    func status(_: Call) async throws(ChatError) -> Response {
        .envelope(["status": .bool(try await administrators.exist())])
    }

    /// `POST /api/setup`. Of many at once exactly one succeeds; the others get 409.
    func create(
        _ call: Call, _ first: (String, String, String)
    ) async throws(ChatError) -> Response {
        let (given, username, password) = first
        let made = try await administrators.appoint(
            username, password: password, holding: Token(given), by: call.actor)
        let (browser, token) = cookies.browser(of: call)
        try await signIn.admit(made.user, in: browser)
        var response = cookies.welcome(token, with: made.user.signedIn)
        response.remember(made.user, made.passwordHash, by: devices, in: call)
        return response
    }
}

extension Form where Value == (String, String, String) {
    static let firstAdministrator = Form(
        Field.text("token").required(), Field.name("username").required(), Field.newPassword.required()
    ) { ($0, $1, $2) }
}
