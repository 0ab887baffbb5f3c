internal import Database
public import Domain

extension SQLConversationStore: TrashStore {
    public func trashed(_ page: Page, for owner: ID<User>) async throws(ChatError) -> Listing<Conversation> {
        let all: SQL = "conversations c WHERE user_id = \(owner) AND trashed_at IS NOT NULL AND expires_at IS NULL"
        return try await store.read { session in
            let rows = try session.rows(
                "SELECT \(Conversation.listed) FROM \(all) ORDER BY trashed_at DESC, id DESC \(SQL.page(page))")
            return Listing(items: try rows.map(Conversation.init(listed:)), total: try session.count(all))
        }
    }

    public func trash(_ which: ConversationSelection, at moment: Timestamp, for owner: ID<User>)
        async throws(ChatError) -> Set<Key<Conversation>>
    {
        // What is temporary has no way back: it has come to its end.
        let expiry: SQL = "expires_at = CASE WHEN expires_at IS NULL THEN NULL ELSE \(moment) END"
        return try await change(
            which, "trashed_at = \(moment), \(expiry)", for: owner, if: "trashed_at IS NULL", endsShares: true)
    }

    public func restore(_ which: Set<Key<Conversation>>, for owner: ID<User>)
        async throws(ChatError) -> Set<Key<Conversation>>
    {
        try await change(
            .these(which), "trashed_at = NULL", for: owner, if: "trashed_at IS NOT NULL AND expires_at IS NULL")
    }

    public func archive(_ which: ConversationSelection, _ isArchived: Bool, for owner: ID<User>)
        async throws(ChatError) -> Set<Key<Conversation>>
    {
        try await change(
            which, "is_archived = \(isArchived)", for: owner,
            if: "trashed_at IS NULL AND expires_at IS NULL AND is_archived <> \(isArchived)")
    }

    private func change(
        _ which: ConversationSelection, _ assignment: SQL, for owner: ID<User>, if condition: SQL,
        endsShares: Bool = false
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
            if endsShares {
                let trashed: SQL = "SELECT id FROM conversations WHERE user_id = \(owner) AND trashed_at IS NOT NULL"
                try session.execute(
                    "DELETE FROM shared_chats WHERE user_id = \(owner) AND conversation_id IN (\(trashed))")
            }
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

    public func purge(trashedBefore moment: Timestamp) async throws(ChatError) {
        _ = try await purge(where: "trashed_at < \(moment)")
    }

    public func purge(expiredAt moment: Timestamp, of owner: ID<User>?)
        async throws(ChatError) -> Set<Key<Conversation>>
    {
        let expired: SQL = "expires_at <= \(moment)"
        return try await purge(where: owner.map { "user_id = \($0) AND \(expired)" } ?? expired)
    }

    /// One at a time: nobody waits long for what holds up all.
    private func purge(where due: SQL) async throws(ChatError) -> Set<Key<Conversation>> {
        let found: [(Key<Conversation>, ID<User>)] = try await store.read { session in
            try session.rows("SELECT user_id, id FROM conversations WHERE \(due)").map {
                (try $0["id"], try $0["user_id"])
            }
        }
        var purged: Set<Key<Conversation>> = []
        for (id, owner) in found {
            do {
                try await store.write { try Self.purge(id, of: owner, if: due, $0) }
                purged.insert(id)
            } catch {
                // Restored, purged or gone on with meanwhile.
                guard error == .notFound else { throw error }
            }
            scrubber.note()
        }
        return purged
    }

    private static func purge(
        _ id: Key<Conversation>, of owner: ID<User>, if condition: SQL, _ session: any SQLSession
    ) throws {
        // Its row is taken first, so that it is not restored meanwhile.
        try session.executeOnOne(
            "UPDATE conversations SET model = model WHERE user_id = \(owner) AND id = \(id) AND \(condition)")
        try session.execute(PassageRow.deleteAll(in: id, of: owner))
        try SQLImportStore.forget(id, of: owner, session)
        try File.delete(where: "user_id = \(owner) AND conversation_id = \(id)", session)
        try session.execute("DELETE FROM summaries WHERE user_id = \(owner) AND conversation_id = \(id)")
        try session.execute("DELETE FROM messages WHERE user_id = \(owner) AND conversation_id = \(id)")
        try session.executeOnOne("DELETE FROM conversations WHERE user_id = \(owner) AND id = \(id)")
    }
}
