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
            var asked = [rows.accountsWithKeys(of: user), Limit.all(of: user)]
            if let id = draft.conversation {
                asked += [Conversation.find(id, of: user), Message.all(in: id, of: user)]
            }
            if case .next(let message, _) = draft.action { asked.append(Turn.asking(message, of: user)) }
            let found = try session.outcomes(of: asked).map(\.rows)
            if case .next = draft.action, let row = found.last?.first { return SendFacts(formerTurn: try Turn(row)) }
            var facts = SendFacts()
            for (account, key) in try rows.accountsWithKeys(found[0], session) {
                facts.accounts.append(account)
                facts.keys[account.account.id] = key
            }
            facts.limits = try found[1].map(Limit.init)
            guard draft.conversation != nil else { return facts }
            guard let row = found[2].first else { throw ChatError.notFound }
            facts.conversation = try Conversation(row)
            facts.messages = try found[3].map(Message.init)
            return facts
        }
    }
}
