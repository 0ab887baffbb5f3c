/// The rows of `charges` that are not turns of a chat, and the reading of all.
public protocol ChargeStore: Sendable {
    /// Writes rows; one that is there already is written over.
    func write(_ entries: [UsageEntry]) async throws(ChatError)
    /// Newest first, from the row on that follows `place`.
    func list(_ filter: UsageFilter, after place: UsagePlace?, _ page: Page) async throws(ChatError) -> [UsageRow]
    /// Those of these charges that there are.
    func rows(of charges: [Key<Charge>]) async throws(ChatError) -> [UsageRow]
    /// The same of what may have no row yet, with its names.
    func rows(of entries: [UsageEntry]) async throws(ChatError) -> [UsageRow]
    /// The one that a message of the owner's was written for. Throws `notFound`.
    func row(of message: Key<Message>, in conversation: Key<Conversation>, for owner: ID<User>)
        async throws(ChatError) -> UsageRow
    /// Not above a hundred thousand.
    func count(_ filter: UsageFilter) async throws(ChatError) -> Int
    /// How many rows each account has since then, most first.
    func counts(since moment: Timestamp) async throws(ChatError) -> [AccountLoad]
    /// Ends rows of calls that nobody runs, as their process has died: committed if there was output, else refunded.
    func interruptCalls(except alive: Set<Key<Charge>>, at moment: Timestamp)
        async throws(ChatError) -> [(id: Key<Charge>, settlement: Settlement)]
}
