/// Where what came in an export is kept, and what it became. Every call names the owner; a foreign id of somebody else's is one of nobody's.
///
/// Every call may throw `unavailable("storage")`.
public protocol ImportStore: Sendable {
    /// The conversation that one of an export has become, unless it was deleted for good.
    func imported(_ chat: String, of owner: ID<User>) async throws(ChatError) -> ImportedChat?
    /// Stores a part of one, whole or not at all: its messages can be found then. Throws `unauthorized` for an owner who is gone or disabled,
    /// `conflict(.exists)` for a conversation that another import has made meanwhile, `notFound` for one that was deleted meanwhile, also
    /// into the trash.
    func add(_ portion: ImportedPortion) async throws(ChatError)
}

/// A conversation that is here already, and what its nodes became.
public struct ImportedChat: Sendable, Equatable {
    public let conversation: Conversation
    /// By the keys of the export's nodes.
    public let messages: [String: Key<Message>]

    public init(conversation: Conversation, messages: [String: Key<Message>]) {
        self.conversation = conversation
        self.messages = messages
    }
}

/// Some messages of a conversation, what they hang on before them.
public struct ImportedPortion: Sendable {
    /// Its current node is the one that is shown from then on.
    public let conversation: Conversation
    /// The export's key of it, where the conversation begins with this portion.
    public let beginning: String?
    public let messages: [Message]
    /// The messages that nodes of the export became.
    public let nodes: [(key: String, message: Key<Message>)]

    public init(
        conversation: Conversation, beginning: String?, messages: [Message],
        nodes: [(key: String, message: Key<Message>)]
    ) {
        self.conversation = conversation
        self.beginning = beginning
        self.messages = messages
        self.nodes = nodes
    }

    /// Messages of one portion: nobody waits long for what is stored at once.
    static let most = 500
    /// Bytes of one, but for its last message.
    static let mostBytes = 4 << 20
}
