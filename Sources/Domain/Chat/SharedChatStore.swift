/// Where shares are kept. But for `find` every call names the owner: a foreign id throws `notFound`, exactly as a missing one.
///
/// Every call may throw `unavailable("storage")`.
public protocol SharedChatStore: Sendable {
    /// Keeps a new one, or has the one that its conversation has show the new one's message, title, expiry and passcode, and be public.
    /// Returns what is kept then, and which message it showed before (nil: there was none). Throws, in this order, `notFound`,
    /// `conflict(.inTrash)`, `conflict(.isTemporary)`, `unknownParent` for a message of another conversation.
    func keep(_ share: SharedChat) async throws(ChatError) -> (SharedChat, before: Key<Message>?)
    /// That of a conversation, for a look before it is shared again.
    func find(of conversation: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> SharedChat?
    func open(_ id: Key<SharedChat>, for owner: ID<User>) async throws(ChatError) -> SharedChat
    /// Replaces what may be changed of it: expiry, passcode, whether it is public.
    func update(_ share: SharedChat) async throws(ChatError)
    func delete(_ id: Key<SharedChat>, for owner: ID<User>) async throws(ChatError)
    /// The newest first.
    func list(_ page: Page, for owner: ID<User>) async throws(ChatError) -> Listing<SharedChat>
    /// Anybody's, for a reader. Nil also for one whose owner is disabled or deleted.
    func find(_ id: Key<SharedChat>) async throws(ChatError) -> SharedChat?
}
