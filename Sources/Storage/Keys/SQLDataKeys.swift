internal import Database
public import Domain
public import Transport

/// The data keys in SQL: made at the first start, changed by an operator.
///
/// Whoever adds or wraps one holds the row `data_keys` of `locks`.
public struct SQLDataKeys: Sendable {
    let store: SQLStore
    let ring: Keyring

    init(_ store: SQLStore, _ ring: Keyring) {
        self.store = store
        self.ring = ring
    }

    /// Whether the key file opens the data keys and every secret; makes the first data key where there is none. Of
    /// processes that start at once with an empty database one makes it, and all compare with that one.
    func fit() async throws(ChatError) -> Bool {
        do {
            let hasKeys = try await check()
            if !hasKeys { try await begin() }
            if !hasKeys { _ = try await check() }
            return true
        } catch {
            guard error == Keyring.unavailable else { throw error }
            return false
        }
    }

    /// Opens all there is; false when there is no data key yet.
    private func check() async throws(ChatError) -> Bool {
        try await store.read { session in
            let keys = try session.rows("SELECT id, wrapped FROM data_keys")
            for row in keys { _ = try ring.unwrap(row["wrapped"], row["id"]) }
            if keys.isEmpty { try FormerKeyCheck.pass(with: ring, session) }
            for column in SealedColumn.all {
                for (row, stored) in try column.values(session) {
                    _ = try ring.open(stored, for: column.place(of: row), session)
                }
            }
            return !keys.isEmpty
        }
    }

    private func begin() async throws(ChatError) {
        try await store.write { session in
            try Self.lock(session)
            guard try !session.exists("data_keys") else { return }
            try add(1, session)
            try FormerKeyCheck.remove(session)
        }
    }

    /// Wraps every data key with another key file's key; the secrets stay as they are. From then on processes start with
    /// that one only. Refuses while something is sealed with the former key file itself.
    public func rekey(to file: SealingKey) async throws(ChatError) {
        try await store.write { session in
            try Self.lock(session)
            for column in SealedColumn.all {
                for (_, stored) in try column.values(session) where SealedValue(stored)?.key == nil {
                    throw ChatError.conflict(
                        code: "sealed_by_file", message: "Some secrets have no data key yet: run keys rotate first.")
                }
            }
            for row in try session.rows("SELECT id, wrapped FROM data_keys") {
                let number: Int64 = try row["id"]
                let wrapped = Keyring.wrap(try ring.unwrap(row["wrapped"], number), number, with: file)
                try session.execute("UPDATE data_keys SET wrapped = \(wrapped) WHERE id = \(number)")
            }
        }
    }

    static func lock(_ session: any SQLSession) throws {
        try session.execute("UPDATE locks SET name = name WHERE name = 'data_keys'")
    }

    func add(_ number: Int64, _ session: any SQLSession) throws {
        let wrapped = Keyring.wrap(.random(), number, with: ring.file)
        try session.execute(
            """
            INSERT INTO data_keys (id, wrapped, created_at)
            VALUES (\(number), \(wrapped), \(SQL.now(store.database.dialect)))
            """)
    }
}

/// What told the right key file before there were data keys: a known word that it had sealed.
private enum FormerKeyCheck {
    static func pass(with ring: Keyring, _ session: any SQLSession) throws {
        guard let row = try session.rows("SELECT value FROM settings WHERE name = 'key_check'").first else { return }
        _ = try ring.open(row["value"], for: "settings|value|key_check", session)
    }

    static func remove(_ session: any SQLSession) throws {
        try session.execute("DELETE FROM settings WHERE name = 'key_check'")
    }
}

extension SealedColumn {
    /// All values there are, with their rows.
    func values(_ session: any SQLSession) throws -> [(row: Int64, stored: [UInt8])] {
        try session.rows("SELECT id, \(column) AS stored FROM \(table) WHERE \(column) IS NOT NULL").map {
            (try $0["id"], try $0["stored"])
        }
    }
}
