internal import Database
public import Domain

extension SQLConversationStore {
    public func begin(_ opening: TurnOpening) async throws(ChatError) {
        try await store.write { session in
            try Self.claimConversation(of: opening, session)
            try Self.insert(opening, after: Self.lastNode(before: opening, session), by: presence.process, session)
        }
    }

    /// Creates the conversation, or takes its row: on a server, no other turn can begin in it until this one has.
    private static func claimConversation(of opening: TurnOpening, _ session: any SQLSession) throws {
        let turn = opening.turn
        // A member who was disabled or deleted a moment ago may not begin, and leaves nothing behind. Nor one who is right
        // now: on a server, that waits for the row.
        let mayBegin = try session.execute(
            "UPDATE users SET status = status WHERE id = \(turn.owner) AND status = \(User.Status.enabled)")
        guard mayBegin > 0 else { throw ChatError.unauthorized }
        guard let conversation = opening.newConversation else {
            return try session.executeOnOne(
                """
                UPDATE conversations SET current_node = \(turn.answer), account_id = \(turn.account),
                    model = \(turn.model), updated_at = \(turn.createdAt)
                WHERE user_id = \(turn.owner) AND id = \(turn.conversation)
                """)
        }
        let title = conversation.title.isEmpty ? Conversation.untitled : conversation.title
        try session.execute(
            """
            INSERT INTO conversations
                (user_id, id, title, account_id, model, current_node, is_archived, created_at, updated_at)
            VALUES (\(turn.owner), \(turn.conversation), \(title), \(turn.account), \(turn.model), \(turn.answer),
                \(conversation.isArchived), \(conversation.createdAt), \(turn.createdAt))
            """)
    }

    /// The place of the conversation's newest node. Refuses in the order that the port promises; all it must know is asked
    /// at once.
    private static func lastNode(before opening: TurnOpening, _ session: any SQLSession) throws -> Int {
        let turn = opening.turn
        let parents = opening.storedParents
        // Nothing can stand in it yet. A question that is stored elsewhere is refused when it is inserted.
        if opening.newConversation != nil, parents.isEmpty { return 0 }
        let mine: SQL = "messages WHERE user_id = \(turn.owner)"
        let here: SQL = "\(mine) AND conversation_id = \(turn.conversation)"
        let parentCount: SQL =
            parents.isEmpty ? "0" : "(SELECT count(*) FROM \(here) AND id IN (\(SQL.list(parents))))"
        let found = try session.rows(
            """
            SELECT EXISTS (SELECT 1 FROM \(mine) AND id = \(opening.question?.id)) AS is_repeated,
                EXISTS (SELECT 1 FROM turns WHERE user_id = \(turn.owner) AND running = \(turn.conversation)) AS is_running,
                \(parentCount) AS parents,
                (SELECT COALESCE(MAX(sequence), 0) FROM \(here)) AS last
            """)[0]
        guard try !found["is_repeated"] else { throw ChatError.duplicateMessage }
        guard try !found["is_running"] else { throw ChatError.turnRunning }
        guard try found["parents"] == parents.count else { throw ChatError.unknownParent }
        return try found["last"]
    }

    private static func insert(
        _ opening: TurnOpening, after last: Int, by process: String, _ session: any SQLSession
    ) throws {
        let turn = opening.turn
        // Between them a place is left for the thoughts, which are written later and stand before the answer.
        let answer = (message: turn.emptyAnswer(under: opening.answerParent), sequence: last + 3)
        let nodes = [opening.question.map { ($0, last + 1) }, answer].compactMap(\.self)
        try refusingDuplicates(as: .duplicateMessage) { try Message.insert(nodes, for: turn.owner, session) }
        try refusingDuplicates(as: .turnRunning) { try insert(turn, by: process, at: answer.sequence, session) }
    }

    private static func insert(
        _ turn: Turn, by process: String, at sequence: Int, _ session: any SQLSession
    ) throws(DatabaseError) {
        try session.execute(
            """
            INSERT INTO turns
                (id, user_id, conversation_id, sequence, running, question_id, answer_id, thoughts_id, account_id,
                model, status, quota, created_at, process_id)
            VALUES (\(turn.id), \(turn.owner), \(turn.conversation), \(sequence), \(turn.conversation),
                \(turn.question), \(turn.answer), \(turn.thoughts), \(turn.account), \(turn.model),
                \(Message.Status.inProgress), \(reserved), \(turn.createdAt), \(process))
            """)
    }

    /// What `turns.quota` holds before a `Settlement`.
    private static let reserved = "reserved"
}

extension Turn {
    fileprivate func emptyAnswer(under parent: Key<Message>) -> Message {
        Message(
            id: answer, conversation: conversation, parent: parent, role: .assistant, text: "", status: .inProgress,
            createdAt: createdAt, model: model, turn: id)
    }
}

extension TurnOpening {
    /// The nodes that must be in the conversation already.
    fileprivate var storedParents: Set<Key<Message>> {
        Set([question?.parent, answerParent == question?.id ? nil : answerParent].compactMap(\.self))
    }
}
