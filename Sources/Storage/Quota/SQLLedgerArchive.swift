internal import Database
public import Domain

/// The rows of `charges` as the truth about quotas.
public struct SQLLedgerArchive: LedgerArchive {
    private let store: SQLStore

    init(_ store: SQLStore) { self.store = store }

    public func entries(since moment: Timestamp) async throws(ChatError) -> [LedgerEntry] {
        try await store.read { session in
            try session.rows(
                """
                SELECT id, user_id, created_at, quota FROM charges
                WHERE created_at >= \(moment) AND quota <> \(Settlement.refunded) ORDER BY created_at
                """
            ).map { row in
                let quota: String = try row["quota"]
                return LedgerEntry(
                    charge: try row["id"], user: try row["user_id"], at: try row["created_at"],
                    isSettled: quota == Settlement.committed.rawValue)
            }
        }
    }

    public func standings(of charges: [Key<Charge>]) async throws(ChatError) -> [Key<Charge>: LedgerStanding] {
        guard !charges.isEmpty else { return [:] }
        return try await store.read { session in
            let rows = try session.rows("SELECT id, quota FROM charges WHERE id IN (\(SQL.list(charges)))")
            return try Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    let id: Key<Charge> = try row["id"]
                    let standing: LedgerStanding = try row["quota"]
                    return (id, standing)
                })
        }
    }
}
