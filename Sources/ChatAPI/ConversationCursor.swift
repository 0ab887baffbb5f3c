import Domain
import JSON
import Web
import Wire

/// Where a list goes on, as clients hand it back: `1773230400250.3f8b0c1e-…`, empty for the beginning.
struct ConversationCursor: Sendable {
    /// Nil: from the first.
    let place: ConversationPlace?

    static let beginning = ConversationCursor(nil)

    init(_ place: ConversationPlace?) { self.place = place }

    /// Throws `invalid`.
    init(text: Text) throws(ChatError) {
        guard !text.isEmpty else {
            place = nil
            return
        }
        let parts = text.split(separator: UInt8(ascii: "."))
        guard parts.count == 2, let moment = parts[0].integer, let id = Key<Conversation>(parts[1].string) else {
            throw .invalid(field: "cursor", .unknown)
        }
        place = ConversationPlace(moment: Timestamp(milliseconds: Int64(moment)), id: id)
    }

    var text: String { place.map { "\($0.moment.milliseconds).\($0.id.text)" } ?? "" }
}
