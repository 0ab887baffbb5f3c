internal import Database
public import Domain

/// Browsers that are signed in, in SQL.
public struct SQLSessionStore: SessionStore {
    private let store: SQLStore

    init(_ store: SQLStore) { self.store = store }

    public func create(_ session: Session) async throws(ChatError) {
        try await store.write { sql in
            try sql.execute(
                """
                INSERT INTO sessions (hash, user_id, link_id, created_at, expires_at)
                VALUES (\(session.hash), \(session.user), \(session.link), \(session.createdAt), \(session.expiresAt))
                """)
        }
    }

    public func find(_ hash: [UInt8], at moment: Timestamp) async throws(ChatError) -> (session: Session, user: User)? {
        try await store.read { sql in
            let row = try sql.rows(
                """
                SELECT hash, user_id, link_id, created_at, expires_at FROM sessions
                WHERE hash = \(hash) AND expires_at > \(moment)
                """
            ).first
            guard let row else { return nil }
            let session = try Session(row)
            guard let user = try User.findEnabled(session.user, sql) else { return nil }
            return (session, user)
        }
    }

    public func living(among hashes: [[UInt8]], at moment: Timestamp) async throws(ChatError) -> Set<[UInt8]> {
        var found: Set<[UInt8]> = []
        var rest = hashes[...]
        while !rest.isEmpty {
            let some = rest.prefix(Self.mostAtOnce)
            rest = rest.dropFirst(some.count)
            found.formUnion(try await living(among: some, at: moment))
        }
        return found
    }

    private func living(among hashes: ArraySlice<[UInt8]>, at moment: Timestamp) async throws(ChatError) -> [[UInt8]] {
        try await store.read { sql in
            try sql.rows(
                """
                SELECT sessions.hash AS hash FROM sessions JOIN users ON users.id = sessions.user_id
                WHERE sessions.hash IN (\(SQL.list(hashes))) AND sessions.expires_at > \(moment)
                AND users.status = \(User.Status.enabled)
                """
            ).map { row in try row["hash"] }
        }
    }

    /// Both engines take many more values in one statement.
    private static let mostAtOnce = 500

    public func delete(_ hash: [UInt8]) async throws(ChatError) {
        try await store.write { try $0.execute("DELETE FROM sessions WHERE hash = \(hash)") }
    }

    public func deleteAll(of user: ID<User>) async throws(ChatError) {
        try await store.write { try $0.execute("DELETE FROM sessions WHERE user_id = \(user)") }
    }

    public func purge(before moment: Timestamp) async throws(ChatError) {
        try await store.write { try $0.execute("DELETE FROM sessions WHERE expires_at <= \(moment)") }
    }
}

extension Session {
    fileprivate init(_ row: Row) throws(DatabaseError) {
        self.init(
            hash: try row["hash"], user: try row["user_id"], link: try row["link_id"],
            createdAt: try row["created_at"], expiresAt: try row["expires_at"])
    }
}
