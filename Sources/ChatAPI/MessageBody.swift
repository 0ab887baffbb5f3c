package import Domain
import JSON
package import Web
import Wire

/// The body of `POST conversation` (mirror.md B2). Fields that mean nothing here are ignored.
package struct MessageBody: Sendable {
    var draft: Draft
    let encoding: StreamEncoding

    /// Bytes of UTF-8 that one message may have.
    static let longestMessage = 1 << 20
    /// Room for the 255 characters of a model's name.
    private static let longestModel = 255 * 4

    static let described = BodyShape.json([
        FieldShape("action", .oneOf(["next", "variant", "continue"]), sample: "next"),
        FieldShape("conversation_id", .text(longest: 1024), sample: nil),
        FieldShape("parent_message_id", .text(longest: 1024), sample: nil),
        FieldShape("current_node", .text(longest: 1024), sample: nil),
        FieldShape("model", .text(longest: longestModel), sample: "gpt-4o"),
        FieldShape("messages", .list, sample: [["content": ["content_type": "text", "parts": ["Hello"]]]]),
        FieldShape("history_and_training_disabled", .flag, sample: false),
        FieldShape("gizmo_id", .text(longest: 1024), sample: nil),
        FieldShape("conversation_mode", .object, sample: nil),
        FieldShape("picture", .object, sample: nil), FieldShape("tools", .list, sample: nil),
        FieldShape("supported_encodings", .list, sample: ["v1"]),
    ])

    /// Throws `invalid` with the field, `tooLarge`, `notFound`, `unknownParent` and `conversationMoved` for ids that can
    /// be none.
    package init(_ fields: Fields) throws(ChatError) {
        let conversation = try Self.conversation(in: fields)
        let action = try Self.action(in: fields)
        draft = Draft(
            action: action.0, conversation: conversation,
            parent: conversation == nil ? nil : try Self.parent(in: fields),
            model: try fields.string("model", upTo: Self.longestModel),
            seen: conversation == nil ? nil : try Self.seen(in: fields))
        draft.files = action.files
        draft.isTemporary = try fields.bool("history_and_training_disabled") ?? false
        if let wish = fields.value("picture"), wish != .null { draft.picture = try Self.picture(wish) }
        draft.tools = try Self.tools(in: fields)
        if conversation == nil { draft.assistant = try Self.assistant(in: fields) }
        encoding = try Self.encoding(in: fields)
    }

    private static func picture(_ wish: JSONValue) throws(ChatError) -> PictureWish {
        let fields = try object(wish, "picture")
        let count = try fields.integer("count", in: 1...Int64(DrawnPictures.most))
        return try PictureWish(try fields.string("size", upTo: 16), count: count.map { Int($0) })
    }

    private static func tools(in fields: Fields) throws(ChatError) -> [BuiltInTool] {
        guard let value = fields.value("tools"), value != .null else { return [] }
        guard let names = value.array else { throw .invalid(field: "tools", .not(.list)) }
        let known = BuiltInTool.allCases
        let wanted = names.compactMap { $0.text.flatMap(BuiltInTool.init) }
        guard wanted.count == names.count else {
            throw .invalid(field: "tools", .notOneOf(known.map(\.rawValue)))
        }
        return known.filter(wanted.contains)
    }

    /// Here, or where ChatGPT's own clients have it. A chat that is there keeps its own, whatever is said.
    private static func assistant(in fields: Fields) throws(ChatError) -> ID<Assistant>? {
        var text = try fields.string("gizmo_id")
        if text == nil, let mode = fields.value("conversation_mode") {
            text = try object(mode, "conversation_mode").string("gizmo_id")
        }
        guard let text else { return nil }
        guard let id = Assistant.id(ofGizmo: text) else { throw .notFound }
        return id
    }

    private static func conversation(in fields: Fields) throws(ChatError) -> Key<Conversation>? {
        guard let text = try fields.string("conversation_id") else { return nil }
        guard let id = Key<Conversation>(text) else { throw .notFound }
        return id
    }

    private static func parent(in fields: Fields) throws(ChatError) -> Key<Message>? {
        guard let text = try fields.string("parent_message_id") else { return nil }
        guard let id = Key<Message>(text) else { throw .unknownParent }
        return id
    }

    /// Ours alone: clients that do not say what they saw are not asked. What can be no node is the current one nowhere.
    private static func seen(in fields: Fields) throws(ChatError) -> Key<Message>? {
        guard let text = try fields.string("current_node") else { return nil }
        guard let node = Key<Message>(text) else { throw .conversationMoved }
        return node
    }

    private static func encoding(in fields: Fields) throws(ChatError) -> StreamEncoding {
        let supported = try fields.array("supported_encodings") ?? []
        return supported.contains(.string("v1")) ? .deltas : .snapshots
    }
}

// MARK: The message

extension MessageBody {
    private static func action(in fields: Fields) throws(ChatError) -> (Draft.Action, files: [Key<File>]) {
        switch try fields.string("action") ?? "next" {
        case "next": try next(in: fields)
        case "variant": (.variant, [])
        case "continue": (.more, [])
        default: throw .invalid(field: "action", .notOneOf(["next", "variant", "continue"]))
        }
    }

    private static func next(in fields: Fields) throws(ChatError) -> (Draft.Action, files: [Key<File>]) {
        guard let messages = try fields.array("messages"), messages.count == 1 else {
            throw .invalid(field: "messages", .notOne)
        }
        let message = try object(messages[0], "messages[0]")
        if let author = message.value("author") {
            let role = try object(author, "messages[0].author").value("role")
            guard role == "user" else { throw .invalid(field: "messages[0].author.role", .notOneOf(["user"])) }
        }
        let id = try id(of: message)
        let content = try MessageContent(message)
        return (.next(id: id, text: content.text), content.files)
    }

    /// The client's id makes a repeated send harmless. The root's name is taken in every tree.
    private static func id(of message: Fields) throws(ChatError) -> Key<Message> {
        guard let value = message.value("id") else { return .random() }
        guard let id = value.text.flatMap({ Key<Message>($0.string) }), id.text != Conversation.rootNode else {
            throw .invalid(field: "messages[0].id", .notAKey)
        }
        return id
    }

    static func object(_ value: JSONValue, _ name: String) throws(ChatError) -> Fields {
        guard value.members != nil else { throw .invalid(field: name, .not(.object)) }
        return try Fields(value)
    }
}
