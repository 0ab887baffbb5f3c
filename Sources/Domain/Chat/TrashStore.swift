/// Where conversations that were deleted are kept for a while, and where several are changed at once. Every call names the owner; ids of
/// others are left out as those of nothing.
///
/// Every call may throw `unavailable("storage")`.
public protocol TrashStore: Sendable {
    /// The last to be deleted first. Without temporary ones, which are never had back.
    func trashed(_ page: Page, for owner: ID<User>) async throws(ChatError) -> Listing<Conversation>
    /// No turn begins in them from then on, and temporary ones have expired. Returns those that were not in the trash.
    func trash(_ which: ConversationSelection, at moment: Timestamp, for owner: ID<User>)
        async throws(ChatError) -> Set<Key<Conversation>>
    /// Returns those that were in the trash.
    func restore(_ which: Set<Key<Conversation>>, for owner: ID<User>) async throws(ChatError) -> Set<Key<Conversation>>
    /// Returns those whose state changed.
    func archive(_ which: ConversationSelection, _ isArchived: Bool, for owner: ID<User>)
        async throws(ChatError) -> Set<Key<Conversation>>
    /// Removes one that is in the trash, with its messages. The rows of `charges`, which hold no text, stay: they are the ledger.
    func purge(_ id: Key<Conversation>, for owner: ID<User>) async throws(ChatError)
    /// The same of all that are in the trash since before `moment`, whoever's.
    func purge(trashedBefore moment: Timestamp) async throws(ChatError)
    /// The same of temporary ones whose time has come, of one member or (nil) of all. Returns those that it removed.
    @discardableResult
    func purge(expiredAt moment: Timestamp, of owner: ID<User>?) async throws(ChatError) -> Set<Key<Conversation>>
    /// The running turns of a member, in whichever processes.
    func runningTurns(of owner: ID<User>) async throws(ChatError) -> [Turn]
}
