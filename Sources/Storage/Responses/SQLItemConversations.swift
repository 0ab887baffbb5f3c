internal import Database
public import Domain
public import JSON

/// Conversations of programs in SQL, sealed. Every statement that looks for one names the owner.
public struct SQLItemConversations: ItemConversationStore {
    let store: SQLStore
    let ring: Keyring
    let heartbeat: SQLHeartbeat
    let scrubber: SQLScrubber

    init(_ store: SQLStore, _ ring: Keyring, _ heartbeat: SQLHeartbeat, _ scrubber: SQLScrubber) {
        self.store = store
        self.ring = ring
        self.heartbeat = heartbeat
        self.scrubber = scrubber
    }

    public func create(_ conversation: ItemConversation, with items: [JSONValue]) async throws(ChatError) {
        let hasPurged = try await store.write { session in
            let owner = conversation.owner
            // Takes the owner's row: of two that are made at once the second counts the first.
            let enabled: SQL = "id = \(owner) AND status = \(User.Status.enabled)"
            guard try session.execute("UPDATE users SET status = status WHERE \(enabled)") > 0 else {
                throw ChatError.unauthorized
            }
            try session.execute(
                """
                INSERT INTO response_conversations (public_id, user_id, size, created_at, used_at, metadata)
                VALUES (\(conversation.id), \(owner), 0, \(conversation.createdAt), \(conversation.createdAt),
                    \([UInt8]()))
                """)
            let row = session.lastInsertID
            let place = ItemPlace(
                row: row, owner: owner, key: try ContentKey(.itemsKey, of: row, with: ring, session), size: 0)
            let metadata = place.key.seal(conversation.metadata.bytes, for: ItemPlace.metadata(row))
            try session.execute("UPDATE response_conversations SET metadata = \(metadata) WHERE id = \(row)")
            _ = try place.add(items, upTo: ResponseRules.mostAsked, at: conversation.createdAt, session)
            return try Self.dropOldest(of: owner, session)
        }
        if hasPurged { scrubber.note() }
    }

    public func find(_ id: Key<ItemConversation>, of owner: ID<User>) async throws(ChatError) -> ItemConversation {
        try await store.read { session in
            let place = try place(of: id, owner, session)
            let row = try session.rows(
                "SELECT created_at, metadata FROM response_conversations WHERE id = \(place.row)")[0]
            let metadata = try place.key.open(row["metadata"], for: ItemPlace.metadata(place.row))
            return ItemConversation(
                id: id, owner: owner, metadata: try JSONValue(parsing: metadata), createdAt: try row["created_at"])
        }
    }

    public func update(_ conversation: ItemConversation) async throws(ChatError) {
        try await store.write { session in
            let place = try place(of: conversation.id, conversation.owner, session)
            let metadata = place.key.seal(conversation.metadata.bytes, for: ItemPlace.metadata(place.row))
            try session.executeOnOne(
                "UPDATE response_conversations SET metadata = \(metadata) WHERE \(place.condition)")
        }
        scrubber.note()
    }

    public func delete(_ id: Key<ItemConversation>, of owner: ID<User>) async throws(ChatError) {
        try await store.write { session in
            let row = try Self.row(of: id, owner, session)
            try session.executeOnOne("DELETE FROM response_conversations WHERE user_id = \(owner) AND id = \(row)")
            try Self.deleteContents(of: [row], "user_id = \(owner)", session)
        }
        scrubber.note()
    }

    func place(
        of id: Key<ItemConversation>, _ owner: ID<User>, _ session: any SQLSession
    ) throws -> ItemPlace {
        let found = try session.rows(
            """
            SELECT id, sealed_key, size FROM response_conversations WHERE user_id = \(owner) AND public_id = \(id)
            """
        ).first
        guard let found, let stored: [UInt8] = try found["sealed_key"] else { throw ChatError.notFound }
        let row: Int64 = try found["id"]
        let key = try ContentKey(opening: stored, .itemsKey, of: row, with: ring, session)
        return ItemPlace(row: row, owner: owner, key: key, size: try found["size"])
    }

    private static func row(
        of id: Key<ItemConversation>, _ owner: ID<User>, _ session: any SQLSession
    ) throws -> Int64 {
        let found = try session.rows(
            "SELECT id FROM response_conversations WHERE user_id = \(owner) AND public_id = \(id)"
        ).first
        guard let found else { throw ChatError.notFound }
        return try found["id"]
    }

    private static func deleteContents(of rows: [Int64], _ condition: SQL, _ session: any SQLSession) throws {
        for table in ["response_items", "response_takings"] as [SQL] {
            try session.execute("DELETE FROM \(table) WHERE conversation_id IN (\(SQL.list(rows))) AND \(condition)")
        }
    }

    private static func dropOldest(of owner: ID<User>, _ session: any SQLSession) throws -> Bool {
        let mine: SQL = "response_conversations WHERE user_id = \(owner)"
        let extra = try session.count(mine) - ResponseRules.mostConversations
        guard extra > 0 else { return false }
        let oldest: [Int64] = try session.rows("SELECT id FROM \(mine) ORDER BY used_at, id LIMIT \(extra)").map {
            try $0["id"]
        }
        try session.execute("DELETE FROM \(mine) AND id IN (\(SQL.list(oldest)))")
        try deleteContents(of: oldest, "user_id = \(owner)", session)
        return true
    }

    public func purge(before moment: Timestamp) async throws(ChatError) {
        while true {
            let count = try await store.write { session in
                let due: [Int64] = try session.rows(
                    "SELECT id FROM response_conversations WHERE used_at < \(moment) ORDER BY used_at LIMIT 100"
                ).map { try $0["id"] }
                guard !due.isEmpty else { return 0 }
                try session.execute("DELETE FROM response_conversations WHERE id IN (\(SQL.list(due)))")
                try Self.deleteContents(of: due, "1 = 1", session)
                return due.count
            }
            guard count > 0 else { return }
            scrubber.note()
        }
    }
}
