import Domain
import HTTP
import JSON
import Web
import Wire

/// What administrators have to say to everybody who is signed in.
struct SiteNotice: Sendable {
    let looks: SiteLooks

    var routes: [Route] { [Route(.get, "/backend-api/notice", .member, read)] }

    /// `{"id","text"}`: Markdown, empty for none; another text has another id.
    private func read(_ call: Call) async throws(ChatError) -> Response {
        let look = try await looks.read()
        return .json(
            ["id": .string(look.noticeID), "text": .string(look.notice)], unlessKnownTo: call.request)
    }
}
