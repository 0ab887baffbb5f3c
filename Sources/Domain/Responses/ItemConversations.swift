public import JSON

/// What a member's programs may do with their conversations. Every key of a member finds all of theirs.
public struct ItemConversations: Sendable {
    private let store: any ItemConversationStore
    private let clock: any WallClock

    public init(_ store: any ItemConversationStore, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    public func create(
        _ metadata: JSONValue, with items: [JSONValue], for owner: ID<User>
    ) async throws(ChatError) -> ItemConversation {
        let conversation = ItemConversation.new(of: owner, metadata, at: clock.now)
        try await store.create(conversation, with: items)
        return conversation
    }

    /// Throws `notFound` for whatever is no id, too.
    public func find(_ id: Text, for owner: ID<User>) async throws(ChatError) -> ItemConversation {
        try await store.find(try Self.key(id), of: owner)
    }

    public func change(
        _ id: Text, to metadata: JSONValue, for owner: ID<User>
    ) async throws(ChatError) -> ItemConversation {
        var conversation = try await find(id, for: owner)
        conversation.metadata = metadata
        try await store.update(conversation)
        return conversation
    }

    /// A response that is under way in it goes on, and adds nothing.
    public func delete(_ id: Text, for owner: ID<User>) async throws(ChatError) {
        try await store.delete(try Self.key(id), of: owner)
    }

    public func items(of id: Text, for owner: ID<User>) async throws(ChatError) -> [JSONValue] {
        try await store.items(of: try Self.key(id), of: owner)
    }

    public func item(_ item: Text, of id: Text, for owner: ID<User>) async throws(ChatError) -> JSONValue {
        let found = try await items(of: id, for: owner).first { $0["id"]?.text == item }
        guard let found else { throw .notFound }
        return found
    }

    public func add(_ items: [JSONValue], to id: Text, for owner: ID<User>) async throws(ChatError) -> [JSONValue] {
        try await store.add(items, to: try Self.key(id), of: owner, at: clock.now)
    }

    public func deleteItem(
        _ item: Text, from id: Text, for owner: ID<User>
    ) async throws(ChatError) -> ItemConversation {
        let conversation = try await find(id, for: owner)
        try await store.deleteItem(item, from: conversation.id, of: owner)
        return conversation
    }

    /// Followed by `giveBack`.
    public func take(
        _ id: Text, for call: Key<Charge>, of owner: ID<User>
    ) async throws(ChatError) -> [JSONValue] {
        try await store.take(try Self.key(id), of: owner, for: call, at: clock.now)
    }

    /// What cannot be given back now is when its call is found to have ended.
    public func giveBack(from call: Key<Charge>, of owner: ID<User>, adding items: [JSONValue] = []) async {
        try? await store.giveBack(from: call, of: owner, adding: items, at: clock.now)
    }

    private static func key(_ id: Text) throws(ChatError) -> Key<ItemConversation> {
        guard let key = Key<ItemConversation>(outside: id) else { throw .notFound }
        return key
    }
}
