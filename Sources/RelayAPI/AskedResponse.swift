internal import Dialects
internal import Domain
internal import JSON

/// A request of the Responses format, with what it goes on from and what is to be kept of it.
struct AskedResponse: Sendable {
    /// As an upstream is asked.
    var prompt: Prompt
    /// Whether the answer is to be found again.
    let keeps: Bool
    let isBackground: Bool
    let previous: Text?
    let conversation: Text?
    /// The request's own input.
    let input: JSONValue?
    /// The items that stand before it.
    let context: [JSONValue]

    /// What the answer says of how it is kept, instead of what an upstream says, which keeps nothing.
    func marks(_ id: Text) -> [JSONValue.Member] {
        var marks: [JSONValue.Member] = []
        if keeps {
            marks += [.init("id", .string(id)), .init("store", true), .init("background", .bool(isBackground))]
        }
        if let previous { marks.append(.init("previous_response_id", .string(previous))) }
        if let conversation { marks.append(.init("conversation", ["id": .string(conversation)])) }
        return marks
    }

    /// What is kept of it: `response` as its asker gets it.
    func stored(
        _ response: JSONValue, _ status: StoredResponse.Status, of ask: Ask, at moment: Timestamp, events: [UInt8] = []
    ) -> StoredResponse? {
        StoredResponse.id(of: ask.id).map { id in
            let items = OpenAIResponses.keptItems(of: input, seed: ask.id.text)
            return StoredResponse(
                id: id, owner: ask.payer.user, model: ask.model, status: status, isBackground: isBackground,
                createdAt: moment,
                content: .init(
                    response: response.bytes, input: JSONValue.array(items).bytes,
                    context: JSONValue.array(context).bytes, events: events))
        }
    }
}
