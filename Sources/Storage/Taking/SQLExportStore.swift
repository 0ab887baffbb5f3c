internal import Database
public import Domain

/// Exports in SQL.
public struct SQLExportStore: ExportStore {
    private let store: SQLStore
    private let ring: Keyring

    /// How many are removed at a time.
    private static let portion = 100

    init(_ store: SQLStore, _ ring: Keyring) {
        self.store = store
        self.ring = ring
    }

    public func conversations(after last: Key<Conversation>?, limit: Int, of owner: ID<User>)
        async throws(ChatError) -> [Conversation]
    {
        let behind: SQL = if let last { " AND id > \(last)" } else { "" }
        return try await store.read { session in
            try session.rows(
                """
                SELECT \(Conversation.columns) FROM conversations
                WHERE user_id = \(owner) AND trashed_at IS NULL AND expires_at IS NULL\(behind) ORDER BY id LIMIT \(limit)
                """
            ).map { try Conversation($0) }
        }
    }

    public func files(after last: Key<File>?, limit: Int, of owner: ID<User>) async throws(ChatError) -> [File] {
        let behind: SQL = if let last { " AND public_id > \(last)" } else { "" }
        let kept: SQL =
            "SELECT id FROM conversations WHERE user_id = \(owner) AND trashed_at IS NULL AND expires_at IS NULL"
        return try await store.read { session in
            let ids: [Key<File>] = try session.rows(
                """
                SELECT public_id FROM files
                WHERE user_id = \(owner) AND state = \(FileState.ready) AND conversation_id IN (\(kept))\(behind)
                ORDER BY public_id LIMIT \(limit)
                """
            ).map { try $0["public_id"] }
            guard !ids.isEmpty else { return [] }
            return try File.find(ids, of: owner, session).sorted { $0.id.text < $1.id.text }
        }
    }

    public func begin(_ export: Export) async throws(ChatError) {
        try await store.write { session in
            let owner: SQL = "id = \(export.owner) AND status = \(User.Status.enabled)"
            guard try session.execute("UPDATE users SET status = status WHERE \(owner)") > 0 else {
                throw ChatError.unauthorized
            }
            try session.execute(
                """
                INSERT INTO exports (public_id, user_id, name, media_type, size, created_at)
                VALUES (\(export.id), \(export.owner), \(export.name), \(export.mediaType), \(export.size),
                    \(export.createdAt))
                """)
        }
    }

    public func finish(_ export: Export, sealedWith key: Secret) async throws(ChatError) {
        try await store.write { session in
            let mine: SQL = "user_id = \(export.owner) AND public_id = \(export.id)"
            guard let row = try session.rows("SELECT id FROM exports WHERE \(mine)").first else {
                throw ChatError.notFound
            }
            let number: Int64 = try row["id"]
            let sealed = try ring.seal(key, for: SealedColumn.exportKey.place(of: number), session)
            try session.executeOnOne("UPDATE exports SET sealed_key = \(sealed), size = \(export.size) WHERE \(mine)")
        }
    }

    public func find(_ id: Key<Export>, of owner: ID<User>) async throws(ChatError) -> (Export, Secret) {
        try await store.read { session in
            let row = try session.rows(
                """
                SELECT id, public_id, user_id, name, media_type, size, sealed_key, created_at FROM exports
                WHERE user_id = \(owner) AND public_id = \(id)
                """
            ).first
            guard let row, let sealed: [UInt8] = try row["sealed_key"] else { throw ChatError.notFound }
            let export = Export(
                id: try row["public_id"], owner: try row["user_id"], name: try row["name"],
                mediaType: try row["media_type"], size: try row["size"], createdAt: try row["created_at"])
            return (export, try ring.open(sealed, for: SealedColumn.exportKey.place(of: row["id"]), session))
        }
    }

    public func due(before moment: Timestamp) async throws(ChatError) -> [Key<Export>] {
        try await store.read { session in
            // Also of members who are gone.
            let orphaned: SQL = "NOT EXISTS (SELECT 1 FROM users u WHERE u.id = exports.user_id)"
            return try session.rows(
                """
                SELECT public_id FROM exports WHERE created_at < \(moment) OR \(orphaned) ORDER BY id
                LIMIT \(Self.portion)
                """
            ).map { try $0["public_id"] }
        }
    }

    public func all(of owner: ID<User>) async throws(ChatError) -> [Key<Export>] {
        try await store.read { session in
            try session.rows("SELECT public_id FROM exports WHERE user_id = \(owner)").map { try $0["public_id"] }
        }
    }

    public func forget(_ exports: [Key<Export>]) async throws(ChatError) {
        guard !exports.isEmpty else { return }
        try await store.write { session in
            try session.execute("DELETE FROM exports WHERE public_id IN (\(SQL.list(exports)))")
        }
    }
}
