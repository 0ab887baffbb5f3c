import Domain
import JSON
import Web
import Wire

/// What a PATCH asks of several conversations: of those in `conversation_ids`, or of all where it is not there (mirror.md B1).
struct SeveralChange: Sendable {
    private let act: Act

    private enum Act {
        case trash(ConversationSelection)
        case restore(Set<Key<Conversation>>)
        case archive(ConversationSelection, Bool)
    }

    static let body = BodyShape.json([
        FieldShape("conversation_ids", .list, sample: []), FieldShape("is_archived", .flag, sample: true),
        FieldShape("is_visible", .flag, sample: false),
    ])

    /// Throws `invalid`. Only what can be undone by name may be asked of all.
    init(_ fields: Fields) throws(ChatError) {
        let (isVisible, isArchived) = (try fields.bool("is_visible"), try fields.bool("is_archived"))
        let ids = try Self.ids(in: fields)
        switch (isVisible, isArchived) {
        case (nil, nil): throw .invalid(field: "body", .noneOf(["is_visible", "is_archived"]))
        case (.some, .some): throw .invalid(field: "is_visible", .besides("is_archived"))
        case (false, nil): act = .trash(ids.map { .these($0) } ?? .all)
        case (true, nil):
            guard let ids else { throw .invalid(field: "conversation_ids", .missing) }
            act = .restore(ids)
        case (nil, let isArchived?):
            guard ids != nil || isArchived else { throw .invalid(field: "conversation_ids", .missing) }
            act = .archive(ids.map { .these($0) } ?? .all, isArchived)
        }
    }

    /// Nil where the field is not there at all: null or an empty list never means everything. What can be no id is that of nothing.
    private static func ids(in fields: Fields) throws(ChatError) -> Set<Key<Conversation>>? {
        let name = "conversation_ids"
        guard fields.has("conversation_ids") else { return nil }
        guard let values = try fields.array(name) else { throw .invalid(field: name, .not(.texts)) }
        guard !values.isEmpty else { throw .invalid(field: name, .empty) }
        guard values.count <= ConversationSelection.most else {
            throw .invalid(field: name, .tooManyValues(most: ConversationSelection.most))
        }
        let texts = values.compactMap { $0.text?.string }
        guard texts.count == values.count else { throw .invalid(field: name, .not(.texts)) }
        return Set(texts.compactMap { Key<Conversation>($0) })
    }

    /// Returns those that changed.
    func carryOut(in trash: Trash, for owner: ID<User>) async throws(ChatError) -> Set<Key<Conversation>> {
        switch act {
        case .trash(let which): try await trash.put(which, for: owner)
        case .restore(let ids): try await trash.restore(ids, for: owner)
        case .archive(let which, let isArchived): try await trash.archive(which, isArchived, for: owner)
        }
    }
}
