import Domain
import HTTP
import JSON
import Web
import Wire

/// Personal links. The token is shown once.
struct UserLinks: Sendable {
    let links: Links
    let publicURL: String

    /// `POST /api/user/:id/share_link {"expires_at"?}`; the former link stops working.
    func issue(_ call: Call, until end: Timestamp?) async throws(ChatError) -> Response {
        let token = Token.random()
        let link = try await links.issue(token, for: call.id("id"), until: end, by: call.actor)
        let text = token.text.reveal()
        return .envelope([
            "share_token": .string(text), "link": .string("\(publicURL)/s#\(text)"),
            "expires_at": .seconds(link.expiresAt),
        ])
    }

    /// `DELETE /api/user/:id/share_link`
    func revoke(_ call: Call) async throws(ChatError) -> Response {
        try await links.revoke(of: call.id("id"), by: call.actor)
        return .envelope()
    }
}

extension Form where Value == Timestamp? {
    static let linkEnd = Form(Field.integer("expires_at", in: 0...latest)) { $0.map { Timestamp(seconds: $0) } }

    /// The end of the year 9999.
    private static var latest: Int64 { 253_402_300_799 }
}
