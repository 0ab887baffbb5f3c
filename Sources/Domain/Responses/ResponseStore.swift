public import JSON

/// Keeps the answers to programs. Each is its owner's: somebody else's answers as one that never was.
public protocol ResponseStore: Sendable {
    /// Throws `unauthorized` for an owner who is gone or disabled, `tooManyRunning` for one more in the background than there may be.
    /// What the owner has beyond `ResponseRules` goes, the oldest first.
    func add(_ response: StoredResponse) async throws(ChatError)
    /// The end of one that was added as it began. Whether it was still under way: who cancelled or deleted it meanwhile has the last word.
    func finish(_ response: StoredResponse) async throws(ChatError) -> Bool
    /// Those of the owner's answers that have an item of one of these ids, oldest first.
    func find(naming items: Set<Text>, of owner: ID<User>) async throws(ChatError) -> [StoredResponse]
    func find(_ id: Key<StoredResponse>, of owner: ID<User>) async throws(ChatError) -> StoredResponse
    func delete(_ id: Key<StoredResponse>, of owner: ID<User>) async throws(ChatError)
    /// Whether it was under way.
    func cancel(_ id: Key<StoredResponse>, of owner: ID<User>) async throws(ChatError) -> Bool
    /// Ends as failed what no process writes any more: of this process what is not `alive`, and all of dead ones. Returns their calls.
    func interrupt(except alive: Set<Key<Charge>>, at moment: Timestamp) async throws(ChatError) -> [Key<Charge>]
    func purge(before moment: Timestamp) async throws(ChatError)
}
