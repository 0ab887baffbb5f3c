internal import Database
public import Domain

/// What a send is decided on, read in one transaction.
public struct SQLSendFacts: SendFactsStore {
    private let store: SQLStore
    private let rows: AccountRows

    init(_ store: SQLStore, _ ring: Keyring) {
        self.store = store
        rows = AccountRows(ring: ring)
    }

    public func facts(of draft: Draft, from user: ID<User>) async throws(ChatError) -> SendFacts {
        try await store.read { session in
            if case .next(let message, _) = draft.action, let turn = try Turn.asking(message, for: user, session) {
                return SendFacts(formerTurn: turn)
            }
            var facts = SendFacts()
            if let id = draft.conversation {
                facts.conversation = try Conversation.find(id, of: user, session)
                facts.messages = try Message.all(in: id, of: user, session)
            }
            for (account, key) in try rows.accountsWithKeys(of: user, session) {
                facts.accounts.append(account)
                facts.keys[account.account.id] = key
            }
            facts.limits = try Limit.all(of: user, session)
            return facts
        }
    }
}
