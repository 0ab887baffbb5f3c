internal import Database
public import Domain
public import JSON

/// Where the items of one conversation stand, and what they are sealed with.
struct ItemPlace: Sendable {
    let row: Int64
    let owner: ID<User>
    let key: ContentKey
    /// Bytes of its items.
    let size: Int

    /// Of its row.
    var condition: SQL { "user_id = \(owner) AND id = \(row)" }
    /// Of its items.
    var mine: SQL { "user_id = \(owner) AND conversation_id = \(row)" }

    static func metadata(_ row: Int64) -> String { "response_conversations|metadata|\(row)" }
    private func item(_ id: Text) -> String { "response_items|content|\(row)|\(id)" }

    func items(_ session: any SQLSession) throws -> [JSONValue] {
        try session.rows("SELECT public_id, content FROM response_items WHERE \(mine) ORDER BY position").map { row in
            let id: String = try row["public_id"]
            return try JSONValue(
                parsing: try key.open(row["content"], for: item(Text(id))), duplicates: .keepFirst)
        }
    }

    /// Returns them with the ids that they have now.
    func add(
        _ items: [JSONValue], upTo most: Int, at moment: Timestamp, _ session: any SQLSession
    ) throws -> [JSONValue] {
        // Its row is taken first: of two that add at once the second counts on from the first.
        try session.executeOnOne("UPDATE response_conversations SET used_at = \(moment) WHERE \(condition)")
        guard !items.isEmpty else { return [] }
        let rows = try session.rows("SELECT public_id FROM response_items WHERE \(mine)")
        var taken = Set(try rows.map { Text(try $0["public_id"] as String) })
        let last = try session.rows("SELECT COALESCE(MAX(position), 0) AS n FROM response_items WHERE \(mine)")[0]
        var position: Int64 = try last["n"]
        var (added, bytes) = ([JSONValue](), 0)
        for item in items {
            var item = item
            let id = Self.free(item["id"]?.text, taken)
            item["id"] = .string(id)
            taken.insert(id)
            position += 1
            let content = item.bytes
            bytes += content.count
            try session.execute(
                """
                INSERT INTO response_items (user_id, conversation_id, position, public_id, content)
                VALUES (\(owner), \(row), \(position), \(id.string), \(key.seal(content, for: self.item(id))))
                """)
            added.append(item)
        }
        guard size + bytes <= most else { throw ChatError.tooLarge(limit: most) }
        try session.execute("UPDATE response_conversations SET size = size + \(bytes) WHERE \(condition)")
        return added
    }

    /// The id itself where it can be one and nobody has it.
    private static func free(_ id: Text?, _ taken: Set<Text>) -> Text {
        if let id, let key = Key<ItemConversation>(outside: id), !taken.contains(id) { return Text(key.text) }
        let prefix = id?.before(UInt8(ascii: "_")) ?? "item"
        let short = Key<ItemConversation>(outside: prefix) != nil && prefix.byteCount <= 8 ? prefix : "item"
        return "\(short)_\(Key<ItemConversation>.random())"
    }
}

extension SQLItemConversations {
    public func items(of id: Key<ItemConversation>, of owner: ID<User>) async throws(ChatError) -> [JSONValue] {
        try await store.read { session in try place(of: id, owner, session).items(session) }
    }

    public func add(_ items: [JSONValue], to id: Key<ItemConversation>, of owner: ID<User>, at moment: Timestamp)
        async throws(ChatError) -> [JSONValue]
    {
        try await store.write { session in
            try place(of: id, owner, session).add(items, upTo: ResponseRules.mostAsked, at: moment, session)
        }
    }

    public func deleteItem(
        _ item: Text, from id: Key<ItemConversation>, of owner: ID<User>
    ) async throws(ChatError) {
        guard let item = Key<ItemConversation>(outside: item) else { throw .notFound }
        try await store.write { session in
            let place = try place(of: id, owner, session)
            let size = try place.items(session).first { $0["id"]?.text == Text(item.text) }?.bytes.count ?? 0
            try session.executeOnOne("DELETE FROM response_items WHERE \(place.mine) AND public_id = \(item)")
            try session.execute("UPDATE response_conversations SET size = size - \(size) WHERE \(place.condition)")
        }
        scrubber.note()
    }

    public func take(
        _ id: Key<ItemConversation>, of owner: ID<User>, for call: Key<Charge>, at moment: Timestamp
    ) async throws(ChatError) -> [JSONValue] {
        try await store.write { session in
            let place = try place(of: id, owner, session)
            // Its row is taken first: of two calls at once the second finds the first.
            try session.executeOnOne("UPDATE response_conversations SET used_at = \(moment) WHERE \(place.condition)")
            guard try !session.exists("response_takings WHERE conversation_id = \(place.row)") else {
                throw ChatError.conflict(.conversationTaken)
            }
            try session.execute(
                """
                INSERT INTO response_takings (conversation_id, user_id, charge_id, process_id, created_at)
                VALUES (\(place.row), \(owner), \(call), \(heartbeat.process), \(moment))
                """)
            return try place.items(session)
        }
    }

    public func giveBack(from call: Key<Charge>, of owner: ID<User>, adding items: [JSONValue], at moment: Timestamp)
        async throws(ChatError)
    {
        try await store.write { session in
            let taken: SQL = "user_id = \(owner) AND charge_id = \(call)"
            let found = try session.rows(
                """
                SELECT c.public_id FROM response_conversations c JOIN response_takings t ON t.conversation_id = c.id
                WHERE t.user_id = \(owner) AND t.charge_id = \(call)
                """
            ).first
            guard let found else { return }
            try session.execute("DELETE FROM response_takings WHERE \(taken)")
            // What was answered stands there whatever its size: the next request says that it is too long.
            _ = try place(of: found["public_id"], owner, session).add(items, upTo: .max, at: moment, session)
        }
    }

    public func release(except alive: Set<Key<Charge>>, at moment: Timestamp) async throws(ChatError) {
        try await store.write { session in
            for call in try heartbeat.abandonedTakings(except: alive, at: moment, session) {
                try session.execute("DELETE FROM response_takings WHERE charge_id = \(call)")
            }
        }
    }
}
