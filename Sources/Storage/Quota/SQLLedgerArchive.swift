internal import Database
public import Domain

/// The rows of `charges` as the truth about quotas.
public struct SQLLedgerArchive: LedgerArchive {
    private let store: SQLStore

    init(_ store: SQLStore) { self.store = store }

    public func open() async throws(ChatError) -> [OpenCharge] {
        // Whatever runs is reserved, and nothing else is; few rows have that status, and there is an index of it.
        try await store.read { session in
            try session.rows(
                """
                SELECT id, user_id, key_id, user_group, endpoint, account_id, model, units, tariff, created_at FROM charges
                WHERE status = \(Message.Status.inProgress) AND quota = \(LedgerState.reserved.rawValue)
                """
            ).map { row in
                try Charge(row).open
            }
        }
    }

    public func tally(
        of counter: QuotaCounter, in span: ClosedRange<Timestamp>, by bucket: Int64?, except: Set<Key<Charge>>
    ) async throws(ChatError) -> [Timestamp: Int] {
        try await store.read { session in
            if let spent = try counter.spent(until: span.upperBound, except: except, session) {
                return [span.lowerBound: spent]
            }
            let others: SQL = except.isEmpty ? "" : " AND id NOT IN (\(SQL.list(except.sorted { $0.text < $1.text })))"
            let rows = try session.rows(
                """
                SELECT model, created_at - created_at % \(bucket ?? .max) AS bucket,
                    CAST(SUM(\(counter.spec.unit.column)) AS SIGNED) AS amount
                FROM charges WHERE \(counter.subject.condition) AND created_at >= \(span.lowerBound)
                AND created_at <= \(span.upperBound) AND quota = \(Settlement.committed)\(others)
                GROUP BY model, bucket
                """)
            var amounts: [Timestamp: Int] = [:]
            for row in rows where ModelPattern.anyMatches(counter.spec.models, try row["model"]) {
                let start: Timestamp = try row["bucket"]
                amounts[bucket == nil ? span.lowerBound : start, default: 0] += try row["amount"]
            }
            return amounts
        }
    }

    public func edges(around moment: Timestamp) async throws(ChatError) -> (latest: Timestamp?, next: Timestamp?) {
        try await store.read { session in
            func edge(_ question: SQL) throws -> Timestamp? { try session.rows(question).first?["edge"] }
            return (
                try edge(
                    """
                    SELECT created_at AS edge FROM charges WHERE created_at <= \(moment) AND quota <> \(Settlement.refunded)
                    ORDER BY created_at DESC LIMIT 1
                    """),
                try edge(
                    """
                    SELECT created_at AS edge FROM charges WHERE created_at > \(moment) AND quota <> \(Settlement.refunded)
                    ORDER BY created_at LIMIT 1
                    """)
            )
        }
    }

    public func standings(of charges: [Key<Charge>]) async throws(ChatError) -> [Key<Charge>: LedgerStanding] {
        guard !charges.isEmpty else { return [:] }
        return try await store.read { session in
            let rows = try session.rows(
                """
                SELECT id, quota, prompt_tokens + completion_tokens AS tokens, cost FROM charges
                WHERE id IN (\(SQL.list(charges)))
                """)
            return try Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    let id: Key<Charge> = try row["id"]
                    return (
                        id,
                        LedgerStanding(try row["quota"], QuotaTotal(tokens: try row["tokens"], money: try row["cost"]))
                    )
                })
        }
    }
}

extension QuotaCounter {
    /// Of a balance: what its sum says, without what came after `moment` and some other charges. Nil where there is no such sum.
    fileprivate func spent(
        until moment: Timestamp, except: Set<Key<Charge>>, _ session: any SQLSession
    ) throws(DatabaseError) -> Int? {
        guard spec == QuotaSpec(.lifetime, .money, ["*"]) else { return nil }
        let sum: SQL
        switch subject {
        case .member(let user): sum = Spendings.cost(of: .member, "\(user)")
        case .key(let key): sum = Spendings.cost(of: .key, "\(key)")
        default: return nil
        }
        func cost(_ condition: SQL) -> SQL {
            "COALESCE((SELECT SUM(cost) FROM charges WHERE \(subject.condition) AND \(condition) AND \(Spendings.isCounted)), 0)"
        }
        var left: SQL = "\(sum) - \(cost("created_at > \(moment)"))"
        if !except.isEmpty {
            let ids = except.sorted { $0.text < $1.text }
            left = "\(left) - \(cost("created_at <= \(moment) AND id IN (\(SQL.list(ids)))"))"
        }
        return try session.rows("SELECT CAST(\(left) AS SIGNED) AS spent").first?["spent"]
    }
}

extension QuotaUnit {
    /// What a row takes.
    fileprivate var column: SQL {
        switch self {
        case .messages: "1"
        case .weighted: "units"
        case .tokens: "COALESCE(prompt_tokens, 0) + COALESCE(completion_tokens, 0)"
        case .money: "cost"
        }
    }
}

extension QuotaSubject {
    fileprivate var condition: SQL {
        switch self {
        case .system: "1 = 1"
        case .group(let name): "user_group = \(name)"
        case .account(let account): "account_id = \(account)"
        case .member(let user): "user_id = \(user)"
        case .memberOnAccount(let user, let account): "user_id = \(user) AND account_id = \(account)"
        case .key(let key): "key_id = \(key)"
        }
    }
}
