internal import Database
public import Domain

/// What a send is decided on, asked at once in one transaction.
public struct SQLSendFacts: SendFactsStore {
    private let store: SQLStore
    private let rows: AccountRows

    init(_ store: SQLStore, _ ring: Keyring) {
        self.store = store
        rows = AccountRows(ring: ring)
    }

    public func facts(of draft: Draft, from user: ID<User>) async throws(ChatError) -> SendFacts {
        try await store.read { session in
            let allowance = [rows.accountsWithKeys(of: user), Limit.all(of: user)]
            let found = try session.outcomes(of: allowance + draft.thread(of: user)).map(\.rows)
            var facts = try SendFacts(of: draft, found.dropFirst(allowance.count))
            guard facts.formerTurn == nil else { return facts }
            for (account, key) in try rows.accountsWithKeys(found[0], session) {
                facts.allowance.accounts.append(account)
                facts.allowance.keys[account.account.id] = key
            }
            facts.epoch = try found[0].first?["epoch"]
            facts.allowance.limits = try found[1].map(Limit.init)
            return facts
        }
    }

    public func thread(of draft: Draft, from user: ID<User>) async throws(ChatError) -> SendFacts {
        guard draft.conversation != nil else { return SendFacts() }
        return try await store.read { session in
            try SendFacts(of: draft, session.outcomes(of: draft.thread(of: user)).map(\.rows)[...])
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
    fileprivate init(of draft: Draft, _ found: ArraySlice<[Row]>) throws {
        self.init()
        if case .next = draft.action, let row = found.last?.first {
            formerTurn = try Turn(row)
            return
        }
        guard draft.conversation != nil, let conversations = found.first, let messages = found.dropFirst().first else {
            return
        }
        guard let row = conversations.first else { throw ChatError.notFound }
        conversation = try Conversation(row)
        self.messages = try messages.map(Message.init)
    }
}
