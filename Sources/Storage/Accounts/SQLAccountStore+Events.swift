internal import Database
public import Domain

/// How well accounts work, and how that changed.
extension SQLAccountStore {
    /// Raises no epoch: who remembers an account asks the pool how it is.
    public func note(_ health: AccountHealth, of id: ID<Account>) async throws(ChatError) {
        try await store.write { session in
            // First: another process may be noting the same failure, which is one event.
            try Self.take(id, session)
            let row = try session.rows("SELECT status, health FROM accounts WHERE id = \(id)")[0]
            let former = AccountHealth(storedIfAny: try row["health"])
            // Another process may know of other keys.
            let health = health.keys.isEmpty ? health : health.merged(with: former)
            try session.execute("UPDATE accounts SET health = \(health.stored) WHERE id = \(id)")
            let status: Account.Status = try row["status"]
            // One that is switched off stays so, whatever comes of what it still answers.
            guard status != .disabled else { return }
            try Self.add(.of(former, into: health, account: id), session)
        }
    }

    public func health() async throws(ChatError) -> [ID<Account>: AccountHealth] {
        try await store.read { session in
            let rows = try session.rows("SELECT id, health FROM accounts WHERE health IS NOT NULL")
            return try rows.reduce(into: [:]) { found, row in
                let id: ID<Account> = try row["id"]
                found[id] = AccountHealth(stored: try row["health"])
            }
        }
    }

    public func history(
        of id: ID<Account>, before last: ID<AccountEvent>?, atMost count: Int
    ) async throws(ChatError) -> AccountHistory {
        try await store.read { session in
            let older: SQL = last.map { "AND id < \($0)" } ?? ""
            // By id: the row of the account is taken for each, so they are in the order of the changes, whatever the clocks say.
            let rows = try session.rows(
                """
                SELECT id, account_id, at, state, reason, until, model FROM account_events
                WHERE account_id = \(id) \(older) ORDER BY id DESC LIMIT \(count + 1)
                """)
            let shown = rows.prefix(count)
            return AccountHistory(
                events: try shown.map(AccountEvent.init), next: rows.count > count ? try shown.last?["id"] : nil)
        }
    }

    public func purgeEvents(before moment: Timestamp) async throws(ChatError) {
        try await store.write { try $0.execute("DELETE FROM account_events WHERE at < \(moment)") }
    }

    /// The account's row has been taken.
    static func add(_ event: AccountEvent?, _ session: any SQLSession) throws {
        guard let event else { return }
        try session.execute(
            """
            INSERT INTO account_events (account_id, at, state, reason, until, model)
            VALUES (\(event.account), \(event.at), \(event.state), \(event.reason), \(event.until), \(event.model))
            """)
        let beyond = try session.rows(
            """
            SELECT id FROM account_events WHERE account_id = \(event.account)
            ORDER BY id DESC LIMIT 1 OFFSET \(AccountEvent.mostKept)
            """
        ).first
        guard let beyond else { return }
        let last: Int64 = try beyond["id"]
        try session.execute("DELETE FROM account_events WHERE account_id = \(event.account) AND id <= \(last)")
    }
}

extension AccountHealth {
    /// One of which nothing is stored never failed.
    init(storedIfAny text: String?) { self = text.flatMap(AccountHealth.init(stored:)) ?? AccountHealth() }
}

extension AccountEvent {
    fileprivate init(_ row: Row) throws {
        self.init(
            account: try row["account_id"], at: try row["at"], state: try row["state"], reason: try row["reason"],
            until: try row["until"], model: try row["model"])
    }
}
