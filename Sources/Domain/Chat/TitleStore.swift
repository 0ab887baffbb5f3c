/// Where the titles are kept that nobody gave by hand. None of these calls changes one that a person gave, also one who does so meanwhile,
/// and none moves the conversation in its list. Every call names the owner, and may throw `unavailable("storage")`.
public protocol TitleStore: Sendable {
    /// Names a conversation that has no title yet.
    func name(_ id: Key<Conversation>, _ title: String, for owner: ID<User>) async throws(ChatError)
    /// Whether the upstream may now be asked for a title: true once for each conversation, whichever processes ask.
    func claimTitle(of id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> Bool
    /// The title that the upstream gave after a claim.
    func retitle(_ id: Key<Conversation>, _ title: String, for owner: ID<User>) async throws(ChatError)
}
