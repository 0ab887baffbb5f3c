import Domain
import HTTP
import JSON
import Web
import Wire

/// What a message took, and how much room there is for the next, for their owner.
struct MessageDetails: Sendable {
    let details: AnswerDetails
    let gauge: ContextGauge
    let summaries: Summaries

    /// `GET conversation/{id}/context?model&node`: in tokens, by estimate.
    func context(_ call: Call) async throws(ChatError) -> Response {
        let node = try call.request.items.key("node", of: Message.self)
        guard let model = call.request.items["model"] else { throw .invalid(field: "model", .missing) }
        let fill = try await gauge.fill(of: call.key("id"), upTo: node, for: model.string, owner: call.user.id)
        return .json([
            "used": .integer(fill.used), "room": .integer(fill.room), "omitted_messages": .integer(fill.omitted),
            "summed_up_messages": .integer(fill.summedUp),
        ])
    }

    /// `GET conversation/{id}/message/{message}/details`: as a row of `/api/log/self`, with the names of accounts that the member may use.
    func read(_ call: Call) async throws(ChatError) -> Response {
        let row = try await details.of(call.key("message"), in: call.key("id"), for: call.user.id)
        return .json(row.json(.named, number: 0))
    }

    /// `GET conversation/{id}/message/{message}/summary`: what the model read in place of the oldest messages; without `text` where it read
    /// all of them.
    func summary(_ call: Call) async throws(ChatError) -> Response {
        let summary = try await summaries.read(for: call.key("message"), in: call.key("id"), of: call.user.id)
        guard let summary else { return .json(["text": nil, "messages": 0]) }
        return .json([
            "text": .string(summary.text), "messages": .integer(summary.count), "model_slug": .string(summary.model),
            "create_time": summary.createdAt.unixTime,
        ])
    }
}
