/// What a member asks for: a new message, another answer to an old one, or more of an answer.
public struct Draft: Sendable {
    public let action: Action
    /// Nil begins a conversation.
    public let conversation: Key<Conversation>?
    /// The node to hang on: for `next` any node (nil: the root), for `variant` the user's message,
    /// for `more` the answer that is continued.
    public let parent: Key<Message>?
    /// A model's slug; nil or `auto` means the conversation's own, or the first there is.
    public let model: String?
    /// The conversation's current node as the sender last saw it: when it is another one by now, the draft is refused.
    /// Nil: not said, and nothing is asked of it.
    public let seen: Key<Message>?
    /// The sender wants nothing of it kept: it begins a temporary conversation, or is said in one.
    public var isTemporary = false
    /// What goes with a new message, in this order.
    public var files: [Key<File>] = []
    /// For a model that makes pictures.
    public var picture = PictureWish.usual
    /// Of the provider's own, those that may be used.
    public var tools: [BuiltInTool] = []
    /// Of a chat that begins with one; a chat that is there keeps its own.
    public var assistant: ID<Assistant>?
    /// The request that it came by, for the usage log.
    public var requestID = ""

    public init(
        action: Action, conversation: Key<Conversation>?, parent: Key<Message>?, model: String?,
        seen: Key<Message>? = nil
    ) {
        self.action = action
        self.conversation = conversation
        self.parent = parent
        self.model = model
        self.seen = seen
    }

    /// How long the new question is.
    var textBytes: Int { if case .next(_, let text) = action { text.utf8.count } else { 0 } }

    public enum Action: Sendable {
        /// The id is the client's and makes a repeated send harmless.
        case next(id: Key<Message>, text: String)
        case variant
        case more
    }
}
