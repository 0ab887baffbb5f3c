internal import Database
public import Domain

/// Searches what is folded, without an index of words: a member's passages are read from the newest on until enough are found.
/// Measured with 100,000 of them: docs/performance.md.
public struct SQLSearchStore: SearchStore {
    let store: SQLStore

    init(_ store: SQLStore) { self.store = store }

    public func passages(
        _ query: SearchQuery, before place: PassagePlace?, notBefore oldest: Timestamp?, limit: Int, of owner: ID<User>
    ) async throws(ChatError) -> [SearchHit] {
        let terms = query.terms.map(Folding.folded)
        guard terms.allSatisfy({ !$0.isEmpty }) else { return [] }
        var found: SQL = "SELECT message_id FROM passages WHERE user_id = \(owner)"
        found += Self.visible(query, owner)
        if let place { found += place.isBehind }
        if let oldest { found += " AND moment >= \(oldest)" }
        if let before = query.before { found += " AND moment < \(before)" }
        for term in terms { found += " AND INSTR(text, \(term)) > 0" }
        found += " ORDER BY moment DESC, message_id DESC LIMIT \(max(0, limit))"
        return try await store.read { [found] session in
            let messages: [Key<Message>] = try session.rows(found).map { try $0["message_id"] }
            return try Self.hits(of: messages, terms, owner, session)
        }
    }

    public func titles(_ query: SearchQuery, limit: Int, of owner: ID<User>) async throws(ChatError) -> [SearchHit] {
        let terms = query.terms.map(Folding.folded)
        guard !terms.isEmpty, terms.allSatisfy({ !$0.isEmpty }) else { return [] }
        var found: SQL =
            """
            SELECT \(Conversation.columns) FROM conversations
            WHERE user_id = \(owner) AND trashed_at IS NULL AND expires_at IS NULL
            """
        for name in query.projects.map(Folding.folded) { found += " AND project_id IN (\(Self.projects(name, owner)))" }
        for term in terms { found += " AND INSTR(folded_title, \(term)) > 0" }
        if let before = query.before { found += " AND created_at < \(before)" }
        if let after = query.after { found += " AND updated_at >= \(after)" }
        found += " ORDER BY updated_at DESC, id DESC LIMIT \(max(0, limit))"
        return try await store.read { [found] session in
            try session.rows(found).map { SearchHit(conversation: try Conversation($0), passage: nil) }
        }
    }

    public func oldest(of owner: ID<User>) async throws(ChatError) -> Timestamp? {
        try await store.read { session in
            try session.rows("SELECT MIN(moment) AS oldest FROM passages WHERE user_id = \(owner)").first?["oldest"]
        }
    }

    /// Nothing in the trash, nothing temporary, and of projects what is asked for.
    private static func visible(_ query: SearchQuery, _ owner: ID<User>) -> SQL {
        let mine: SQL = "SELECT id FROM conversations WHERE user_id = \(owner)"
        return query.projects.map(Folding.folded).reduce(
            """
             AND conversation_id NOT IN (\(mine) AND trashed_at IS NOT NULL)
            AND conversation_id NOT IN (\(mine) AND trashed_at IS NULL AND expires_at IS NOT NULL)
            """
        ) { filter, name in "\(filter) AND conversation_id IN (\(mine) AND project_id IN (\(projects(name, owner))))" }
    }

    private static func projects(_ name: [UInt8], _ owner: ID<User>) -> SQL {
        "SELECT id FROM projects WHERE user_id = \(owner) AND INSTR(folded_name, \(name)) > 0"
    }

    /// In the order of the messages, with what was written in the original.
    private static func hits(
        of messages: [Key<Message>], _ terms: [[UInt8]], _ owner: ID<User>, _ session: any SQLSession
    ) throws -> [SearchHit] {
        guard !messages.isEmpty else { return [] }
        let rows = try session.rows(
            """
            SELECT id AS message_id, conversation_id, role, text, created_at FROM messages
            WHERE user_id = \(owner) AND id IN (\(SQL.list(messages)))
            """)
        let ids = try Set(rows.map { row -> Key<Conversation> in try row["conversation_id"] })
        let conversations = try Dictionary(
            session.rows(
                "SELECT \(Conversation.columns) FROM conversations WHERE user_id = \(owner) AND id IN (\(SQL.list(ids)))"
            ).map { row -> (Key<Conversation>, Conversation) in (try row["id"], try Conversation(row)) }
        ) { first, _ in first }
        let cutter = SnippetCutter(terms: terms)
        var hits: [Key<Message>: SearchHit] = [:]
        for row in rows {
            let message: Key<Message> = try row["message_id"]
            guard let conversation = try conversations[row["conversation_id"]] else { continue }
            hits[message] = SearchHit(
                conversation: conversation,
                passage: .init(
                    place: PassagePlace(moment: try row["created_at"], message: message), role: try row["role"],
                    snippet: cutter.snippet(of: try row["text"])))
        }
        return messages.compactMap { hits[$0] }
    }
}

extension PassagePlace {
    /// As of a conversation's place: the first comparison alone bounds what MariaDB reads.
    fileprivate var isBehind: SQL {
        guard let message else { return " AND moment < \(moment)" }
        return " AND moment <= \(moment) AND (moment < \(moment) OR message_id < \(message))"
    }
}
