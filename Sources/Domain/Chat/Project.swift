/// A member's folder of conversations.
public struct Project: Sendable, Equatable {
    public let id: Key<Project>
    public let owner: ID<User>
    public var name: String
    public let createdAt: Timestamp

    public init(id: Key<Project>, owner: ID<User>, name: String, createdAt: Timestamp) {
        self.id = id
        self.owner = owner
        self.name = name
        self.createdAt = createdAt
    }

    /// In Unicode scalars.
    public static let longestName = 100
    /// How many a member may have.
    public static let most = 100
}

extension Key<Project> {
    /// As ChatGPT's web client calls them: `g-p-` and 32 hexadecimal digits.
    static func ofProject() -> Key<Project> {
        Key<Project>("g-p-" + Key<Project>.random().text.filter { $0 != "-" })!
    }
}
