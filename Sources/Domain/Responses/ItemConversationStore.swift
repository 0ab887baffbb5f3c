public import JSON

/// Keeps conversations of programs. Each is its owner's: somebody else's answers as one that never was.
///
/// Items are objects with an id that is theirs alone in their conversation: one that is taken, or none, is replaced when they are added.
public protocol ItemConversationStore: Sendable {
    /// Throws `unauthorized` for an owner who is gone or disabled. What the owner has beyond `ResponseRules` goes, the one first that was
    /// used last the longest ago.
    func create(_ conversation: ItemConversation, with items: [JSONValue]) async throws(ChatError)
    func find(_ id: Key<ItemConversation>, of owner: ID<User>) async throws(ChatError) -> ItemConversation
    func update(_ conversation: ItemConversation) async throws(ChatError)
    func delete(_ id: Key<ItemConversation>, of owner: ID<User>) async throws(ChatError)

    /// Oldest first.
    func items(of id: Key<ItemConversation>, of owner: ID<User>) async throws(ChatError) -> [JSONValue]
    /// Returns them as they are kept. Throws `tooLarge` when there would be more than `ResponseRules.mostAsked` bytes.
    func add(_ items: [JSONValue], to id: Key<ItemConversation>, of owner: ID<User>, at moment: Timestamp)
        async throws(ChatError) -> [JSONValue]
    func deleteItem(_ item: Text, from id: Key<ItemConversation>, of owner: ID<User>) async throws(ChatError)

    /// Gives it to a call, until `giveBack`: its items. Throws `conflict` while another call has it.
    func take(_ id: Key<ItemConversation>, of owner: ID<User>, for call: Key<Charge>, at moment: Timestamp)
        async throws(ChatError) -> [JSONValue]
    /// With what is to be added. Nothing happens where it is gone, or was not taken by the call.
    func giveBack(from call: Key<Charge>, of owner: ID<User>, adding items: [JSONValue], at moment: Timestamp)
        async throws(ChatError)
    /// Gives back what was taken by calls that no process answers any more.
    func release(except alive: Set<Key<Charge>>, at moment: Timestamp) async throws(ChatError)

    /// Those that were last used before.
    func purge(before moment: Timestamp) async throws(ChatError)
}
