internal import Database
public import Domain

/// Personal links in SQL. A revoked link is a deleted row.
public struct SQLLinkStore: LinkStore {
    private let store: SQLStore

    init(_ store: SQLStore) { self.store = store }

    public func issue(for user: ID<User>, hash: [UInt8], expiresAt: Timestamp?, at moment: Timestamp)
        async throws(ChatError) -> ShareLink
    {
        try await store.write { session in
            // The member's row keeps another link from being issued at the same time.
            try session.executeOnOne("UPDATE users SET status = status WHERE id = \(user)")
            try Self.revoke(user, session)
            try session.execute(
                """
                INSERT INTO share_links (user_id, hash, created_at, expires_at, last_used_at)
                VALUES (\(user), \(hash), \(moment), \(expiresAt), NULL)
                """)
            return ShareLink(id: ID(session.lastInsertID), user: user, createdAt: moment, expiresAt: expiresAt)
        }
    }

    public func find(_ hash: [UInt8], at moment: Timestamp) async throws(ChatError) -> (link: ShareLink, user: User)? {
        try await store.read { session in
            guard let link = try Self.first("hash = \(hash)", at: moment, session),
                let user = try User.findEnabled(link.user, session)
            else { return nil }
            return (link, user)
        }
    }

    public func current(of user: ID<User>, at moment: Timestamp) async throws(ChatError) -> ShareLink? {
        try await store.read { try Self.first("user_id = \(user)", at: moment, $0) }
    }

    public func revoke(of user: ID<User>) async throws(ChatError) {
        try await store.write { try Self.revoke(user, $0) }
    }

    public func touch(_ id: ID<ShareLink>, at moment: Timestamp) async {
        // Losing one costs nothing, and nobody waits for an answer.
        _ = try? await store.write {
            try $0.execute("UPDATE share_links SET last_used_at = \(moment) WHERE id = \(id)")
        }
    }

    private static func revoke(_ user: ID<User>, _ session: any SQLSession) throws {
        try User.raiseEpochs(where: "id = \(user)", session)
        try session.execute(
            "DELETE FROM sessions WHERE link_id IN (SELECT id FROM share_links WHERE user_id = \(user))")
        try session.execute("DELETE FROM share_links WHERE user_id = \(user)")
    }

    private static func first(_ filter: SQL, at moment: Timestamp, _ session: any SQLSession) throws -> ShareLink? {
        let row = try session.rows(
            """
            SELECT id, user_id, created_at, expires_at, last_used_at FROM share_links
            WHERE \(filter) AND (expires_at IS NULL OR expires_at > \(moment))
            """
        ).first
        return try row.map { row in
            ShareLink(
                id: try row["id"], user: try row["user_id"], createdAt: try row["created_at"],
                expiresAt: try row["expires_at"], lastUsedAt: try row["last_used_at"])
        }
    }
}
