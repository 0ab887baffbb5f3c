import Domain
import JSON
import Web
import Wire

extension Conversation {
    /// A line of the sidebar (mirror.md B1).
    var listItem: JSONValue {
        [
            "id": .string(id.text), "title": .string(title), "create_time": .string(createdAt.iso8601),
            "update_time": .string(updatedAt.iso8601), "mapping": nil, "current_node": nil,
            "is_archived": .bool(isArchived), "is_starred": .bool(isStarred),
            "gizmo_id": .string(project?.text), "workspace_id": nil, "is_running": .bool(isRunning),
        ]
    }

    /// What `json` depends on, without a look at the messages: they change only while a turn runs, and then there is none.
    func validator(after latest: Turn?, in language: Language) -> Validator? {
        guard latest?.isRunning != true else { return nil }
        let end = latest.map { "\($0.id.text) \($0.status.rawValue) \($0.endedAt?.milliseconds ?? 0)" } ?? ""
        return Validator(
            id.text, "\(language)", "\(updatedAt.milliseconds)", currentNode?.text ?? "", "\(isArchived)", model, end,
            "\(isStarred) \(project?.text ?? "") \(trashedAt?.milliseconds ?? 0)", title)
    }

    /// The tree (mirror.md B1), or a portion of it. `messages` are all that there are.
    func json(with portion: ThreadPortion, of messages: [Message], in language: Language) -> JSONValue {
        [
            "title": .string(title), "create_time": createdAt.unixTime, "update_time": updatedAt.unixTime,
            "mapping": Self.mapping(of: portion, of: messages, in: language),
            "current_node": .string(currentNode?.text ?? Self.rootNode), "conversation_id": .string(id.text),
            "is_archived": .bool(isArchived), "is_starred": .bool(isStarred), "gizmo_id": .string(project?.text),
            "assistant_id": .string(assistant.map(Assistant.gizmo)),
            "is_visible": .bool(trashedAt == nil), "is_temporary_chat": .bool(isTemporary),
            "expires_at": expiresAt.map { .integer($0.seconds) } ?? .null, "default_model_slug": .string(model),
            "moderation_results": [], "safe_urls": [], "version": .string("\(portion.version)"),
            "earlier_items": portion.earlier.map { .integer($0) } ?? .null,
        ]
    }

    /// The root first, then the messages, oldest first. Whatever hangs on nothing hangs on the root.
    private static func mapping(of portion: ThreadPortion, of messages: [Message], in language: Language) -> JSONValue {
        let ids = Set(messages.map(\.id))
        var children: [String: [JSONValue]] = [:]
        var parents: [Key<Message>: String] = [:]
        for message in messages {
            let parent = message.parent.flatMap { ids.contains($0) ? $0.text : nil } ?? rootNode
            parents[message.id] = parent
            children[parent, default: []].append(.string(message.id.text))
        }
        var nodes = [node(rootNode, nil, parent: nil, children: children[rootNode] ?? [])]
        for message in messages {
            let id = message.id.text
            let isShown = portion.shown.contains(message.id)
            guard isShown || portion.named.contains(message.id) else { continue }
            let json = isShown ? message.json(in: language) : message.nameAlone
            nodes.append(node(id, json, parent: parents[message.id], children: children[id] ?? []))
        }
        return .object(nodes)
    }

    private static func node(
        _ id: String, _ message: JSONValue?, parent: String?, children: [JSONValue]
    ) -> JSONValue.Member {
        .init(
            Text(id),
            [
                "id": .string(id), "message": message ?? .null, "parent": .string(parent),
                "children": .array(children),
            ])
    }
}
