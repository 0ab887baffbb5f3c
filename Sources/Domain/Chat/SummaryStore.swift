/// Where summaries are kept, each with its conversation: they are purged with it. Every call names the owner, and may throw
/// `unavailable("storage")`.
public protocol SummaryStore: Sendable {
    /// Of all branches; none for a conversation that is not the owner's.
    func summaries(of id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> [Summary]
    /// Replaces one up to the same message. Throws `notFound`.
    func keep(_ summary: Summary, of id: Key<Conversation>, for owner: ID<User>) async throws(ChatError)
}
