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
                INSERT INTO sessions (hash, user_id, link_id, created_at, expires_at, last_seen_at, confirmed_at)
                VALUES (\(session.hash), \(session.user), \(session.link), \(session.createdAt), \(session.expiresAt),
                    \(session.lastSeenAt), \(session.confirmedAt))
                """)
        }
    }

    public func find(_ hash: [UInt8], at moment: Timestamp) async throws(ChatError) -> Principal? {
        try await store.read { sql in
            let row = try sql.rows(
                """
                SELECT \(Session.columns), \(User.columns), \(User.epoch) AS epoch
                FROM sessions JOIN users ON users.id = sessions.user_id
                WHERE sessions.hash = \(hash) AND \(Self.lives(at: moment))
                """
            ).first
            return try row.map { Principal(user: try User($0), session: try Session($0), epoch: try $0["epoch"]) }
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
                WHERE sessions.hash IN (\(SQL.list(hashes))) AND \(Self.lives(at: moment))
                """
            ).map { row in try row["hash"] }
        }
    }

    public func list(of user: ID<User>, at moment: Timestamp) async throws(ChatError) -> [Session] {
        try await store.read { sql in
            try sql.rows(
                """
                SELECT \(Session.columns) FROM sessions JOIN users ON users.id = sessions.user_id
                WHERE sessions.user_id = \(user) AND \(Self.lives(at: moment))
                ORDER BY session_last_seen_at DESC, session_created_at DESC, session_hash LIMIT 100
                """
            ).map(Session.init)
        }
    }

    /// Of a session that is joined with its user.
    private static func lives(at moment: Timestamp) -> SQL {
        """
        sessions.expires_at > \(moment) AND \(Session.lastUse) > \(moment - Session.idleLifetime)
        AND users.status = \(User.Status.enabled)
        """
    }

    /// Both engines take many more values in one statement.
    private static let mostAtOnce = 500

    public func touch(_ hash: [UInt8], at moment: Timestamp) async {
        // Losing one costs nothing, and nobody waits for an answer.
        _ = try? await store.write { sql in
            try sql.execute(
                """
                UPDATE sessions SET last_seen_at = \(moment)
                WHERE hash = \(hash) AND \(Session.lastUse) <= \(moment - Session.noteInterval)
                """)
        }
    }

    public func confirm(_ hash: [UInt8], at moment: Timestamp) async throws(ChatError) {
        try await store.write {
            try $0.executeOnOne("UPDATE sessions SET confirmed_at = \(moment) WHERE hash = \(hash)")
        }
    }

    public func delete(_ hash: [UInt8]) async throws(ChatError) {
        try await store.write { sql in
            let owner: SQL = "(SELECT user_id FROM sessions WHERE hash = \(hash))"
            try User.raiseEpochs(where: "id = \(owner)", sql)
            try sql.execute("DELETE FROM sessions WHERE hash = \(hash)")
        }
    }

    public func deleteAll(of user: ID<User>) async throws(ChatError) {
        try await store.write { sql in
            try User.raiseEpochs(where: "id = \(user)", sql)
            try sql.execute("DELETE FROM sessions WHERE user_id = \(user)")
        }
    }

    public func purge(before moment: Timestamp) async throws(ChatError) {
        try await store.write { sql in
            try sql.execute("DELETE FROM sessions WHERE expires_at <= \(moment)")
            try sql.execute("DELETE FROM sessions WHERE last_seen_at <= \(moment - Session.idleLifetime)")
        }
    }
}

extension Session {
    /// Under names of their own, to be read together with their user's.
    fileprivate static let columns: SQL = """
        sessions.hash AS session_hash, sessions.user_id AS session_user_id, sessions.link_id AS session_link_id,
        sessions.created_at AS session_created_at, sessions.expires_at AS session_expires_at,
        \(lastUse) AS session_last_seen_at, sessions.confirmed_at AS session_confirmed_at
        """

    /// A process of a version that does not know the column leaves it empty.
    fileprivate static let lastUse: SQL = "COALESCE(sessions.last_seen_at, sessions.created_at)"

    fileprivate init(_ row: Row) throws(DatabaseError) {
        self.init(
            hash: try row["session_hash"], user: try row["session_user_id"], link: try row["session_link_id"],
            createdAt: try row["session_created_at"], expiresAt: try row["session_expires_at"],
            lastSeenAt: try row["session_last_seen_at"], confirmedAt: try row["session_confirmed_at"])
    }
}
