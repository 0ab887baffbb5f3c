internal import Database
public import Domain
internal import JSON

/// The usage log in SQL. Turns of chats are written by `SQLConversationStore`.
public struct SQLChargeStore: ChargeStore {
    private let store: SQLStore
    private let presence: SQLPresence

    init(_ store: SQLStore, _ presence: SQLPresence) {
        self.store = store
        self.presence = presence
    }

    public func write(_ entries: [UsageEntry]) async throws(ChatError) {
        guard !entries.isEmpty else { return }
        try await store.write { session in
            // One that was written before, or whose writing was not told to have succeeded.
            let ids = entries.map(\.charge.id)
            try session.execute("DELETE FROM charges WHERE id IN (\(SQL.list(ids))) AND conversation_id IS NULL")
            try session.execute(
                """
                INSERT INTO charges
                    (id, user_id, key_id, endpoint, account_id, model, units, status, quota, is_stream, created_at,
                    first_output_at, ended_at, failure, stop_reason, attempts, prompt_tokens, completion_tokens,
                    cached_tokens, reasoning_tokens, request_id, process_id)
                VALUES \(SQL.list(entries.map { $0.values(by: presence.process) }))
                """)
        }
    }

    public func interruptCalls(except alive: Set<Key<Charge>>, at moment: Timestamp)
        async throws(ChatError) -> [(id: Key<Charge>, settlement: Settlement)]
    {
        try await store.write { session in
            var ended: [(id: Key<Charge>, settlement: Settlement)] = []
            for call in try presence.abandonedCalls(except: alive, at: moment, session) {
                let settlement: Settlement = call.hasOutput ? .committed : .refunded
                let changed = try session.execute(
                    """
                    UPDATE charges SET status = \(Message.Status.interrupted), quota = \(settlement), ended_at = \(moment)
                    WHERE id = \(call.id) AND status = \(Message.Status.inProgress) AND conversation_id IS NULL
                    """)
                if changed > 0 { ended.append((call.id, settlement)) }
            }
            return ended
        }
    }
}

// MARK: Reading

extension SQLChargeStore {
    public func list(_ filter: UsageFilter, after place: UsagePlace?, _ page: Page)
        async throws(ChatError) -> [UsageRow]
    {
        try await store.read { session in
            var condition = filter.condition
            if let place {
                condition = """
                    \(condition) AND (c.created_at < \(place.at) OR (c.created_at = \(place.at) AND c.id < \(place.id)))
                    """
            }
            let rows = try session.rows(
                """
                SELECT \(UsageEntry.columns), u.username AS username, k.name AS key_name
                FROM charges c LEFT JOIN users u ON u.id = c.user_id LEFT JOIN api_keys k ON k.id = c.key_id
                WHERE \(condition) ORDER BY c.created_at DESC, c.id DESC \(SQL.page(page))
                """)
            let entries = try rows.map(UsageEntry.init)
            let names = try Self.accountNames(in: entries, session)
            return try zip(entries, rows).map { entry, row in
                let asked = Set(entry.attempts.map(\.account) + [entry.charge.account])
                return UsageRow(
                    entry, username: try row["username"] ?? "", keyName: try row["key_name"] ?? "",
                    accountNames: names.filter { asked.contains($0.key) })
            }
        }
    }

    public func count(_ filter: UsageFilter) async throws(ChatError) -> Int {
        try await store.read { session in
            try session.count(
                """
                charges c LEFT JOIN users u ON u.id = c.user_id LEFT JOIN api_keys k ON k.id = c.key_id
                WHERE \(filter.condition)
                """)
        }
    }

    private static func accountNames(in entries: [UsageEntry], _ session: any SQLSession) throws -> [ID<Account>:
        String]
    {
        let ids = Set(entries.flatMap { $0.attempts.map(\.account) + [$0.charge.account] }).sorted()
        guard !ids.isEmpty else { return [:] }
        let rows = try session.rows("SELECT id, name FROM accounts WHERE id IN (\(SQL.list(ids)))")
        return try Dictionary(
            uniqueKeysWithValues: rows.map { row -> (ID<Account>, String) in (try row["id"], try row["name"]) })
    }
}

extension UsageFilter {
    /// Of charges `c`, their users `u` and keys `k`.
    fileprivate var condition: SQL {
        var condition: SQL = "1 = 1"
        if let user { condition = "\(condition) AND c.user_id = \(user)" }
        if let username { condition = "\(condition) AND u.username = \(username)" }
        if let key { condition = "\(condition) AND c.key_id = \(key)" }
        if let keyName { condition = "\(condition) AND k.name = \(keyName)" }
        if let model { condition = "\(condition) AND c.model LIKE \(model)" }
        if let account { condition = "\(condition) AND c.account_id = \(account)" }
        if !statuses.isEmpty { condition = "\(condition) AND c.status IN (\(SQL.list(statuses)))" }
        if let since { condition = "\(condition) AND c.created_at >= \(since)" }
        if let before { condition = "\(condition) AND c.created_at < \(before)" }
        return condition
    }
}
