internal import Database
public import Domain

/// Leases in SQL, by the clock of the database: those of processes may differ by more than a lease lasts.
public struct SQLLeaseStore: LeaseStore {
    private let store: SQLStore
    private let process: String

    /// A row that ends later than any lease was written before the clock went back.
    private static let longest: Int64 = 3_600_000

    init(_ store: SQLStore, process: String) {
        self.store = store
        self.process = process
    }

    public func take(_ lease: Lease, for span: Duration) async throws(ChatError) -> Bool {
        precondition(span.inMilliseconds <= Self.longest, "a lease lasts an hour at most")
        let now = SQL.now(store.database.dialect)
        return try await store.write { session in
            // Before the lease has a row, nothing else keeps two from making it.
            try session.execute("UPDATE locks SET name = name WHERE name = 'leases'")
            let taken = try session.execute(
                """
                UPDATE leases SET holder = \(process), expires_at = \(now) + \(span.inMilliseconds)
                WHERE name = \(lease)
                    AND (holder = \(process) OR expires_at <= \(now) OR expires_at > \(now) + \(Self.longest))
                """)
            if taken > 0 { return true }
            guard try !session.exists("leases WHERE name = \(lease)") else { return false }
            try session.execute(
                """
                INSERT INTO leases (name, holder, expires_at)
                VALUES (\(lease), \(process), \(now) + \(span.inMilliseconds))
                """)
            return true
        }
    }

    public func giveBack(_ lease: Lease) async throws(ChatError) {
        try await store.write { session in
            try session.execute("DELETE FROM leases WHERE name = \(lease) AND holder = \(process)")
        }
    }
}
