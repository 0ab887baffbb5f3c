internal import JSON

/// One conversation of an export, as it is read: a member after the other, a node after the other.
struct ForeignChat: Sendable {
    private(set) var title = ""
    private(set) var createdAt: Timestamp?
    private(set) var updatedAt: Timestamp?
    private(set) var currentNode: Text?
    private(set) var isArchived = false
    private(set) var isPinned = false
    private(set) var model: String?
    /// Of a project (`g-p-…`) or of a GPT.
    private(set) var gizmo: String?
    /// Only our own exports name it.
    private(set) var projectName: String?
    private(set) var nodes: [ForeignNode] = []
    /// Whether there is a tree.
    private(set) var hasMapping = false
    /// It is more than is held at once.
    private(set) var isTooLarge = false
    /// Why something of it is left out, and how often.
    private(set) var reasons: [ImportReason: Int] = [:]
    private(set) var unknown: Set<String> = []
    private var conversationID: Text?
    private var otherID: Text?
    private var byteCount = 0

    /// Of one node, as JSON.
    static let longestNode = 8 << 20
    private static let mostBytes = 128 << 20
    private static let mostNodes = 250_000
    private static let longestTitle = 200

    /// What it is known by in every export; without an id the tree itself.
    var id: String {
        if let id = conversationID ?? otherID, !id.isEmpty { return ForeignKey.of(id) }
        var hash = ForeignHash()
        for node in nodes {
            hash.add(node.id)
            if let message = node.message { hash.add(Text(message.text)) }
        }
        return hash.key
    }

    mutating func note(_ reason: ImportReason, times count: Int = 1) { reasons[reason, default: 0] += count }

    mutating func beginMapping() { hasMapping = true }

    /// It is the object around others.
    private(set) var isFrame = false
    mutating func beFrame() { isFrame = true }

    /// A member beside the tree. Nil: it is too long to be anything that is read.
    mutating func take(_ name: Text, _ bytes: [UInt8]?) {
        guard let bytes, bytes.count <= 64 << 10, Self.read.contains(name),
            let value = try? JSONValue(parsing: bytes, duplicates: .keepFirst)
        else { return }
        switch name {
        case "conversation_id": conversationID = value.text
        case "id": otherID = value.text
        case "title": title = Self.line(value.text, upTo: Self.longestTitle)
        case "create_time": createdAt = Timestamp(foreign: value)
        case "update_time": updatedAt = Timestamp(foreign: value)
        case "current_node": currentNode = value.text
        case "is_archived": isArchived = value.bool == true
        case "is_starred": isPinned = isPinned || value.bool == true
        case "pinned_time": isPinned = isPinned || !value.isNull
        case "default_model_slug": model = value.text.flatMap { $0.byteCount <= 200 ? $0.string : nil }
        case "gizmo_id": gizmo = value.text.flatMap { $0.byteCount <= 64 ? $0.string : nil }
        case "project_name": projectName = Self.line(value.text, upTo: Project.longestName)
        default: break
        }
    }

    private static let read: Set<Text> = [
        "conversation_id", "id", "title", "create_time", "update_time", "current_node", "is_archived", "is_starred",
        "pinned_time", "default_model_slug", "gizmo_id", "project_name",
    ]

    /// A node of the tree. Nil: it is longer than `longestNode`.
    mutating func takeNode(_ id: Text, _ bytes: [UInt8]?) {
        guard !isTooLarge else { return }
        guard let bytes else { return note(.tooLarge) }
        guard let json = try? JSONValue(parsing: bytes, duplicates: .keepFirst), json.members != nil,
            (1...4096).contains(id.byteCount)
        else { return note(.broken) }
        let node = ForeignNode(id, json)
        for reason in node.reasons { note(reason) }
        if unknown.count < 50 { unknown.formUnion(node.unknown) }
        byteCount += node.message?.byteCount ?? 0
        nodes.append(node)
        guard byteCount <= Self.mostBytes, nodes.count <= Self.mostNodes else {
            isTooLarge = true
            nodes = []
            return
        }
    }

    /// As one line without control characters.
    private static func line(_ text: Text?, upTo most: Int) -> String {
        guard let text, !MarkRun.isAbsurd(in: text.utf8) else { return "" }
        let scalars = text.string.unicodeScalars.prefix(8192).map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: " "
            default: scalar
            }
        }
        return Text(String(String.UnicodeScalarView(scalars.prefix(most)))).trimmed.string
    }
}
