package import Domain
import JSON
package import Web
import Wire

/// What a PATCH asks of a conversation. Read as a whole before anything is changed.
package struct ConversationChange: Sendable {
    let title: String?
    let isArchived: Bool?
    let isStarred: Bool?
    let isDeletion: Bool
    let place: Place?
    let currentNode: Key<Message>?

    static let longestTitle = 200

    /// Where it is to stand.
    enum Place: Sendable {
        case list
        case project(Key<Project>)

        var project: Key<Project>? { if case .project(let id) = self { id } else { nil } }
    }

    static let body = BodyShape.json([
        FieldShape("title", .text(longest: 8192), sample: "title"), FieldShape("is_archived", .flag, sample: true),
        FieldShape("is_starred", .flag, sample: true), FieldShape("is_visible", .oneOf([false]), sample: false),
        FieldShape("gizmo_id", .text(longest: 1024), sample: nil),
        FieldShape("current_node", .text(longest: 1024), sample: "8f1d6c1e-8b0b-4c8e-9d6b-0a2b6a3c4d5e"),
    ])

    /// Throws `invalid` for a body that asks for nothing that we know, `notFound` for what can be no project's id.
    package init(_ fields: Fields) throws(ChatError) {
        title = try Self.title(in: fields)
        isArchived = try fields.bool("is_archived")
        isStarred = try fields.bool("is_starred")
        place = try Self.place(in: fields)
        let isVisible = try fields.bool("is_visible")
        guard isVisible != true else { throw .invalid(field: "is_visible", .notOneOf(["false"])) }
        isDeletion = isVisible == false
        currentNode = try Self.node(in: fields)
        let flags = [isArchived, isStarred].contains { $0 != nil }
        guard title != nil || flags || place != nil || isDeletion || currentNode != nil else {
            throw .invalid(
                field: "body",
                .noneOf(["title", "is_archived", "is_starred", "gizmo_id", "is_visible", "current_node"]))
        }
    }

    /// Null is a place, too: back in the list.
    private static func place(in fields: Fields) throws(ChatError) -> Place? {
        guard fields.has("gizmo_id") else { return nil }
        guard let text = try fields.string("gizmo_id") else { return .list }
        guard let id = Key<Project>(text) else { throw .notFound }
        return .project(id)
    }

    private static func title(in fields: Fields) throws(ChatError) -> String? {
        guard let text = try fields.string("title", upTo: 8192) else { return nil }
        let title = text.split(whereSeparator: \.isNewline).joined(separator: " ").trimmed
        guard (1...longestTitle).contains(title.unicodeScalars.count) else {
            throw .invalid(field: "title", .length(1...longestTitle))
        }
        return title
    }

    /// What cannot be a node's id is the id of no node.
    private static func node(in fields: Fields) throws(ChatError) -> Key<Message>? {
        guard let text = try fields.string("current_node") else { return nil }
        guard let node = Key<Message>(text) else { throw .unknownParent }
        return node
    }
}
