/// One node of a conversation's tree.
public struct Message: Sendable, Equatable {
    public let id: Key<Message>
    public let conversation: Key<Conversation>
    /// Nil: hangs on the root.
    public var parent: Key<Message>?
    public let role: Role
    public let kind: Kind
    public var text: String
    public var status: Status
    public let createdAt: Timestamp
    /// The model that answered, or that was asked.
    public var model: String
    /// The turn that wrote it.
    public let turn: Key<Turn>
    /// Why the answer failed or broke off, when `status` is `error`.
    public var failure: TurnFailure?
    /// How the upstream ended it: `stop`, `length`, `content_filter`.
    public var finishReason: String?
    /// How many older messages did not fit into what was sent upstream.
    public var omitted: Int
    /// How many older messages a summary stood for in what was sent upstream.
    public var summedUp = 0
    /// The account that was asked for the turn, the last of them if there were several. Nil where its row is not known.
    public var account: ID<Account>?
    /// What was sent with it, in its order.
    public var files: [File] = []
    /// What the provider's own tools did for an answer.
    public var work = ToolWork()
    /// Set where an answer came from another account than the one before it. Only `ConversationStore.tree` and streams know.
    public var continued: Continuation?

    public init(
        id: Key<Message>, conversation: Key<Conversation>, parent: Key<Message>?, role: Role, kind: Kind = .text,
        text: String, status: Status, createdAt: Timestamp, model: String, turn: Key<Turn>,
        failure: TurnFailure? = nil, finishReason: String? = nil, omitted: Int = 0
    ) {
        self.id = id
        self.conversation = conversation
        self.parent = parent
        self.role = role
        self.kind = kind
        self.text = text
        self.status = status
        self.createdAt = createdAt
        self.model = model
        self.turn = turn
        self.failure = failure
        self.finishReason = finishReason
        self.omitted = omitted
    }

    /// What it is about, in a line.
    public var headline: String { Title.derived(from: self) ?? String(text.unicodeScalars.prefix(Title.longest)) }

    public enum Role: String, Sendable { case user, assistant, system }

    /// `thoughts` is the reasoning before an answer.
    public enum Kind: String, Sendable { case text, thoughts }

    public enum Status: String, Sendable {
        case inProgress = "in_progress"
        case finished = "finished_successfully"
        case stopped, interrupted, error
    }
}
