internal import Database
public import Domain

extension SQLConversationStore {
    public func begin(_ opening: TurnOpening) async throws(ChatError) {
        try await store.write { session in
            try Self.claimConversation(of: opening, session)
            try Self.refuse(opening, session)
            try Self.insert(opening, by: presence.process, session)
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

    /// In the order that the port promises.
    private static func refuse(_ opening: TurnOpening, _ session: any SQLSession) throws {
        let turn = opening.turn
        let question = opening.question
        if let question, try session.exists("messages WHERE user_id = \(turn.owner) AND id = \(question.id)") {
            throw ChatError.duplicateMessage
        }
        guard try !session.exists("turns WHERE user_id = \(turn.owner) AND running = \(turn.conversation)") else {
            throw ChatError.turnRunning
        }
        if let parent = question?.parent {
            try requireNode(parent, in: turn.conversation, for: turn.owner, session)
        }
        if opening.answerParent != question?.id {
            try requireNode(opening.answerParent, in: turn.conversation, for: turn.owner, session)
        }
    }

    private static func insert(_ opening: TurnOpening, by process: String, _ session: any SQLSession) throws {
        let turn = opening.turn
        let last: Int = try session.rows(
            """
            SELECT COALESCE(MAX(sequence), 0) AS n FROM messages
            WHERE user_id = \(turn.owner) AND conversation_id = \(turn.conversation)
            """)[0]["n"]
        try refusingDuplicates(as: .duplicateMessage) {
            try opening.question?.insert(for: turn.owner, at: last + 1, session)
        }
        // Between them a place is left for the thoughts, which are written later and stand before the answer.
        try turn.emptyAnswer(under: opening.answerParent).insert(for: turn.owner, at: last + 3, session)
        try refusingDuplicates(as: .turnRunning) { try insert(turn, by: process, at: last + 3, session) }
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
