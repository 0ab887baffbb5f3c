/// One question and its answer: the unit that runs, is saved, and is paid for. Its row is that of its charge.
public struct Turn: Sendable, Equatable {
    public let id: Key<Turn>
    public let owner: ID<User>
    public let conversation: Key<Conversation>
    /// The user message that is answered.
    public let question: Key<Message>
    /// The assistant message that is being written.
    public let answer: Key<Message>
    /// The node of the reasoning, written only if there is some.
    public let thoughts: Key<Message>
    public let account: ID<Account>
    public let model: String
    public var status: Message.Status
    public let createdAt: Timestamp
    public var firstOutputAt: Timestamp?
    public var endedAt: Timestamp?

    public init(
        id: Key<Turn>, owner: ID<User>, conversation: Key<Conversation>, question: Key<Message>, answer: Key<Message>,
        thoughts: Key<Message>, account: ID<Account>, model: String, status: Message.Status = .inProgress,
        createdAt: Timestamp, firstOutputAt: Timestamp? = nil, endedAt: Timestamp? = nil
    ) {
        self.id = id
        self.owner = owner
        self.conversation = conversation
        self.question = question
        self.answer = answer
        self.thoughts = thoughts
        self.account = account
        self.model = model
        self.status = status
        self.createdAt = createdAt
        self.firstOutputAt = firstOutputAt
        self.endedAt = endedAt
    }

    /// What it costs: the two have one row.
    public var charge: Key<Charge> { Key(id) }

    public var isRunning: Bool { status == .inProgress }

    /// How long after its end a turn can be replayed to a viewer.
    public static let replayable = Duration.seconds(600)

    /// Whether it ended so short a time ago that it is replayed, from its log or from what is stored of it.
    public func isReplayable(at moment: Timestamp) -> Bool { endedAt.map { $0 + Self.replayable > moment } ?? false }
}
