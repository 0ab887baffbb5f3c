internal import Database
public import Domain

/// What a send is decided on, asked at once in one transaction.
public struct SQLSendFacts: SendFactsStore {
    private let store: SQLStore
    private let allowances: AllowanceRows

    init(_ store: SQLStore, _ allowances: AllowanceRows) {
        self.store = store
        self.allowances = allowances
    }

    public func facts(of draft: Draft, from user: ID<User>) async throws(ChatError) -> SendFacts {
        try await store.read { session in
            let questions = AllowanceRows.questions(of: user)
            let found = try session.outcomes(of: questions + draft.thread(of: user)).map(\.rows)
            var facts = try SendFacts(of: draft, from: user, found.dropFirst(questions.count), session)
            guard facts.formerTurn == nil else { return facts }
            try facts.findAssistant(of: draft, for: user, session)
            if let standing = try allowances.allowance(found.prefix(questions.count), session) {
                (facts.allowance, facts.epoch) = (standing.allowance, standing.epoch)
            }
            return facts
        }
    }

    public func thread(of draft: Draft, from user: ID<User>) async throws(ChatError) -> SendFacts {
        guard draft.conversation != nil || !draft.files.isEmpty || draft.assistant != nil else { return SendFacts() }
        return try await store.read { session in
            let found = try session.outcomes(of: draft.thread(of: user)).map(\.rows)
            var facts = try SendFacts(of: draft, from: user, found[...], session)
            if facts.formerTurn == nil { try facts.findAssistant(of: draft, for: user, session) }
            return facts
        }
    }
}

extension Draft {
    /// Looks for the conversation, if there is one, its messages, and the turn that the same message has started.
    fileprivate func thread(of user: ID<User>) -> [SQL] {
        var asked: [SQL] = []
        if let conversation {
            asked += [Conversation.find(conversation, of: user), Message.all(in: conversation, of: user)]
        }
        if case .next(let message, _) = action { asked.append(Turn.asking(message, of: user)) }
        return asked
    }
}

extension SendFacts {
    /// Of what `Draft.thread` has found. Throws `notFound` for a conversation that is not there.
    fileprivate init(
        of draft: Draft, from user: ID<User>, _ found: ArraySlice<[Row]>, _ session: any SQLSession
    ) throws {
        self.init()
        if case .next = draft.action, let row = found.last?.first {
            formerTurn = try Turn(row)
            return
        }
        if !draft.files.isEmpty { files = try File.find(draft.files, of: user, session) }
        guard draft.conversation != nil, let conversations = found.first, let messages = found.dropFirst().first else {
            return
        }
        guard let row = conversations.first else { throw ChatError.notFound }
        conversation = try Conversation(row)
        self.messages = try [Message](messages, of: user, session)
    }

    /// Asks nothing for a chat without one. Throws `notFound` for one to begin with that the member may not use; a chat that is there goes on
    /// without its own.
    fileprivate mutating func findAssistant(of draft: Draft, for user: ID<User>, _ session: any SQLSession) throws {
        guard let wanted = draft.conversation == nil ? draft.assistant : conversation?.assistant else { return }
        assistant = try Assistant.find(wanted, for: user, session)
        guard assistant != nil || draft.conversation != nil else { throw ChatError.notFound }
    }
}
