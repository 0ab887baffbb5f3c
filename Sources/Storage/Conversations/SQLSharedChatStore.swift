internal import Database
public import Domain

/// Shares in SQL. Every statement here names the owner, but for the one that a reader's address is looked up with.
public struct SQLSharedChatStore: SharedChatStore {
    private let store: SQLStore
    private let scrubber: SQLScrubber

    init(_ store: SQLStore, _ scrubber: SQLScrubber) {
        self.store = store
        self.scrubber = scrubber
    }

    public func keep(_ share: SharedChat) async throws(ChatError) -> (SharedChat, before: Key<Message>?) {
        try await store.write { session in
            // The conversation's row is taken first: it is not deleted meanwhile, and of two shares at once the second finds the first's.
            try SQLConversationStore.change(share.conversation, "model = model", for: share.owner, session)
            try SQLConversationStore.requireNode(share.node, in: share.conversation, for: share.owner, session)
            guard let former = try Self.find(of: share.conversation, for: share.owner, session) else {
                try session.execute(
                    """
                    INSERT INTO shared_chats (\(Self.columns))
                    VALUES (\(share.id), \(share.owner), \(share.conversation), \(share.node), \(share.title),
                        \(share.createdAt), \(share.expiresAt), \(share.isPublic), \(share.passcodeHash))
                    """)
                return (share, nil)
            }
            let kept = SharedChat(
                id: former.id, owner: share.owner, conversation: share.conversation, node: share.node,
                title: share.title, createdAt: former.createdAt, expiresAt: share.expiresAt, isPublic: share.isPublic,
                passcodeHash: share.passcodeHash)
            try session.execute(
                """
                UPDATE shared_chats SET node_id = \(kept.node), title = \(kept.title), \(Self.changed(kept))
                WHERE user_id = \(kept.owner) AND id = \(kept.id)
                """)
            return (kept, former.node)
        }
    }

    public func find(of conversation: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> SharedChat? {
        try await store.read { try Self.find(of: conversation, for: owner, $0) }
    }

    public func open(_ id: Key<SharedChat>, for owner: ID<User>) async throws(ChatError) -> SharedChat {
        let found = try await store.read { session in
            try session.rows(
                "SELECT \(Self.columns) FROM shared_chats WHERE user_id = \(owner) AND id = \(id)"
            ).first.map(Self.share)
        }
        guard let found else { throw .notFound }
        return found
    }

    public func update(_ share: SharedChat) async throws(ChatError) {
        try await store.write { session in
            try session.executeOnOne(
                "UPDATE shared_chats SET \(Self.changed(share)) WHERE user_id = \(share.owner) AND id = \(share.id)")
        }
    }

    public func delete(_ id: Key<SharedChat>, for owner: ID<User>) async throws(ChatError) {
        try await store.write { session in
            try session.executeOnOne("DELETE FROM shared_chats WHERE user_id = \(owner) AND id = \(id)")
        }
        scrubber.note()
    }

    public func list(_ page: Page, for owner: ID<User>) async throws(ChatError) -> Listing<SharedChat> {
        let mine: SQL = "shared_chats WHERE user_id = \(owner)"
        return try await store.read { session in
            let rows = try session.rows(
                "SELECT \(Self.columns) FROM \(mine) ORDER BY created_at DESC, id DESC \(SQL.page(page))")
            return Listing(items: try rows.map(Self.share), total: try session.count(mine))
        }
    }

    public func find(_ id: Key<SharedChat>) async throws(ChatError) -> SharedChat? {
        try await store.read { session in
            try session.rows(
                """
                SELECT \(Self.columns) FROM shared_chats s WHERE id = \(id)
                    AND EXISTS (SELECT 1 FROM users u WHERE u.id = s.user_id AND u.status = \(User.Status.enabled))
                """
            ).first.map(Self.share)
        }
    }

    private static func find(
        of conversation: Key<Conversation>, for owner: ID<User>, _ session: any SQLSession
    ) throws -> SharedChat? {
        try session.rows(
            "SELECT \(columns) FROM shared_chats WHERE user_id = \(owner) AND conversation_id = \(conversation)"
        ).first.map(share)
    }

    private static let columns: SQL =
        "id, user_id, conversation_id, node_id, title, created_at, expires_at, is_public, passcode_hash"

    private static func changed(_ share: SharedChat) -> SQL {
        "expires_at = \(share.expiresAt), is_public = \(share.isPublic), passcode_hash = \(share.passcodeHash)"
    }

    private static func share(_ row: Row) throws -> SharedChat {
        SharedChat(
            id: try row["id"], owner: try row["user_id"], conversation: try row["conversation_id"],
            node: try row["node_id"], title: try row["title"], createdAt: try row["created_at"],
            expiresAt: try row["expires_at"], isPublic: try row["is_public"],
            passcodeHash: try row["passcode_hash"])
    }
}
