internal import Database
internal import Domain
internal import JSON

extension Conversation {
    static let columns: SQL =
        """
        user_id, id, title, title_origin, account_id, model, current_node, is_archived, is_starred, project_id, trashed_at, \
        expires_at, created_at, updated_at, assistant_id
        """

    init(_ row: Row) throws(DatabaseError) {
        self.init(
            id: try row["id"], owner: try row["user_id"], title: try row["title"], account: try row["account_id"],
            model: try row["model"], currentNode: try row["current_node"], isArchived: try row["is_archived"],
            createdAt: try row["created_at"], updatedAt: try row["updated_at"])
        (isStarred, project, trashedAt) = (try row["is_starred"], try row["project_id"], try row["trashed_at"])
        (titleOrigin, expiresAt) = (try row["title_origin"], try row["expires_at"])
        assistant = try row["assistant_id"]
    }

    /// The same with what lists know beside. Queries name the table `c`.
    static let listed: SQL = """
        \(columns), EXISTS (SELECT 1 FROM charges t WHERE t.user_id = c.user_id AND t.running = c.id) AS is_running
        """

    init(listed row: Row) throws(DatabaseError) {
        try self.init(row)
        isRunning = try row["is_running"]
    }

    /// Looks for one of the owner's.
    static func find(_ id: Key<Conversation>, of owner: ID<User>) -> SQL {
        "SELECT \(columns) FROM conversations WHERE user_id = \(owner) AND id = \(id)"
    }
}

extension Message {
    static let columns: SQL = """
        m.id, m.conversation_id, m.parent_id, m.role, m.kind, m.text, m.status, m.failure, m.finish_reason, m.omitted, \
        m.summed_up, m.model, m.turn_id, m.created_at, m.files, m.tool_work, t.account_id
        """

    init(_ row: Row) throws(DatabaseError) {
        self.init(
            id: try row["id"], conversation: try row["conversation_id"], parent: try row["parent_id"],
            role: try row["role"], kind: try row["kind"], text: try row["text"], status: try row["status"],
            createdAt: try row["created_at"], model: try row["model"], turn: try row["turn_id"],
            failure: try row["failure"], finishReason: try row["finish_reason"], omitted: try row["omitted"])
        (account, summedUp) = (try row["account_id"], try row["summed_up"])
        if let stored: String = try row["tool_work"] { work = ToolWork(stored: stored) }
    }

    /// Looks for the whole tree of a conversation, oldest first.
    static func all(in conversation: Key<Conversation>, of owner: ID<User>) -> SQL {
        """
        SELECT \(columns) FROM messages m LEFT JOIN charges t ON t.id = m.turn_id AND t.user_id = m.user_id
        WHERE m.user_id = \(owner) AND m.conversation_id = \(conversation) ORDER BY m.sequence
        """
    }

    /// Inserts each at its place in its conversation.
    static func insert(_ messages: [(message: Message, sequence: Int)], for owner: ID<User>) -> SQL {
        let rows = messages.map { $0.message.values(of: owner, at: $0.sequence) }
        return """
            INSERT INTO messages
                (user_id, id, conversation_id, parent_id, sequence, role, kind, text, status, failure, finish_reason,
                omitted, model, turn_id, created_at, files, tool_work)
            VALUES \(SQL.list(rows))
            """
    }

    private func values(of owner: ID<User>, at sequence: Int) -> SQL {
        """
        (\(owner), \(id), \(conversation), \(parent), \(sequence), \(role), \(kind), \(text), \(status), \(failure), \
        \(finishReason), \(omitted), \(model), \(turn), \(createdAt), \(files.storedIDs), \(work.stored))
        """
    }
}

extension [File] {
    /// As a message names them; NULL for none.
    var storedIDs: String? { isEmpty ? nil : map(\.id.text).stored }
}

extension ToolWork {
    /// As a message has it; NULL for none.
    var stored: String? { isEmpty ? nil : json.serialized }

    /// What cannot be read is nothing that an answer could not do without.
    init(stored: String) {
        self.init((try? JSONValue(parsing: stored.utf8, duplicates: .keepFirst)) ?? .null)
    }
}

extension [Message] {
    /// Of one conversation, with the files that were sent in it.
    init(_ rows: [Row], of owner: ID<User>, _ session: any SQLSession) throws {
        self = try rows.map(Message.init)
        let stored: [String?] = try rows.map { try $0["files"] }
        guard let conversation = first?.conversation, stored.contains(where: { $0 != nil }) else { return }
        let files = try File.all(in: conversation, of: owner, session)
        for (index, list) in stored.enumerated() {
            guard let list else { continue }
            self[index].files = try [String](stored: list).compactMap { Key($0).flatMap { files[$0] } }
        }
    }
}

extension Turn {
    static let columns: SQL = """
        t.id, t.user_id, t.conversation_id, t.question_id, t.answer_id, t.thoughts_id, t.account_id, t.model, \
        t.status, t.created_at, t.first_output_at, t.ended_at
        """

    init(_ row: Row) throws(DatabaseError) {
        self.init(
            id: try row["id"], owner: try row["user_id"], conversation: try row["conversation_id"],
            question: try row["question_id"], answer: try row["answer_id"], thoughts: try row["thoughts_id"],
            account: try row["account_id"], model: try row["model"], status: try row["status"],
            createdAt: try row["created_at"], firstOutputAt: try row["first_output_at"],
            endedAt: try row["ended_at"])
    }

    /// Looks for the turn that stored this message as its question.
    static func asking(_ message: Key<Message>, of owner: ID<User>) -> SQL {
        """
        SELECT \(columns) FROM messages m JOIN charges t ON t.id = m.turn_id AND t.user_id = m.user_id
        WHERE m.user_id = \(owner) AND m.id = \(message) AND m.role = \(Message.Role.user)
        """
    }
}
