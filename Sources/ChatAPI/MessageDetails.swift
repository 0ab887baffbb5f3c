import Domain
import HTTP
import Web
import Wire

/// What a message took, for its owner.
struct MessageDetails: Sendable {
    let details: AnswerDetails

    /// `GET conversation/{id}/message/{message}/details`: as a row of `/api/log/self`, with the names of accounts that the member may use.
    func read(_ call: Call) async throws(ChatError) -> Response {
        let row = try await details.of(call.key("message"), in: call.key("id"), for: call.user.id)
        return .json(row.json(.named, number: 0))
    }
}
