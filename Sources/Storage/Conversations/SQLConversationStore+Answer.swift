internal import Database
public import Domain

extension SQLConversationStore {
    public func save(_ turn: Turn, _ answer: Answer) async throws(ChatError) {
        try await store.write { session in
            guard try Self.note(answer, of: turn, session) else { return }
            try Self.write(answer, of: turn, nil, session)
        }
    }

    public func end(
        _ turn: Turn, _ answer: Answer, _ end: TurnEnd, _ settlement: Settlement, _ receipt: Receipt?,
        at moment: Timestamp
    ) async throws(ChatError) {
        let passage = PassageRow(answer: answer.text, of: turn)
        try await store.write { session in
            let outcome = Self.outcome(end, settlement, receipt, at: moment)
            guard try Self.note(answer, of: turn, and: outcome, session) else { return }
            if try Self.write(answer, of: turn, end, session) {
                if let passage { try session.execute(passage.insert) }
                if !answer.files.isEmpty {
                    try session.execute(File.take(answer.files, into: turn.conversation, of: turn.owner))
                }
            }
            try Self.note(receipt, of: turn, session)
            guard settlement == .committed else { return }
            var spent = Spendings()
            spent.add(answer.cost, of: Payer(turn.owner), on: receipt?.attempts.last?.account ?? turn.account)
            try spent.write(session, store.database.dialect)
        }
    }

    /// Of processes that do so at once, the one that finds a turn running ends it.
    public func interruptTurns(except alive: Set<Key<Turn>>, at moment: Timestamp)
        async throws(ChatError) -> [(turn: Turn, settlement: Settlement)]
    {
        try await store.write { session in
            let abandoned = try heartbeat.abandonedTurns(except: alive, at: moment, session)
            try heartbeat.forgetDead(session)
            let ended = try abandoned.compactMap { try Self.interrupt($0, at: moment, session) }
            var spent = Spendings()
            for (turn, settlement) in ended where settlement == .committed {
                spent.add(0, of: Payer(turn.owner), on: turn.account)
            }
            try spent.write(session, store.database.dialect)
            return ended
        }
    }

    /// Nil when somebody else has ended it.
    private static func interrupt(
        _ found: Turn, at moment: Timestamp, _ session: any SQLSession
    ) throws -> (turn: Turn, settlement: Settlement)? {
        let isRunning: SQL = "id = \(found.id) AND user_id = \(found.owner) AND running IS NOT NULL"
        guard try session.execute("UPDATE charges SET running = NULL WHERE \(isRunning)") > 0 else { return nil }
        // Its process may have saved the first output since it was found; now that we have its row, it cannot any more.
        let row = try session.rows("SELECT \(Turn.columns) FROM charges t WHERE t.id = \(found.id)").first
        guard var turn = try row.map(Turn.init) else { return nil }
        let settlement: Settlement = turn.firstOutputAt == nil ? .refunded : .committed
        try leaveInterrupted(turn, settlement, at: moment, session)
        turn.status = .interrupted
        turn.endedAt = moment
        return (turn, settlement)
    }

    private static func leaveInterrupted(
        _ turn: Turn, _ settlement: Settlement, at moment: Timestamp, _ session: any SQLSession
    ) throws {
        let end = TurnEnd(.interrupted)
        try session.execute(
            """
            UPDATE charges SET \(outcome(end, settlement, at: moment)) WHERE id = \(turn.id) AND user_id = \(turn.owner)
            """)
        try session.execute(
            """
            UPDATE messages SET status = \(end.status)
            WHERE user_id = \(turn.owner) AND id IN (\(turn.answer), \(turn.thoughts))
            """)
        let answer = try session.rows(
            "SELECT text FROM messages WHERE user_id = \(turn.owner) AND id = \(turn.answer)"
        ).first
        guard let answer, let passage = PassageRow(answer: try answer["text"], of: turn) else { return }
        try session.execute(passage.insert)
    }

    /// What a turn's row says of its end.
    private static func outcome(
        _ end: TurnEnd, _ settlement: Settlement, _ receipt: Receipt? = nil, at moment: Timestamp
    ) -> SQL {
        let ended: SQL = """
            status = \(end.status), failure = \(end.failure), quota = \(settlement), ended_at = \(moment), running = NULL,
            stop_reason = \(end.finishReason)
            """
        guard let receipt, let last = receipt.attempts.last else { return ended }
        return "\(ended), account_id = \(last.account), attempts = \(Attempt.stored(receipt.attempts))"
    }

    /// The next turn prefers the account that answered, also where that was not the first that was asked.
    private static func note(_ receipt: Receipt?, of turn: Turn, _ session: any SQLSession) throws {
        guard let receipt, let last = receipt.attempts.last?.account, last != turn.account,
            case .finished = receipt.end
        else { return }
        try session.execute(
            """
            UPDATE conversations SET account_id = \(last)
            WHERE user_id = \(turn.owner) AND id = \(turn.conversation) AND current_node = \(turn.answer)
            """)
    }

    /// False when the turn does not run any more: then nothing of it may change.
    private static func note(
        _ answer: Answer, of turn: Turn, and outcome: SQL? = nil, _ session: any SQLSession
    ) throws -> Bool {
        let usage = answer.usage
        // Kept with the text, so that a process that dies leaves whose answer it was.
        let more: SQL =
            if let outcome { ", \(outcome)" } else { ", account_id = COALESCE(\(answer.account), account_id)" }
        return try session.execute(
            """
            UPDATE charges SET first_output_at = COALESCE(first_output_at, \(answer.firstOutputAt)),
                prompt_tokens = \(usage?.promptTokens), completion_tokens = \(usage?.completionTokens),
                cached_tokens = \(usage?.cachedTokens), reasoning_tokens = \(usage?.reasoningTokens),
                is_estimate = \(usage?.isEstimate ?? false), more_tokens = \(usage?.moreStored), cost = \(answer.cost)\(more)
            WHERE id = \(turn.id) AND user_id = \(turn.owner) AND running IS NOT NULL
            """) > 0
    }

    /// Finds no rows, does nothing and says so when the conversation was deleted meanwhile. Without an `end` it goes on.
    @discardableResult
    private static func write(
        _ answer: Answer, of turn: Turn, _ end: TurnEnd?, _ session: any SQLSession
    ) throws -> Bool {
        if !answer.reasoning.isEmpty { try write(thoughts: answer.reasoning, of: turn, end, session) }
        let status = end?.status ?? .inProgress
        return try session.execute(
            """
            UPDATE messages SET text = \(answer.text), omitted = \(answer.omitted),
                summed_up = \(answer.summedUp), status = \(status),
                failure = \(end?.failure), finish_reason = \(end?.finishReason), files = \(answer.files.storedIDs),
                tool_work = \(answer.work.stored)
            WHERE user_id = \(turn.owner) AND id = \(turn.answer)
            """) > 0
    }

    /// The first thoughts of a turn take their place between the answer and what it hung on.
    private static func write(
        thoughts text: String, of turn: Turn, _ end: TurnEnd?, _ session: any SQLSession
    ) throws {
        let status = end?.status ?? .inProgress
        let isThere = try session.execute(
            """
            UPDATE messages SET text = \(text), status = \(status)
            WHERE user_id = \(turn.owner) AND id = \(turn.thoughts)
            """)
        if isThere > 0 { return }
        // Its row is taken first: a conversation that is deleted meanwhile is found to be gone.
        let hasConversation = try session.execute(
            "UPDATE conversations SET model = model WHERE user_id = \(turn.owner) AND id = \(turn.conversation)")
        guard hasConversation > 0 else { return }
        let answer = try session.rows(
            "SELECT parent_id, sequence FROM messages WHERE user_id = \(turn.owner) AND id = \(turn.answer)"
        ).first
        guard let answer else { return }
        let thoughts = Message(
            id: turn.thoughts, conversation: turn.conversation, parent: try answer["parent_id"], role: .assistant,
            kind: .thoughts, text: text, status: status, createdAt: turn.createdAt, model: turn.model,
            turn: turn.id)
        let place: Int = try answer["sequence"]
        try session.execute(Message.insert([(thoughts, place - 1)], for: turn.owner))
        try session.execute(
            """
            UPDATE messages SET parent_id = \(turn.thoughts) WHERE user_id = \(turn.owner) AND id = \(turn.answer)
            """)
    }
}
