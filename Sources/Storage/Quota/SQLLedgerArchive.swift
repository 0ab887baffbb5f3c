internal import Database
public import Domain

/// The rows of `turns` as the truth about quotas.
public struct SQLLedgerArchive: LedgerArchive {
    private let store: SQLStore

    init(_ store: SQLStore) { self.store = store }

    public func entries(since moment: Timestamp) async throws(ChatError) -> [LedgerEntry] {
        try await store.read { session in
            try session.rows(
                """
                SELECT id, user_id, created_at, quota FROM turns
                WHERE created_at >= \(moment) AND quota <> \(Settlement.refunded) ORDER BY created_at
                """
            ).map { row in
                let quota: String = try row["quota"]
                return LedgerEntry(
                    turn: try row["id"], user: try row["user_id"], at: try row["created_at"],
                    isSettled: quota == Settlement.committed.rawValue)
            }
        }
    }

    public func standings(of turns: [Key<Turn>]) async throws(ChatError) -> [Key<Turn>: LedgerStanding] {
        guard !turns.isEmpty else { return [:] }
        return try await store.read { session in
            let rows = try session.rows("SELECT id, quota FROM turns WHERE id IN (\(SQL.list(turns)))")
            return try Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    let id: Key<Turn> = try row["id"]
                    let standing: LedgerStanding = try row["quota"]
                    return (id, standing)
                })
        }
    }
}
