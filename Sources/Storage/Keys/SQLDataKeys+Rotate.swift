internal import Database
public import Domain

/// What a rotation did.
public struct KeyRotation: Sendable, Equatable {
    /// The number of the data key that seals now.
    public let key: Int64
    /// How many secrets it has sealed anew.
    public let sealed: Int
    /// How many former data keys were of no more use.
    public let dropped: Int
    /// What it could not open, and left as it is.
    public let unreadable: [UnreadableSecret]
}

extension SQLDataKeys {
    /// So long a former data key is kept though nothing is sealed with it: who began to seal before the next one was there
    /// may still be at it, for seconds.
    static let patience = Duration.seconds(3600)

    /// Makes a new data key and seals every secret with it, one by one. It may break off anywhere and be run again: what was
    /// not reached is opened by the key it was sealed with. What nothing opens is passed over.
    public func rotate() async throws(ChatError) -> KeyRotation {
        let newest = try await store.write { session in
            try Self.lock(session)
            let row = try session.rows("SELECT id FROM data_keys ORDER BY id DESC LIMIT 1").first
            guard let row else { throw Keyring.unavailable }
            let number: Int64 = try row["id"] + 1
            try add(number, session)
            return number
        }
        var sealed = 0
        for column in SealedColumn.all { sealed += try await reseal(column, since: newest) }
        return KeyRotation(
            key: newest, sealed: sealed, dropped: try await drop(), unreadable: try await unreadable())
    }

    private enum Resealing { case done, changed, unreadable }

    private func reseal(_ column: SealedColumn, since newest: Int64) async throws(ChatError) -> Int {
        var (last, count) = (Int64(0), 0)
        while let (row, stored) = try await next(in: column, after: last) {
            if let key = SealedValue(stored)?.key, key >= newest {
                last = row
                continue
            }
            let outcome = try await store.write { session -> Resealing in
                let place = column.place(of: row)
                guard try ring.opens(stored, for: place, session) else { return .unreadable }
                let sealed = try ring.seal(ring.open(stored, for: place, session), for: place, session)
                // Only what was read: somebody may have entered another secret meanwhile. Then it is looked at again.
                let change: SQL = """
                    UPDATE \(column.table) SET \(column.column) = \(sealed)
                    WHERE id = \(row) AND \(column.column) = \(stored)
                    """
                return try session.execute(change) > 0 ? .done : .changed
            }
            if outcome != .changed { last = row }
            if outcome == .done { count += 1 }
        }
        return count
    }

    private func next(in column: SealedColumn, after last: Int64) async throws(ChatError) -> (Int64, [UInt8])? {
        try await store.read { session in
            let row = try session.rows(
                """
                SELECT id, \(column.column) AS stored FROM \(column.table)
                WHERE id > \(last) AND \(column.column) IS NOT NULL ORDER BY id LIMIT 1
                """
            ).first
            return try row.map { (try $0["id"], try $0["stored"]) }
        }
    }

    /// Of the former keys those that were replaced long ago and that nothing is sealed with.
    func drop() async throws(ChatError) -> Int {
        let patience = Self.patience.components.seconds * 1000
        let now = SQL.now(store.database.dialect)
        return try await store.write { session in
            try Self.lock(session)
            let used = try Set(
                SealedColumn.all.flatMap { try $0.values(session).compactMap { SealedValue($0.stored)?.key } })
            let replaced = try session.rows(
                """
                SELECT k.id AS id FROM data_keys k JOIN data_keys n
                    ON n.id = (SELECT MIN(later.id) FROM data_keys later WHERE later.id > k.id)
                WHERE n.created_at <= \(now) - \(patience)
                """)
            let useless = try replaced.map { try $0["id"] as Int64 }.filter { !used.contains($0) }
            for number in useless { try session.execute("DELETE FROM data_keys WHERE id = \(number)") }
            return useless.count
        }
    }
}
