/// Where conversations are kept. Every call names the owner and every query does, so no caller can reach
/// another member's rows: a foreign id throws `notFound`, exactly as a missing one.
///
/// Every call may throw `unavailable("storage")`. What a call has returned from is durable.
public protocol ConversationStore: Sendable {
    /// Newest first by `order`, without temporary ones.
    func list(_ page: Page, where filter: ConversationFilter, by order: ConversationOrder, for owner: ID<User>)
        async throws(ChatError) -> Listing<Conversation>
    /// The same from the conversation on that follows `place`, from the first without one: whatever comes or goes before
    /// it, no page repeats or skips what stays where it is.
    func list(
        after place: ConversationPlace?, limit: Int, where filter: ConversationFilter, by order: ConversationOrder,
        for owner: ID<User>
    ) async throws(ChatError) -> Listing<Conversation>
    func open(_ id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> Conversation
    /// The whole tree, oldest first.
    func messages(of id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> [Message]
    /// The names of those of the accounts that the owner may use.
    func accountNames(of accounts: Set<ID<Account>>, for owner: ID<User>)
        async throws(ChatError) -> [ID<Account>: String]
    /// By hand. As `archive` and `star` it throws `conflict(.inTrash)` for one that is in the trash, `conflict(.isTemporary)` for one
    /// that is temporary.
    func rename(_ id: Key<Conversation>, to title: String, for owner: ID<User>) async throws(ChatError)
    func archive(_ id: Key<Conversation>, _ isArchived: Bool, for owner: ID<User>) async throws(ChatError)
    func star(_ id: Key<Conversation>, _ isStarred: Bool, for owner: ID<User>) async throws(ChatError)
    /// Makes another existing node the one that is shown; throws `unknownParent` if it is not of this conversation.
    func show(_ node: Key<Message>, in id: Key<Conversation>, for owner: ID<User>) async throws(ChatError)

    /// Makes the question, the empty answer and the turn durable, in one transaction: the acknowledgement.
    ///
    /// Creates the conversation when `opening` has one, and throws in this order: `unauthorized` (the owner
    /// is disabled or deleted, or has another epoch than the opening's), `notFound`, `conflict(.inTrash)`, `duplicateMessage`
    /// (the question's id exists for this owner), `turnRunning`, `conversationMoved`, `unknownParent`, `file(.unknown)` (one of
    /// the question's files is gone or in another conversation), `tooManyRunning` (the opening's `mostRunning` turns of the
    /// owner run, in whichever processes). The question's files belong to the conversation from then on.
    func begin(_ opening: TurnOpening) async throws(ChatError)
    /// Saves the answer so far. The first call with output also marks the turn's first output, which decides
    /// after a crash whether it is paid for.
    func save(_ turn: Turn, _ answer: Answer) async throws(ChatError)
    /// Saves the whole answer, the turn's end and what becomes of its quota, in one transaction. Once; later calls do nothing.
    func end(
        _ turn: Turn, _ answer: Answer, _ end: TurnEnd, _ settlement: Settlement, _ receipt: Receipt?,
        at moment: Timestamp
    ) async throws(ChatError)

    /// The turn that stored this message as its question (not a later answer to it), for a repeated send.
    func turn(asking message: Key<Message>, for owner: ID<User>) async throws(ChatError) -> Turn?
    /// The newest turn of a conversation.
    func latestTurn(of id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> Turn?
    /// Ends, as interrupted, every turn that nobody runs: of this process those that are not in `alive` 15 seconds
    /// after they began, and those of processes that left or that are dead (see `Heartbeat`). Committed if it had output,
    /// else refunded. Returns those that this call has ended, as they are now.
    func interruptTurns(except alive: Set<Key<Turn>>, at moment: Timestamp)
        async throws(ChatError) -> [(turn: Turn, settlement: Settlement)]
}
