internal import Database
public import Domain

extension SQLConversationStore: TrashStore {
    public func trashed(_ page: Page, for owner: ID<User>) async throws(ChatError) -> Listing<Conversation> {
        let all: SQL = "conversations c WHERE user_id = \(owner) AND trashed_at IS NOT NULL"
        return try await store.read { session in
            let rows = try session.rows(
                "SELECT \(Conversation.listed) FROM \(all) ORDER BY trashed_at DESC, id DESC \(SQL.page(page))")
            return Listing(items: try rows.map(Conversation.init(listed:)), total: try session.count(all))
        }
    }

    public func trash(_ which: ConversationSelection, at moment: Timestamp, for owner: ID<User>)
        async throws(ChatError) -> Set<Key<Conversation>>
    {
        try await change(which, "trashed_at = \(moment)", for: owner, if: "trashed_at IS NULL")
    }

    public func restore(_ which: Set<Key<Conversation>>, for owner: ID<User>)
        async throws(ChatError) -> Set<Key<Conversation>>
    {
        try await change(.these(which), "trashed_at = NULL", for: owner, if: "trashed_at IS NOT NULL")
    }

    public func archive(_ which: ConversationSelection, _ isArchived: Bool, for owner: ID<User>)
        async throws(ChatError) -> Set<Key<Conversation>>
    {
        try await change(
            which, "is_archived = \(isArchived)", for: owner, if: "trashed_at IS NULL AND is_archived <> \(isArchived)")
    }

    private func change(
        _ which: ConversationSelection, _ assignment: SQL, for owner: ID<User>, if condition: SQL
    ) async throws(ChatError) -> Set<Key<Conversation>> {
        var meant: SQL = "user_id = \(owner) AND \(condition)"
        if case .these(let ids) = which {
            guard !ids.isEmpty else { return [] }
            meant += " AND id IN (\(SQL.list(ids)))"
        }
        return try await store.write { [meant] session in
            // Their rows are taken first: what is found then is what is changed.
            try session.execute("UPDATE conversations SET model = model WHERE \(meant)")
            let found: [Key<Conversation>] = try session.rows("SELECT id FROM conversations WHERE \(meant)")
                .map { try $0["id"] }
            try session.execute("UPDATE conversations SET \(assignment) WHERE \(meant)")
            return Set(found)
        }
    }

    public func runningTurns(of owner: ID<User>) async throws(ChatError) -> [Turn] {
        try await store.read { session in
            try session.rows(
                "SELECT \(Turn.columns) FROM charges t WHERE t.user_id = \(owner) AND t.running IS NOT NULL"
            ).map(Turn.init)
        }
    }
}

// MARK: For good

extension SQLConversationStore {
    public func purge(_ id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) {
        try await store.write { try Self.purge(id, of: owner, if: "trashed_at IS NOT NULL", $0) }
        scrubber.note()
    }

    /// One at a time: nobody waits long for what holds up all.
    public func purge(trashedBefore moment: Timestamp) async throws(ChatError) {
        let due: SQL = "trashed_at < \(moment)"
        let found: [(Key<Conversation>, ID<User>)] = try await store.read { session in
            try session.rows("SELECT user_id, id FROM conversations WHERE \(due)").map {
                (try $0["id"], try $0["user_id"])
            }
        }
        for (id, owner) in found {
            do {
                try await store.write { try Self.purge(id, of: owner, if: due, $0) }
            } catch {
                // Restored or purged meanwhile.
                guard error == .notFound else { throw error }
            }
            scrubber.note()
        }
    }

    private static func purge(
        _ id: Key<Conversation>, of owner: ID<User>, if condition: SQL, _ session: any SQLSession
    ) throws {
        // Its row is taken first, so that it is not restored meanwhile.
        try session.executeOnOne(
            "UPDATE conversations SET model = model WHERE user_id = \(owner) AND id = \(id) AND \(condition)")
        try session.execute(PassageRow.deleteAll(in: id, of: owner))
        try File.delete(where: "user_id = \(owner) AND conversation_id = \(id)", session)
        try session.execute("DELETE FROM messages WHERE user_id = \(owner) AND conversation_id = \(id)")
        try session.executeOnOne("DELETE FROM conversations WHERE user_id = \(owner) AND id = \(id)")
    }
}
