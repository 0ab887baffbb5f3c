internal import Database
public import Domain

/// Conversations in SQL. Every statement here names the owner.
public struct SQLConversationStore: ConversationStore {
    let store: SQLStore
    let heartbeat: SQLHeartbeat
    let scrubber: SQLScrubber

    init(_ store: SQLStore, _ heartbeat: SQLHeartbeat, _ scrubber: SQLScrubber) {
        self.store = store
        self.heartbeat = heartbeat
        self.scrubber = scrubber
    }

    public func open(_ id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> Conversation {
        try await store.read { session in
            guard let row = try session.rows(Conversation.find(id, of: owner)).first else { throw ChatError.notFound }
            return try Conversation(row)
        }
    }

    public func messages(of id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> [Message] {
        try await store.read { session in
            guard try session.exists("conversations WHERE user_id = \(owner) AND id = \(id)") else {
                throw ChatError.notFound
            }
            return try [Message](session.rows(Message.all(in: id, of: owner)), of: owner, session)
        }
    }

    public func accountNames(
        of accounts: Set<ID<Account>>, for owner: ID<User>
    ) async throws(ChatError) -> [ID<Account>: String] {
        guard !accounts.isEmpty else { return [:] }
        return try await store.read { session in
            let named = try session.rows(
                """
                SELECT a.id AS id, a.name AS name FROM bindings b JOIN accounts a ON a.id = b.account_id
                WHERE b.user_id = \(owner) AND a.id IN (\(SQL.list(accounts)))
                """
            ).map { row -> (ID<Account>, String) in (try row["id"], try row["name"]) }
            return Dictionary(named) { first, _ in first }
        }
    }

    public func rename(_ id: Key<Conversation>, to title: String, for owner: ID<User>) async throws(ChatError) {
        try await change(
            id, "\(Conversation.settingTitle(title)), title_origin = \(TitleOrigin.person)", for: owner)
    }

    public func archive(_ id: Key<Conversation>, _ isArchived: Bool, for owner: ID<User>) async throws(ChatError) {
        try await change(id, "is_archived = \(isArchived)", for: owner)
    }

    public func star(_ id: Key<Conversation>, _ isStarred: Bool, for owner: ID<User>) async throws(ChatError) {
        try await change(id, "is_starred = \(isStarred)", for: owner)
    }

    public func show(_ node: Key<Message>, in id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) {
        try await store.write { session in
            try session.executeOnOne(
                "UPDATE conversations SET current_node = \(node) WHERE user_id = \(owner) AND id = \(id)")
            try Self.requireNode(node, in: id, for: owner, session)
        }
    }

    private func change(_ id: Key<Conversation>, _ assignment: SQL, for owner: ID<User>) async throws(ChatError) {
        try await store.write { try Self.change(id, assignment, for: owner, $0) }
    }

    /// What is in the trash is left as it is, and so is what is temporary.
    static func change(
        _ id: Key<Conversation>, _ assignment: SQL, for owner: ID<User>, _ session: any SQLSession
    ) throws {
        let mine: SQL = "user_id = \(owner) AND id = \(id)"
        let sql: SQL =
            "UPDATE conversations SET \(assignment) WHERE \(mine) AND trashed_at IS NULL AND expires_at IS NULL"
        guard try session.execute(sql) == 0 else { return }
        guard let row = try session.rows("SELECT trashed_at FROM conversations WHERE \(mine)").first else {
            throw ChatError.notFound
        }
        let trashedAt: Timestamp? = try row["trashed_at"]
        throw ChatError.conflict(trashedAt == nil ? .isTemporary : .inTrash)
    }

    static func requireNode(
        _ node: Key<Message>, in id: Key<Conversation>, for owner: ID<User>, _ session: any SQLSession
    ) throws {
        let filter: SQL = "messages WHERE user_id = \(owner) AND id = \(node) AND conversation_id = \(id)"
        guard try session.exists(filter) else { throw ChatError.unknownParent }
    }
}

// MARK: Turns

extension SQLConversationStore {
    public func turn(asking message: Key<Message>, for owner: ID<User>) async throws(ChatError) -> Turn? {
        try await store.read { try $0.rows(Turn.asking(message, of: owner)).first.map(Turn.init) }
    }

    public func latestTurn(of id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> Turn? {
        try await store.read { session in
            try session.rows(
                """
                SELECT \(Turn.columns) FROM charges t WHERE t.user_id = \(owner) AND t.conversation_id = \(id)
                ORDER BY t.sequence DESC LIMIT 1
                """
            ).first.map(Turn.init)
        }
    }
}
