public import JSON

/// A conversation of programs: a list of items that responses go on from and add to. Not one of the chat page.
public struct ItemConversation: Sendable, Equatable {
    public let id: Key<ItemConversation>
    public let owner: ID<User>
    /// Names and words, an object.
    public var metadata: JSONValue
    public let createdAt: Timestamp

    public init(id: Key<ItemConversation>, owner: ID<User>, metadata: JSONValue, createdAt: Timestamp) {
        self.id = id
        self.owner = owner
        self.metadata = metadata
        self.createdAt = createdAt
    }

    public static func new(of owner: ID<User>, _ metadata: JSONValue, at moment: Timestamp) -> ItemConversation {
        ItemConversation(
            id: Key("conv_\(Key<ItemConversation>.random())") ?? .random(), owner: owner, metadata: metadata,
            createdAt: moment)
    }
}
