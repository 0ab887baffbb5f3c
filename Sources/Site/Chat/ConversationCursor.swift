import Domain

/// Where a list goes on, as clients hand it back: `1773230400250.3f8b0c1e-…`, empty for the beginning.
struct ConversationCursor: Sendable {
    /// Nil: from the first.
    let place: ConversationPlace?

    init(_ place: ConversationPlace) { self.place = place }

    /// Throws `invalid`.
    init(text: String) throws(ChatError) {
        guard !text.isEmpty else {
            place = nil
            return
        }
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let moment = Int64(parts[0]), let id = Key<Conversation>(String(parts[1])) else {
            throw .invalid(field: "cursor", reason: "is not one that a list gave")
        }
        place = ConversationPlace(moment: Timestamp(milliseconds: moment), id: id)
    }

    var text: String { place.map { "\($0.moment.milliseconds).\($0.id.text)" } ?? "" }
}
