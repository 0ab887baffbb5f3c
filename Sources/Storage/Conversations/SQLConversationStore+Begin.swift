internal import Database
public import Domain

extension SQLConversationStore {
    public func begin(_ opening: TurnOpening) async throws(ChatError) {
        let passage = opening.question.flatMap { PassageRow($0, of: opening.turn.owner) }
        try await store.write { session in
            // Nothing can stand in a new conversation: all is written at once.
            guard opening.newConversation == nil || !opening.storedParents.isEmpty else {
                return try insert(opening, passage, after: 0, claiming: true, session)
            }
            try insert(opening, passage, after: Self.claim(opening, session), claiming: false, session)
        }
    }

    /// The place of the conversation's newest node. Refuses in the order that the port promises; all that it must know is
    /// asked at once.
    private static func claim(_ opening: TurnOpening, _ session: any SQLSession) throws -> Int {
        let found = try session.outcomes(of: [
            claimOwner(of: opening), claimConversation(of: opening), state(for: opening),
        ])
        guard found[0].count > 0 else { throw ChatError.unauthorized }
        let state = found[2].rows[0]
        guard try state["is_there"] else { throw ChatError.notFound }
        guard try !state["is_trashed"] else { throw ChatError.conflict(.inTrash) }
        guard try !state["is_repeated"] else { throw ChatError.duplicateMessage }
        guard try !state["is_running"] else { throw ChatError.turnRunning }
        guard found[1].count > 0 else { throw ChatError.conversationMoved }
        guard try state["parents"] == opening.storedParents.count else { throw ChatError.unknownParent }
        return try state["last"]
    }

    /// `claiming`: owner and conversation have not been claimed yet.
    private func insert(
        _ opening: TurnOpening, _ passage: PassageRow?, after last: Int, claiming: Bool, _ session: any SQLSession
    ) throws {
        let turn = opening.turn
        // Between them a place is left for the thoughts, which are written later and stand before the answer.
        let answer = (message: turn.emptyAnswer(under: opening.answerParent), sequence: last + 3)
        let nodes = [opening.question.map { ($0, last + 1) }, answer].compactMap(\.self)
        let claims = claiming ? [Self.claimOwner(of: opening), Self.claimConversation(of: opening)] : []
        let inserts =
            [
                Message.insert(nodes, for: turn.owner),
                Self.insert(opening, by: heartbeat.process, at: answer.sequence),
            ] + [passage?.insert].compactMap(\.self)
        // Asked last: the owner's row has been taken, so of all that begin at once each counts those before.
        let count: SQL = "SELECT count(*) AS n FROM charges WHERE user_id = \(turn.owner) AND running IS NOT NULL"
        let files = opening.question?.files ?? []
        let taken = files.isEmpty ? [] : [File.take(files, into: turn.conversation, of: turn.owner)]
        do {
            let outcomes = try session.outcomes(of: claims + inserts + taken + [count])
            guard !claiming || outcomes[0].count > 0 else { throw ChatError.unauthorized }
            if !taken.isEmpty, outcomes[outcomes.count - 2].count != files.count { throw ChatError.file(.unknown) }
            let running: Int = try outcomes[outcomes.count - 1].rows[0]["n"]
            if let most = opening.mostRunning, running > most { throw ChatError.tooManyRunning(limit: most) }
        } catch let error as DatabaseError {
            // The claim comes first, also where what follows it was refused.
            if claiming, try session.execute(Self.claimOwner(of: opening)) == 0 { throw ChatError.unauthorized }
            guard error.kind == .constraint(.unique), error.place >= claims.count else { throw error }
            throw error.place == claims.count ? ChatError.duplicateMessage : ChatError.turnRunning
        }
    }

    /// Finds no row for a member who was disabled or deleted a moment ago: he may not begin, and leaves nothing behind. Nor
    /// may one who is right now: on a server, that waits for the row. The same goes for one of whom anything was changed that
    /// the opening rests on.
    private static func claimOwner(of opening: TurnOpening) -> SQL {
        let owner: SQL = "id = \(opening.turn.owner) AND status = \(User.Status.enabled)"
        let same: SQL = if let epoch = opening.epoch { "\(owner) AND \(User.epoch) = \(epoch)" } else { owner }
        return "UPDATE users SET status = status WHERE \(same)"
    }

    /// Creates the conversation, or takes its row: on a server, no other turn can begin in it until this one has. Finds no
    /// row where the conversation has gone on since the sender saw it.
    private static func claimConversation(of opening: TurnOpening) -> SQL {
        let turn = opening.turn
        guard let conversation = opening.newConversation else {
            let unmoved: SQL = if let seen = opening.seen { " AND current_node = \(seen)" } else { "" }
            // Of a temporary one: it stays for a while after its last message.
            let expiry: SQL =
                "CASE WHEN expires_at IS NULL THEN NULL ELSE \(turn.createdAt + Conversation.keptTemporary) END"
            return """
                UPDATE conversations SET current_node = \(turn.answer), account_id = \(turn.account),
                    model = \(turn.model), updated_at = \(turn.createdAt), expires_at = \(expiry)
                WHERE user_id = \(turn.owner) AND id = \(turn.conversation) AND trashed_at IS NULL\(unmoved)
                """
        }
        let title = conversation.title.isEmpty ? Conversation.untitled : conversation.title
        return """
            INSERT INTO conversations
                (user_id, id, title, folded_title, title_origin, account_id, model, current_node, is_archived, created_at,
                updated_at, expires_at, assistant_id)
            VALUES (\(turn.owner), \(turn.conversation), \(title), \(Folding.folded(title)), \(conversation.titleOrigin),
                \(turn.account), \(turn.model), \(turn.answer), \(conversation.isArchived), \(conversation.createdAt),
                \(turn.createdAt), \(conversation.expiresAt), \(conversation.assistant))
            """
    }

    /// What may stand in the way, and the place of the newest node. A question that is stored in another conversation is
    /// refused when it is inserted.
    private static func state(for opening: TurnOpening) -> SQL {
        let turn = opening.turn
        let parents = opening.storedParents
        let mine: SQL = "messages WHERE user_id = \(turn.owner)"
        let here: SQL = "\(mine) AND conversation_id = \(turn.conversation)"
        let parentCount: SQL =
            parents.isEmpty ? "0" : "(SELECT count(*) FROM \(here) AND id IN (\(SQL.list(parents))))"
        return """
            SELECT EXISTS (SELECT 1 FROM conversations WHERE user_id = \(turn.owner) AND id = \(turn.conversation))
                    AS is_there,
                EXISTS (SELECT 1 FROM conversations WHERE user_id = \(turn.owner) AND id = \(turn.conversation)
                    AND trashed_at IS NOT NULL) AS is_trashed,
                EXISTS (SELECT 1 FROM \(mine) AND id = \(opening.question?.id)) AS is_repeated,
                EXISTS (SELECT 1 FROM charges WHERE user_id = \(turn.owner) AND running = \(turn.conversation)) AS is_running,
                \(parentCount) AS parents,
                (SELECT COALESCE(MAX(sequence), 0) FROM \(here)) AS last
            """
    }

    private static func insert(_ opening: TurnOpening, by process: String, at sequence: Int) -> SQL {
        let (turn, request) = (opening.turn, opening.requestID)
        return """
            INSERT INTO charges
                (id, user_id, conversation_id, sequence, running, question_id, answer_id, thoughts_id, account_id,
                model, status, quota, created_at, process_id, endpoint, user_group,
                units, is_stream, request_id, choice, tariff)
            VALUES (\(turn.id), \(turn.owner), \(turn.conversation), \(sequence), \(turn.conversation),
                \(turn.question), \(turn.answer), \(turn.thoughts), \(turn.account), \(turn.model),
                \(Message.Status.inProgress), \(reserved), \(turn.createdAt), \(process), \(Endpoint.chat),
                \(opening.group), \(opening.units), 1,
                \(request.isEmpty ? nil : request), \(opening.choice?.stored), \(opening.tariff?.stored(for: nil)))
            """
    }

    /// What `charges.quota` holds before a `Settlement`.
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
