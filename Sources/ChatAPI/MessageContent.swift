import Domain
import JSON
import Web

/// What stands in a message of `POST conversation`: its words, and the files that go with it (mirror.md B2).
struct MessageContent {
    let text: String
    /// Each once, in the order in which they are named: first those in the content, then the others of the metadata.
    let files: [Key<File>]

    private static let field = "messages[0].content"
    private static let kinds = ["text", "multimodal_text"]

    init(_ message: Fields) throws(ChatError) {
        guard let content = message.value("content") else { throw .invalid(field: Self.field, .missing) }
        let fields = try MessageBody.object(content, Self.field)
        let kind = fields.value("content_type") ?? "text"
        guard Self.kinds.contains(where: { kind == .string($0) }) else {
            throw .invalid(field: "\(Self.field).content_type", .notOneOf(Self.kinds))
        }
        let parts = fields.value("parts")?.array ?? []
        guard !parts.isEmpty else { throw .invalid(field: "\(Self.field).parts", .not(.texts)) }
        var texts: [String] = []
        var files: [Key<File>] = []
        for part in parts {
            if let text = part.text {
                texts.append(text.string)
            } else {
                guard kind == "multimodal_text" else { throw .invalid(field: "\(Self.field).parts", .not(.texts)) }
                files.append(try Self.pointer(part))
            }
        }
        files += try Self.attachments(of: message)
        self.files = files.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        text = try Self.checked(texts.joined(separator: "\n"), mayBeEmpty: !files.isEmpty)
    }

    /// `file-service://<id>`, or as newer clients write it `sediment://<id>`.
    private static func pointer(_ part: JSONValue) throws(ChatError) -> Key<File> {
        guard part["content_type"] == "image_asset_pointer", let pointer = part["asset_pointer"]?.text else {
            throw .invalid(field: "\(field).parts", .notOneOf(["image_asset_pointer"]))
        }
        for scheme in ["file-service://", "sediment://"] where pointer.hasPrefix(Text(scheme)) {
            return try key(pointer.string.utf8.dropFirst(scheme.utf8.count))
        }
        throw .file(.unknown)
    }

    private static func attachments(of message: Fields) throws(ChatError) -> [Key<File>] {
        guard let metadata = message.value("metadata"), metadata != .null else { return [] }
        let list = try MessageBody.object(metadata, "messages[0].metadata").value("attachments") ?? .null
        guard list != .null else { return [] }
        guard let attachments = list.array else {
            throw .invalid(field: "messages[0].metadata.attachments", .not(.list))
        }
        var files: [Key<File>] = []
        for attachment in attachments {
            guard let id = attachment["id"]?.text else { throw .file(.unknown) }
            files.append(try key(id.utf8[...]))
        }
        return files
    }

    /// What can be no id is the id of no file.
    private static func key(_ id: Substring.UTF8View) throws(ChatError) -> Key<File> {
        guard let key = Key<File>(String(Substring(id))) else { throw .file(.unknown) }
        return key
    }

    private static func checked(_ text: String, mayBeEmpty: Bool) throws(ChatError) -> String {
        guard text.utf8.count <= MessageBody.longestMessage else { throw .tooLarge(limit: MessageBody.longestMessage) }
        guard !text.utf8.contains(0) else { throw .invalid(field: "\(field).parts", .holdsNUL) }
        guard mayBeEmpty || text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw .invalid(field: "\(field).parts", .empty)
        }
        return text
    }
}
