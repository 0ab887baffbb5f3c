/// Where conversations are kept. Every call names the owner and every query does, so no caller can reach
/// another member's rows: a foreign id throws `notFound`, exactly as a missing one.
///
/// Every call may throw `unavailable("storage")`. What a call has returned from is durable.
public protocol ConversationStore: Sendable {
    /// Newest first by `order`.
    func list(_ page: Page, archived: Bool, by order: ConversationOrder, for owner: ID<User>)
        async throws(ChatError) -> Listing<Conversation>
    /// The same from the conversation on that follows `place`, from the first without one: whatever comes or goes before
    /// it, no page repeats or skips what stays where it is.
    func list(
        after place: ConversationPlace?, limit: Int, archived: Bool, by order: ConversationOrder, for owner: ID<User>
    ) async throws(ChatError) -> Listing<Conversation>
    func open(_ id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> Conversation
    /// The whole tree, oldest first.
    func messages(of id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> [Message]
    func rename(_ id: Key<Conversation>, to title: String, for owner: ID<User>) async throws(ChatError)
    func archive(_ id: Key<Conversation>, _ isArchived: Bool, for owner: ID<User>) async throws(ChatError)
    /// Makes another existing node the one that is shown; throws `unknownParent` if it is not of this conversation.
    func show(_ node: Key<Message>, in id: Key<Conversation>, for owner: ID<User>) async throws(ChatError)
    /// Removes the conversation and its messages. The rows of `turns`, which hold no text, stay: they are the ledger.
    func delete(_ id: Key<Conversation>, for owner: ID<User>) async throws(ChatError)

    /// Makes the question, the empty answer and the turn durable, in one transaction: the acknowledgement.
    ///
    /// Creates the conversation when `opening` has one, and throws in this order: `unauthorized` (the owner
    /// is disabled or deleted, or has another epoch than the opening's), `notFound`, `duplicateMessage` (the question's id
    /// exists for this owner), `turnRunning`, `conversationMoved`, `unknownParent`, `tooManyRunning` (the opening's
    /// `mostRunning` turns of the owner run, in whichever processes).
    func begin(_ opening: TurnOpening) async throws(ChatError)
    /// Saves the answer so far. The first call with output also marks the turn's first output, which decides
    /// after a crash whether it is paid for.
    func save(_ turn: Turn, _ answer: Answer) async throws(ChatError)
    /// Saves the whole answer, the turn's end and what becomes of its quota, in one transaction. Once; later calls do nothing.
    func end(_ turn: Turn, _ answer: Answer, _ end: TurnEnd, _ settlement: Settlement, at moment: Timestamp)
        async throws(ChatError)

    /// The turn that stored this message as its question (not a later answer to it), for a repeated send.
    func turn(asking message: Key<Message>, for owner: ID<User>) async throws(ChatError) -> Turn?
    /// The newest turn of a conversation.
    func latestTurn(of id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> Turn?
    /// Ends, as interrupted, every turn that nobody runs: of this process those that are not in `alive` 15 seconds
    /// after they began, and those of processes that left or that are dead (see `Presence`). Committed if it had output,
    /// else refunded. Returns those that this call has ended, as they are now.
    func interruptTurns(except alive: Set<Key<Turn>>, at moment: Timestamp)
        async throws(ChatError) -> [(turn: Turn, settlement: Settlement)]
}

public enum ConversationOrder: String, Sendable { case updated, created }

/// Where a conversation stands in a list, also when it is not there any more.
public struct ConversationPlace: Sendable, Equatable {
    /// The time that the list is ordered by.
    public let moment: Timestamp
    /// Decides among those of the same time.
    public let id: Key<Conversation>

    public init(moment: Timestamp, id: Key<Conversation>) {
        self.moment = moment
        self.id = id
    }

    public init(of conversation: Conversation, by order: ConversationOrder) {
        let moment = order == .created ? conversation.createdAt : conversation.updatedAt
        self.init(moment: moment, id: conversation.id)
    }
}

/// A turn that is about to begin.
public struct TurnOpening: Sendable {
    public let turn: Turn
    /// Set when the conversation begins with this turn.
    public let newConversation: Conversation?
    /// The user's message; nil when an existing one is answered again (regenerate) or continued.
    public let question: Message?
    /// The node that the empty answer hangs on: the question, or what is continued.
    public let answerParent: Key<Message>
    /// The owner's, if it rests on what was remembered of him (see `Grant`).
    public var epoch: Int?
    /// How many turns of the owner may run at once, with this one; nil for any number.
    public var mostRunning: Int?
    /// The node that must still be the conversation's current one, if the sender said which he saw (see `Draft.seen`).
    public var seen: Key<Message>?

    public init(turn: Turn, newConversation: Conversation?, question: Message?, answerParent: Key<Message>) {
        self.turn = turn
        self.newConversation = newConversation
        self.question = question
        self.answerParent = answerParent
    }
}

/// An answer as far as it has come.
public struct Answer: Sendable, Equatable {
    public var text = ""
    public var reasoning = ""
    public var usage: Usage?
    /// Older messages that did not fit into the prompt.
    public var omitted = 0
    public var firstOutputAt: Timestamp?

    public init() {}

    public var hasOutput: Bool { firstOutputAt != nil }
    public var byteCount: Int { text.utf8.count + reasoning.utf8.count }
}

/// What becomes of a turn's reserved place.
public enum Settlement: String, Sendable { case committed, refunded }
