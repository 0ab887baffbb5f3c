internal import JSON

/// A conversation as it is taken along, with all of its messages.
struct ExportedChat: Sendable {
    let conversation: Conversation
    let messages: [Message]
    /// Of the project that it is in.
    let projectName: String?

    init(_ conversation: Conversation, _ messages: [Message], projectName: String?) {
        self.conversation = conversation
        self.messages = messages
        self.projectName = projectName
    }

    /// In the shape of ChatGPT's own export (chatgpt-export.md §8), up to the tree, which `nodes` continues and `end` closes.
    var beginning: [UInt8] {
        let id = JSONValue.string(conversation.id.text)
        var json: JSONValue = [
            "title": .string(conversation.title), "create_time": conversation.createdAt.unixTime,
            "update_time": conversation.updatedAt.unixTime, "id": id, "conversation_id": id,
            "current_node": .string(conversation.currentNode?.text ?? Conversation.rootNode),
            "default_model_slug": conversation.model.isEmpty ? .null : .string(conversation.model),
            "is_archived": .bool(conversation.isArchived), "is_starred": .bool(conversation.isStarred),
            "gizmo_id": .string(conversation.project?.text), "moderation_results": [], "safe_urls": [],
        ]
        if let projectName { json["project_name"] = .string(projectName) }
        return Array(json.bytes.dropLast()) + Array(",\"mapping\":{".utf8)
    }

    static let end = Array("}}".utf8)

    /// Every node, the root first, with what separates it from the one before.
    var nodes: some Sequence<[UInt8]> & Sendable { NodeSequence(self) }

    /// The whole of it.
    var json: [UInt8] { nodes.reduce(into: beginning) { $0 += $1 } + Self.end }
}

/// One node after the other: a long chat is never twice in memory.
private struct NodeSequence: Sequence, IteratorProtocol, Sendable {
    private let messages: [Message]
    private let ids: Set<Key<Message>>
    private var children: [String: [JSONValue]] = [:]
    /// -1: the root.
    private var place = -1

    init(_ chat: ExportedChat) {
        messages = chat.messages
        ids = Set(messages.map(\.id))
        for message in messages { children[parent(of: message), default: []].append(.string(message.id.text)) }
    }

    private func parent(of message: Message) -> String {
        message.parent.flatMap { ids.contains($0) ? $0.text : nil } ?? Conversation.rootNode
    }

    mutating func next() -> [UInt8]? {
        guard place < messages.count else { return nil }
        defer { place += 1 }
        guard place >= 0 else { return node(Conversation.rootNode, .null, parent: nil) }
        let message = messages[place]
        return Array(",".utf8) + node(message.id.text, message.exported, parent: parent(of: message))
    }

    private func node(_ id: String, _ message: JSONValue, parent: String?) -> [UInt8] {
        let node: JSONValue = [
            "id": .string(id), "message": message, "parent": .string(parent), "children": .array(children[id] ?? []),
        ]
        return JSONValue.string(id).bytes + Array(":".utf8) + node.bytes
    }
}

extension Message {
    fileprivate var exported: JSONValue {
        var metadata: JSONValue = [:]
        if !model.isEmpty { metadata["model_slug"] = .string(model) }
        if !files.isEmpty { metadata["attachments"] = .array(files.map(\.exportedAttachment)) }
        if !work.sources.isEmpty { metadata["content_references"] = .array(work.sources.map(\.exported)) }
        return [
            "id": .string(id.text), "author": ["role": .string(role.rawValue), "name": nil, "metadata": [:]],
            "create_time": createdAt.unixTime, "update_time": nil, "content": exportedContent,
            "status": .string(status == .inProgress ? status.rawValue : Status.finished.rawValue),
            "end_turn": .bool(kind == .text),
            "weight": .number("1.0"), "metadata": metadata, "recipient": "all", "channel": nil,
        ]
    }

    private var exportedContent: JSONValue {
        switch kind {
        case .thoughts:
            [
                "content_type": "thoughts",
                "thoughts": [["summary": "", "content": .string(text), "chunks": [], "finished": true]],
            ]
        case .text:
            // Documents stand among the attachments alone.
            if case let images = files.filter({ $0.kind?.isImage == true }), !images.isEmpty {
                [
                    "content_type": "multimodal_text",
                    "parts": .array(images.map(\.exportedPointer) + [.string(text)]),
                ]
            } else {
                ["content_type": "text", "parts": [.string(text)]]
            }
        }
    }
}

extension Source {
    fileprivate var exported: JSONValue {
        ["matched_text": "", "type": "webpage", "title": .string(title), "url": .string(address)]
    }
}

extension File {
    /// As an export calls it.
    var exportedID: String { "file-\(id.text)" }
    var exportedName: String { "\(exportedID)-\(name)" }

    fileprivate var exportedPointer: JSONValue {
        [
            "content_type": "image_asset_pointer", "asset_pointer": .string("file-service://\(exportedID)"),
            "size_bytes": .integer(size), "width": pixels.map { .integer($0.width) } ?? .null,
            "height": pixels.map { .integer($0.height) } ?? .null, "metadata": nil,
        ]
    }

    fileprivate var exportedAttachment: JSONValue {
        [
            "id": .string(exportedID), "name": .string(name), "size": .integer(size),
            "mime_type": .string(kind?.mediaType),
        ]
    }
}
