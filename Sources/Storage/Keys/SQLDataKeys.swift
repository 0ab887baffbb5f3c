public import Database
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

    /// Whether the key file is the one that the database's secrets are sealed with. What else cannot be opened is named by
    /// `unreadable`, and does not decide. Makes the first data key where there is none, and another where the newest cannot be
    /// opened. Of processes that start at once with an empty database one makes it, and all compare with that one.
    func fit() async throws(ChatError) -> Bool {
        let found = try await store.read { try KeyWitnesses(ring, $0) }
        guard found.fits, !found.isComplete else { return found.fits }
        return try await store.write { session in
            try Self.lock(session)
            let found = try KeyWitnesses(ring, session)
            guard found.fits, !found.isComplete else { return found.fits }
            if found.dataKeys.last?.opens != true { try add((found.dataKeys.last?.number ?? 0) + 1, session) }
            if found.word != true { try KeyWord.write(sealedWith: ring.file, session) }
            return true
        }
    }

    /// Has anything been sealed in this database? Then a new key file would open none of it.
    public static func areUsed(in database: any SQLDatabase) async throws -> Bool {
        try await database.read { session in
            let tables: [SQL] =
                ["data_keys", "settings WHERE name = 'key_check'"]
                + SealedColumn.all.map { "\($0.table) WHERE \($0.column) IS NOT NULL" }
            return try tables.contains { try session.exists($0) }
        }
    }

    /// Wraps every data key with another key file's key; the secrets stay as they are. From then on processes start with
    /// that one only. Refuses while something is sealed with the former key file itself. Returns what cannot be opened, and so
    /// stays as it is.
    public func rekey(to file: SealingKey) async throws(ChatError) -> [UnreadableSecret] {
        try await store.write { session in
            try Self.lock(session)
            guard try !KeyWitnesses(ring, session).former.contains(true) else {
                throw ChatError.conflict(.sealedByFile)
            }
            let lost = try unreadable(session)
            for row in try session.rows("SELECT id, wrapped FROM data_keys") {
                let number: Int64 = try row["id"]
                guard let key = try? ring.unwrap(row["wrapped"], number) else { continue }
                let wrapped = Keyring.wrap(key, number, with: file)
                try session.execute("UPDATE data_keys SET wrapped = \(wrapped) WHERE id = \(number)")
            }
            try KeyWord.write(sealedWith: file, session)
            return lost
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
