internal import JSON

/// What administrators set up for members in place of a bare model: a name and a picture, an instruction that stands before every turn of its
/// chats, and questions to begin with.
public struct Assistant: Sendable, Equatable {
    public let id: ID<Assistant>
    public var name: String
    public var description = ""
    /// The administrators' own: members never see it.
    public var instruction = ""
    /// What its chats begin with unless the member chooses; nil: the usual one.
    public var model: String?
    public var starters: [String] = []
    /// Whose members may use it; nil: everybody.
    public var group: String?
    public var isEnabled = true
    /// The lower, the earlier it stands.
    public var order = 0
    public var picture: Key<SitePicture>?
    /// Rises with each change.
    public let version: Int
    public let createdAt: Timestamp

    public init(id: ID<Assistant>, name: String, version: Int = 1, createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.version = version
        self.createdAt = createdAt
    }

    /// In characters.
    public static let longestName = 80
    public static let longestDescription = 300
    public static let longestInstruction = 8000
    public static let longestStarter = 200
    public static let mostStarters = 6
    public static let mostOrder = 10_000
    public static let most = 200

    /// As ChatGPT's clients name one: `g-7`.
    public var gizmo: String { Self.gizmo(id) }

    public static func gizmo(_ id: ID<Assistant>) -> String { "g-\(id)" }

    /// Nil for what can be no assistant's.
    public static func id(ofGizmo text: String) -> ID<Assistant>? {
        guard text.utf8.starts(with: "g-".utf8), let number = Int64(text.dropFirst(2)), number > 0,
            gizmo(ID(number)).utf8.elementsEqual(text.utf8)
        else { return nil }
        return ID(number)
    }
}

/// What is to be changed of an assistant; nil leaves it.
public struct AssistantChange: Sendable {
    public var name: String?
    public var description: String?
    public var instruction: String?
    public var model: String??
    public var starters: [String]?
    public var group: String??
    public var isEnabled: Bool?
    public var order: Int?
    public var picture: SitePicture??
    /// The version that the change was made on; nil: not said, and nothing is asked of it.
    public var version: Int?

    public init() {}

    func applied(to former: Assistant) -> Assistant {
        var assistant = former
        if let name { assistant.name = name }
        if let description { assistant.description = description }
        if let instruction { assistant.instruction = instruction }
        if let model { assistant.model = model }
        if let starters { assistant.starters = starters }
        if let group { assistant.group = group }
        if let isEnabled { assistant.isEnabled = isEnabled }
        if let order { assistant.order = order }
        return assistant
    }
}

extension Assistant {
    /// What the audit log compares.
    var audited: JSONValue {
        [
            "name": .string(name), "description": .string(description), "instruction": .string(instruction),
            "model": .string(model ?? ""), "starters": .array(starters.map { .string($0) }),
            "group": .string(group ?? ""), "enabled": .bool(isEnabled), "order": .integer(order),
            "picture": .string(picture?.text ?? ""),
        ]
    }
}

extension AuditObject {
    init(_ assistant: Assistant) { self.init(.assistant, assistant.id.value, name: assistant.name) }
}
