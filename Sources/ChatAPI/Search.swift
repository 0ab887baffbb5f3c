import Domain
import HTTP
import JSON
import Web
import Wire

/// Looks for words in a member's own conversations (chatmirror.md §3.1).
struct Search: Sendable {
    let conversations: SearchConversations

    /// `query`, and of former answers `cursor`. `timezone_offset_min` is what JavaScript's `getTimezoneOffset` says: UTC less
    /// the time here, in minutes.
    func find(_ call: Call) async throws(ChatError) -> Response {
        let items = call.request.items
        let query = try SearchQuery(items["query"] ?? "", zone: Self.zone(in: items))
        let place = try items["cursor"].map(PassagePlace.init(cursor:))
        let found = try await conversations.search(query, after: place, for: call.user.id)
        return .json([
            "items": .array((found.titles + found.passages).map(\.json)), "cursor": .string(found.next?.cursor),
        ])
    }

    private static func zone(in items: Query) throws(ChatError) -> Duration {
        guard let text = items["timezone_offset_min"] else { return .zero }
        let range = -14 * 60...14 * 60
        guard let minutes = text.integer, range.contains(minutes) else {
            throw .invalid(
                field: "timezone_offset_min", .outOfRange(Int64(range.lowerBound)...Int64(range.upperBound)))
        }
        return .seconds(-60 * minutes)
    }
}

extension SearchHit {
    /// An item of mirror.md B1. `payload.message_id` is null where the title was found.
    fileprivate var json: JSONValue {
        let payload: JSONValue =
            if let passage {
                [
                    "kind": "message", "message_id": .string(passage.place.message?.text),
                    "role": .string(passage.role.rawValue), "create_time": passage.place.moment.unixTime,
                    "snippet": .string(passage.snippet.text),
                    "marks": .array(
                        passage.snippet.marks.map { [.integer($0.lowerBound), .integer($0.upperBound)] }),
                ]
            } else {
                ["kind": "title", "message_id": .null, "snippet": .string(conversation.title)]
            }
        return [
            "conversation_id": .string(conversation.id.text), "title": .string(conversation.title),
            "is_archived": .bool(conversation.isArchived), "update_time": conversation.updatedAt.unixTime,
            "payload": payload,
        ]
    }
}

extension PassagePlace {
    /// `1773230400250.3f8b0c1e-…`, or without a message `1773230400250.`; see `ConversationCursor`.
    fileprivate init(cursor text: Text) throws(ChatError) {
        let parts = text.split(separator: UInt8(ascii: "."))
        guard parts.count == 2, let moment = parts[0].integer else { throw .invalid(field: "cursor", .unknown) }
        let message = Key<Message>(parts[1].string)
        guard message != nil || parts[1].isEmpty else { throw .invalid(field: "cursor", .unknown) }
        self.init(moment: Timestamp(milliseconds: Int64(moment)), message: message)
    }

    fileprivate var cursor: String { "\(moment.milliseconds).\(message?.text ?? "")" }
}
