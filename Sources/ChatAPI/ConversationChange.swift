package import Domain
import JSON
package import Web
import Wire

/// What a PATCH asks of a conversation. Read as a whole before anything is changed.
package struct ConversationChange: Sendable {
    let title: String?
    let isArchived: Bool?
    let isDeletion: Bool
    let currentNode: Key<Message>?

    static let longestTitle = 200

    /// Throws `invalid` for a body that asks for nothing that we know.
    package init(_ fields: Fields) throws(ChatError) {
        title = try Self.title(in: fields)
        isArchived = try fields.bool("is_archived")
        let isVisible = try fields.bool("is_visible")
        guard isVisible != true else { throw .invalid(field: "is_visible", .notOneOf(["false"])) }
        isDeletion = isVisible == false
        currentNode = try Self.node(in: fields)
        guard title != nil || isArchived != nil || isDeletion || currentNode != nil else {
            throw .invalid(
                field: "body", .noneOf(["title", "is_archived", "is_visible", "current_node"]))
        }
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
