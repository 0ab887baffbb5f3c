internal import Database
public import Domain
internal import JSON

/// The usage log in SQL. Turns of chats are written by `SQLConversationStore`.
public struct SQLChargeStore: ChargeStore {
    private let store: SQLStore
    private let heartbeat: SQLHeartbeat

    init(_ store: SQLStore, _ heartbeat: SQLHeartbeat) {
        self.store = store
        self.heartbeat = heartbeat
    }

    public func write(_ entries: [UsageEntry]) async throws(ChatError) {
        guard !entries.isEmpty else { return }
        try await store.write { session in
            // One that was written before, or whose writing was not told to have succeeded.
            let those: SQL = "id IN (\(SQL.list(entries.map(\.charge.id)))) AND conversation_id IS NULL"
            // Taken first: who ends abandoned calls may be about to end one of them.
            let former = try session.outcomes(of: [
                "UPDATE charges SET status = status WHERE \(those)",
                "SELECT \(Spendings.columns) FROM charges WHERE \(those) AND \(Spendings.isCounted)",
                "SELECT \(SummedCall.columns) FROM charges c WHERE \(those) AND is_summed = 1",
                "DELETE FROM charges WHERE \(those)",
            ])
            var spent = Spendings()
            for row in former[1].rows { try spent.remove(row) }
            try unsum(former[2].rows, session)
            for entry in entries where entry.settlement == .committed {
                spent.add(entry.cost, of: entry.charge.payer, on: entry.charge.account)
            }
            let insert: SQL = """
                INSERT INTO charges
                    (id, user_id, key_id, user_group, endpoint, account_id, model, units, status, quota, is_stream, created_at,
                    first_output_at, ended_at, failure, stop_reason, attempts, prompt_tokens, completion_tokens,
                    cached_tokens, reasoning_tokens, is_estimate, request_id, choice, process_id, cost, tariff, more_tokens)
                VALUES \(SQL.list(entries.map { $0.values(by: heartbeat.process) }))
                """
            let sums = spent.upsert(store.database.dialect)
            try session.outcomes(of: [insert] + [sums].compactMap(\.self))
        }
    }

    /// Rows that are written over are summed once more when the new ones are.
    private func unsum(_ rows: [Row], _ session: any SQLSession) throws {
        guard !rows.isEmpty else { return }
        var sums = HourSums()
        for row in rows { sums.remove(try SummedCall(row)) }
        try session.execute(HourSums.turn)
        try sums.write(session, store.database.dialect)
    }

    public func interruptCalls(except alive: Set<Key<Charge>>, at moment: Timestamp)
        async throws(ChatError) -> [(id: Key<Charge>, settlement: Settlement)]
    {
        try await store.write { session in
            var ended: [(id: Key<Charge>, settlement: Settlement)] = []
            var spent = Spendings()
            for call in try heartbeat.abandonedCalls(except: alive, at: moment, session) {
                let settlement: Settlement = call.hasOutput ? .committed : .refunded
                let changed = try session.execute(
                    """
                    UPDATE charges SET status = \(Message.Status.interrupted), quota = \(settlement), ended_at = \(moment)
                    WHERE id = \(call.id) AND status = \(Message.Status.inProgress) AND conversation_id IS NULL
                    """)
                guard changed > 0 else { continue }
                ended.append((call.id, settlement))
                if settlement == .committed { spent.add(0, of: call.payer, on: call.account) }
            }
            try spent.write(session, store.database.dialect)
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
            var condition = try filter.condition(session)
            if let place {
                // The first part is where an index begins to read.
                condition = """
                    \(condition) AND c.created_at <= \(place.at) AND (c.created_at < \(place.at) OR c.id < \(place.id))
                    """
            }
            return try Self.rows(
                "charges c", where: "\(condition) ORDER BY c.created_at DESC, c.id DESC \(SQL.page(page))", session)
        }
    }

    public func row(of message: Key<Message>, in conversation: Key<Conversation>, for owner: ID<User>)
        async throws(ChatError) -> UsageRow
    {
        try await store.read { session in
            let rows = try Self.rows(
                "messages m JOIN charges c ON c.id = m.turn_id AND c.user_id = m.user_id",
                where: "m.user_id = \(owner) AND m.id = \(message) AND m.conversation_id = \(conversation)", session)
            guard let row = rows.first else { throw ChatError.notFound }
            return row
        }
    }

    public func rows(of charges: [Key<Charge>]) async throws(ChatError) -> [UsageRow] {
        guard !charges.isEmpty else { return [] }
        return try await store.read { session in
            try Self.rows("charges c", where: "c.id IN (\(SQL.list(charges)))", session)
        }
    }

    public func rows(of entries: [UsageEntry]) async throws(ChatError) -> [UsageRow] {
        guard !entries.isEmpty else { return [] }
        return try await store.read { session in
            let users = try names("username AS name FROM users", Set(entries.map(\.charge.payer.user)), session)
            let keys = try names("name FROM api_keys", Set(entries.compactMap(\.charge.payer.key)), session)
            let accounts = try Self.accountNames(in: entries, session)
            return entries.map { entry in
                let (payer, asked) = (entry.charge.payer, Set(entry.accounts))
                return UsageRow(
                    entry, username: users[payer.user] ?? "", keyName: payer.key.flatMap { keys[$0] } ?? "",
                    accountNames: accounts.filter { asked.contains($0.key) })
            }
        }
    }

    private func names<Entity>(
        _ source: SQL, _ ids: Set<ID<Entity>>, _ session: any SQLSession
    ) throws -> [ID<Entity>: String] {
        guard !ids.isEmpty else { return [:] }
        let rows = try session.rows("SELECT id, \(source) WHERE id IN (\(SQL.list(ids.sorted())))")
        return try Dictionary(uniqueKeysWithValues: rows.map { row in (try row["id"], try row["name"]) })
    }

    /// Of charges `c`.
    private static func rows(_ tables: SQL, where condition: SQL, _ session: any SQLSession) throws -> [UsageRow] {
        let rows = try session.rows(
            """
            SELECT \(UsageEntry.columns), u.username AS username, k.name AS key_name
            FROM \(tables) LEFT JOIN users u ON u.id = c.user_id LEFT JOIN api_keys k ON k.id = c.key_id
            WHERE \(condition)
            """)
        let entries = try rows.map(UsageEntry.init)
        let names = try accountNames(in: entries, session)
        return try zip(entries, rows).map { entry, row in
            let asked = Set(entry.accounts)
            return UsageRow(
                entry, username: try row["username"] ?? "", keyName: try row["key_name"] ?? "",
                accountNames: names.filter { asked.contains($0.key) })
        }
    }

    /// A server gives up before it has counted ten million.
    private static let mostCounted = 100_000

    public func count(_ filter: UsageFilter) async throws(ChatError) -> Int {
        try await store.read { session in
            try session.count(
                "(SELECT 1 AS one FROM charges c WHERE \(filter.condition(session)) LIMIT \(Self.mostCounted)) AS counted"
            )
        }
    }

    public func counts(since moment: Timestamp) async throws(ChatError) -> [AccountLoad] {
        try await store.read { session in
            try session.rows(
                """
                SELECT c.account_id AS account_id, c.n AS n, a.name AS name
                FROM (SELECT account_id, COUNT(*) AS n FROM charges WHERE created_at >= \(moment) GROUP BY account_id) c
                LEFT JOIN accounts a ON a.id = c.account_id ORDER BY c.n DESC, c.account_id
                """
            ).map { AccountLoad(try $0["account_id"], name: try $0["name"] ?? "", count: try $0["n"]) }
        }
    }

    private static func accountNames(in entries: [UsageEntry], _ session: any SQLSession) throws -> [ID<Account>:
        String]
    {
        let ids = Set(entries.flatMap(\.accounts)).sorted()
        guard !ids.isEmpty else { return [:] }
        let rows = try session.rows("SELECT id, name FROM accounts WHERE id IN (\(SQL.list(ids)))")
        return try Dictionary(
            uniqueKeysWithValues: rows.map { row -> (ID<Account>, String) in (try row["id"], try row["name"]) })
    }
}

extension UsageFilter {
    /// Of charges `c`.
    ///
    /// Pages are read in the order of time, and every index ends with that: one condition leads, by which an index is chosen, and the
    /// others look at the rows that it finds. Of two that may lead a database could choose the one that finds millions.
    fileprivate func condition(_ session: any SQLSession) throws -> SQL {
        var (leading, others): ([SQL], [SQL]) = ([], [])
        func add(_ column: SQL, _ value: SQL) {
            if leading.isEmpty {
                leading.append("\(column) = \(value)")
            } else {
                others.append("COALESCE(\(column), 0) = \(value)")
            }
        }
        if let requestID { add("c.request_id", "\(requestID)") }
        if let user { add("c.user_id", "\(user)") }
        if let username { add("c.user_id", "(SELECT id FROM users WHERE username = \(username))") }
        if let key { add("c.key_id", "\(key)") }
        if let keyName {
            let keys: [ID<APIKey>] = try session.rows("SELECT id FROM api_keys WHERE name = \(keyName)").map {
                try $0["id"]
            }
            switch keys.count {
            case 0: return "1 = 0"
            case 1: add("c.key_id", "\(keys[0])")
            default: others.append("COALESCE(c.key_id, 0) IN (\(SQL.list(keys)))")
            }
        }
        if let account { add("c.account_id", "\(account)") }
        if let group {
            // Rows from before there were groups have none.
            if group == UserGroup.standard {
                others.append("COALESCE(c.user_group, \(group)) = \(group)")
            } else {
                add("c.user_group", "\(group)")
            }
        }
        if let model {
            if model.utf8.contains(UInt8(ascii: "%")) {
                others.append("c.model LIKE \(model)")
            } else {
                add("c.model", "\(model)")
            }
        }
        if statuses.count == 1 {
            add("c.status", "\(statuses[0])")
        } else if !statuses.isEmpty {
            others.append("COALESCE(c.status, '') IN (\(SQL.list(statuses)))")
        }
        if isWithoutKey { others.append("c.key_id IS NULL") }
        if let since { others.append("c.created_at >= \(since)") }
        if let before { others.append("c.created_at < \(before)") }
        return (leading + others).reduce("1 = 1") { "\($0) AND \($1)" }
    }
}

extension UsageEntry {
    /// Whose names its reader wants.
    fileprivate var accounts: [ID<Account>] {
        attempts.map(\.account) + [charge.account] + (choice?.candidates.map(\.account) ?? [])
    }
}
