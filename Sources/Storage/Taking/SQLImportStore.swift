internal import Database
public import Domain

/// What came in exports, in SQL. Every statement here names the owner.
public struct SQLImportStore: ImportStore {
    private let store: SQLStore

    init(_ store: SQLStore) { self.store = store }

    /// Rows of one statement: SQLite binds 32,766 values at most, a server takes 16 MiB.
    private static let mostRows = 200
    private static let mostBytes = 2 << 20

    public func imported(_ chat: String, of owner: ID<User>) async throws(ChatError) -> ImportedChat? {
        try await store.read { session in
            let mine: SQL = "user_id = \(owner) AND foreign_id = \(chat)"
            let row = try session.rows("SELECT conversation_id FROM imported_chats WHERE \(mine)").first
            guard let row else { return nil }
            let id: Key<Conversation> = try row["conversation_id"]
            guard let found = try session.rows(Conversation.find(id, of: owner)).first else { return nil }
            let nodes = try session.rows(
                """
                SELECT foreign_id, message_id FROM imported_nodes WHERE user_id = \(owner) AND conversation_id = \(id)
                """
            ).map { row -> (String, Key<Message>) in (try row["foreign_id"], try row["message_id"]) }
            return ImportedChat(
                conversation: try Conversation(found), messages: Dictionary(nodes) { first, _ in first })
        }
    }

    public func add(_ portion: ImportedPortion) async throws(ChatError) {
        let owner = portion.conversation.owner
        // Not on the thread of the writer.
        let passages = portion.messages.compactMap { PassageRow($0, of: owner) }
        try await store.write { session in
            let isThere: SQL =
                "UPDATE users SET status = status WHERE id = \(owner) AND status = \(User.Status.enabled)"
            guard try session.execute(isThere) > 0 else { throw ChatError.unauthorized }
            if let key = portion.beginning {
                try Self.begin(portion.conversation, as: key, session)
            } else {
                try Self.take(portion.conversation, session)
            }
            try Self.insert(portion, session)
            for passage in passages { try session.execute(passage.insert) }
        }
    }

    private static func begin(_ conversation: Conversation, as key: String, _ session: any SQLSession) throws {
        let mine: SQL = "user_id = \(conversation.owner) AND foreign_id = \(key)"
        // One that was deleted for good has left nothing: this is another import's.
        guard try !session.exists("imported_chats WHERE \(mine)") else { throw ChatError.conflict(.exists) }
        if let project = conversation.project {
            // Its row is taken first: it is not deleted meanwhile.
            try session.executeOnOne(
                "UPDATE projects SET name = name WHERE user_id = \(conversation.owner) AND id = \(project)")
        }
        try session.execute(
            """
            INSERT INTO conversations
                (user_id, id, title, folded_title, title_origin, account_id, model, current_node, is_archived, is_starred,
                project_id, created_at, updated_at, expires_at)
            VALUES (\(conversation.owner), \(conversation.id), \(conversation.title), \(Folding.folded(conversation.title)),
                \(conversation.titleOrigin), \(conversation.account), \(conversation.model), \(conversation.currentNode),
                \(conversation.isArchived), \(conversation.isStarred), \(conversation.project), \(conversation.createdAt),
                \(conversation.updatedAt), NULL)
            """)
        try session.execute(
            """
            INSERT INTO imported_chats (user_id, foreign_id, conversation_id)
            VALUES (\(conversation.owner), \(key), \(conversation.id))
            """)
    }

    /// Takes the conversation's row, so that no turn begins in it meanwhile.
    private static func take(_ conversation: Conversation, _ session: any SQLSession) throws {
        try session.executeOnOne(
            """
            UPDATE conversations SET current_node = \(conversation.currentNode), updated_at = \(conversation.updatedAt)
            WHERE user_id = \(conversation.owner) AND id = \(conversation.id) AND trashed_at IS NULL
                AND expires_at IS NULL
            """)
    }

    private static func insert(_ portion: ImportedPortion, _ session: any SQLSession) throws {
        let (owner, conversation) = (portion.conversation.owner, portion.conversation.id)
        let row = try session.rows(
            """
            SELECT COALESCE(MAX(sequence), 0) AS last FROM messages
            WHERE user_id = \(owner) AND conversation_id = \(conversation)
            """)[0]
        var sequence: Int = try row["last"]
        for messages in portions(of: portion.messages) {
            let placed = messages.enumerated().map { ($1, sequence + $0 + 1) }
            try session.execute(Message.insert(placed, for: owner))
            sequence += messages.count
        }
        let files = portion.messages.flatMap(\.files)
        if !files.isEmpty { try session.execute(File.take(files, into: conversation, of: owner)) }
        var rest = portion.nodes[...]
        while !rest.isEmpty {
            let rows = rest.prefix(mostRows).map { node -> SQL in
                "(\(owner), \(conversation), \(node.key), \(node.message))"
            }
            try session.execute(
                """
                INSERT INTO imported_nodes (user_id, conversation_id, foreign_id, message_id) VALUES \(SQL.list(rows))
                """)
            rest = rest.dropFirst(mostRows)
        }
    }

    private static func portions(of messages: [Message]) -> [[Message]] {
        var portions: [[Message]] = []
        var (portion, bytes): ([Message], Int) = ([], 0)
        for message in messages {
            portion.append(message)
            bytes += message.text.utf8.count
            guard portion.count >= mostRows || bytes >= mostBytes else { continue }
            portions.append(portion)
            (portion, bytes) = ([], 0)
        }
        return portion.isEmpty ? portions : portions + [portion]
    }

    /// Of a conversation that is deleted for good: imported once more, it is a new one.
    static func forget(_ conversation: Key<Conversation>, of owner: ID<User>, _ session: any SQLSession) throws {
        let mine: SQL = "user_id = \(owner) AND conversation_id = \(conversation)"
        try session.execute("DELETE FROM imported_nodes WHERE \(mine)")
        try session.execute("DELETE FROM imported_chats WHERE \(mine)")
    }

    static func forgetAll(of owner: ID<User>, _ session: any SQLSession) throws {
        try session.execute("DELETE FROM imported_nodes WHERE user_id = \(owner)")
        try session.execute("DELETE FROM imported_chats WHERE user_id = \(owner)")
    }
}
