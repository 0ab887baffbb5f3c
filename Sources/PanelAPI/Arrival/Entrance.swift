import Domain
import HTTP
import JSON
import Web
import Wire

/// Where browsers get a session, and give it back.
struct Entrance: Sendable {
    let sessions: Sessions
    let clock: any WallClock
    let trail: AuditTrail

    /// Answers with `data` and the cookie of a session that begins now. The session that the browser had, if any, ends:
    /// an id from before the sign-in is never worth more after it.
    func admit(
        _ user: ID<User>, by link: ID<ShareLink>? = nil, leaving visitor: Visitor, with data: JSONValue
    ) async throws(ChatError) -> Response {
        let cookie = try await sessions.open(for: user, by: link)
        try await end(visitor)
        var response = Response.envelope(data)
        response.headers.append("set-cookie", cookie)
        return response
    }

    /// Ends the session, if there is one, and has the browser forget it and all that our pages stored.
    func leave(_ call: Call) async throws(ChatError) -> Response {
        // HEAD is answered by what answers GET, and must change nothing.
        guard call.request.method != .head else { return .envelope() }
        try await end(call.visitor)
        if call.visitor.user != nil { await trail.note(.logout, by: call.actor) }
        return farewell
    }

    /// Makes the browser forget its session and all that our pages stored.
    var farewell: Response {
        var response = Response.envelope()
        response.headers.append("set-cookie", sessions.cookie.clearing)
        response.headers["clear-site-data"] = "\"storage\""
        return response
    }

    private func end(_ visitor: Visitor) async throws(ChatError) {
        guard case .user(let principal) = visitor else { return }
        try await sessions.store.delete(principal.session.hash)
    }
}
