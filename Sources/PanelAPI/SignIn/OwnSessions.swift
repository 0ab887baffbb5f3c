import Domain
import HTTP
import JSON
import Web
import Wire

/// Where somebody is signed in, as they see it themselves.
struct OwnSessions: Sendable {
    let signIn: SignIn
    let cookies: SessionCookies
    let devices: KnownDevices

    /// `GET /api/user/sessions`, the last used first. Of a browser nothing is kept but when it was here.
    func list(_ call: Call) async throws(ChatError) -> Response {
        let principal = try call.principal
        let items = try await signIn.list(of: principal.user).map { session -> JSONValue in
            [
                "created_time": .integer(session.createdAt.seconds),
                "last_seen_time": .integer(session.lastSeenAt.seconds), "by_link": .bool(session.link != nil),
                "is_current": .bool(session.hash == principal.session.hash),
            ]
        }
        return .envelope(["items": .array(items)])
    }

    /// `POST /api/user/logout_everywhere`: ends all of them, this one too. A personal link goes on working.
    func end(_ call: Call) async throws(ChatError) -> Response {
        try await signIn.leaveEverywhere(call.user, by: call.actor)
        var response = cookies.farewell
        response.headers.append("set-cookie", devices.cookie.clearing)
        return response
    }
}
