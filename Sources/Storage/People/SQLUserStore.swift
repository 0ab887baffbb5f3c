internal import Database
public import Domain
import Synchronization

/// Members and administrators in SQL.
public struct SQLUserStore: UserStore {
    let store: SQLStore
    private let scrubber: SQLScrubber
    private let visits = Visits()

    init(_ store: SQLStore, _ scrubber: SQLScrubber) {
        self.store = store
        self.scrubber = scrubber
    }

    public func list(_ page: Page, matching keyword: String?) async throws(ChatError) -> Listing<User> {
        let filter = SQL.matching(keyword, in: ["username", "display_name", "remark"])
        return try await store.read { session in
            let rows = try session.rows(
                "SELECT \(User.columns) FROM users WHERE \(filter) ORDER BY id \(SQL.page(page))")
            return Listing(items: try rows.map(User.init), total: try session.count("users WHERE \(filter)"))
        }
    }

    public func count() async throws(ChatError) -> Statistics.Count {
        try await store.read { session in
            Statistics.Count(
                total: try session.count("users"),
                enabled: try session.count("users WHERE status = \(User.Status.enabled)"))
        }
    }

    public func find(_ id: ID<User>) async throws(ChatError) -> User {
        guard let user = try await store.read({ try User.find(id, $0) }) else { throw .notFound }
        return user
    }

    public func credentials(of username: String) async throws(ChatError) -> (user: User, passwordHash: String?)? {
        try await store.read { session in
            let row = try session.rows(
                "SELECT \(User.columns), password_hash FROM users WHERE username = \(User.name(username))"
            ).first
            guard let row else { return nil }
            return (try User(row), try row["password_hash"])
        }
    }

    public func create(_ user: NewUser) async throws(ChatError) -> User {
        try await store.write { session in try Self.insert(user, session) }
    }

    public func update(_ user: User) async throws(ChatError) {
        try await store.write { session in
            try Self.keepingAnAdmin(session) {
                try refusingDuplicates(as: Self.usernameTaken) {
                    try session.executeOnOne(
                        """
                        UPDATE users SET username = \(User.name(user.username)), display_name = \(user.displayName),
                            role = \(user.role), status = \(user.status), package_id = \(user.package),
                            user_group = \(user.group), remark = \(user.remark), epoch = epoch + 1
                        WHERE id = \(user.id)
                        """)
                }
            }
        }
    }

    public func setPassword(_ hash: String, of id: ID<User>) async throws(ChatError) {
        try await store.write { session in
            try session.executeOnOne("UPDATE users SET password_hash = \(hash) WHERE id = \(id)")
        }
    }

    public func replacePassword(_ hash: String, by newer: String, of id: ID<User>) async throws(ChatError) {
        try await store.write { session in
            try session.execute(
                "UPDATE users SET password_hash = \(newer) WHERE id = \(id) AND password_hash = \(hash)")
        }
    }

    public func touch(_ id: ID<User>, at moment: Timestamp) async {
        guard visits.isWorthNoting(id, at: moment) else { return }
        // Losing one costs nothing, and nobody waits for an answer.
        _ = try? await store.write { session in
            try session.execute(
                """
                UPDATE users SET last_seen_at = \(moment)
                WHERE id = \(id) AND (last_seen_at IS NULL OR last_seen_at < \(moment - Visits.interval))
                """)
        }
    }
}

// MARK: Administrators

extension SQLUserStore {
    public func hasAdmin() async throws(ChatError) -> Bool {
        try await store.read { try Self.hasAdmin($0) }
    }

    public func createFirstAdmin(_ user: NewUser) async throws(ChatError) -> User {
        var admin = user
        admin.role = .root
        return try await store.write { [admin] session in
            try Self.lockAdmins(session)
            guard try !Self.hasAdmin(session) else {
                throw ChatError.conflict(.alreadySetUp)
            }
            return try Self.insert(admin, session)
        }
    }

    /// Runs `change`, and undoes it if it took the last administrator who can sign in.
    private static func keepingAnAdmin(_ session: any SQLSession, _ change: () throws -> Void) throws {
        try lockAdmins(session)
        let hadOne = try hasAdmin(session)
        try change()
        guard try !hadOne || hasAdmin(session) else {
            throw ChatError.conflict(.lastAdmin)
        }
    }

    /// On a server, two transactions could otherwise each remove the administrator whom the other one counts.
    private static func lockAdmins(_ session: any SQLSession) throws {
        try session.execute("UPDATE locks SET name = name WHERE name = 'admins'")
    }

    private static func hasAdmin(_ session: any SQLSession) throws -> Bool {
        try session.exists(
            """
            users WHERE role >= \(User.Role.admin) AND status = \(User.Status.enabled) AND password_hash IS NOT NULL
            """)
    }

    private static func insert(_ user: NewUser, _ session: any SQLSession) throws -> User {
        let username = User.name(user.username)
        try refusingDuplicates(as: usernameTaken) {
            try session.execute(
                """
                INSERT INTO users
                    (username, display_name, password_hash, role, status, package_id, user_group, remark, created_at,
                    last_seen_at)
                VALUES (\(username), \(user.displayName), \(user.passwordHash), \(user.role),
                    \(User.Status.enabled), \(user.package), \(user.group), \(user.remark), \(user.createdAt), NULL)
                """)
        }
        return User(
            id: ID(session.lastInsertID), username: username, displayName: user.displayName, role: user.role,
            package: user.package, group: user.group, remark: user.remark, createdAt: user.createdAt)
    }

    private static let usernameTaken = ChatError.conflict(.usernameTaken)
}

// MARK: Leaving

extension SQLUserStore {
    public func delete(_ id: ID<User>, keepingConversationsUntil keepUntil: Timestamp?) async throws(ChatError) {
        try await store.write { session in
            try Self.keepingAnAdmin(session) {
                let tables: [SQL] = [
                    "bindings", "sessions", "share_links", "shared_chats", "jobs", "instructions", "preferences",
                ]
                for table in tables {
                    try session.execute("DELETE FROM \(table) WHERE user_id = \(id)")
                }
                // Nobody can ask for them any more, and no administrator looks at them.
                try SQLResponseStore.deleteAll(of: id, session)
                try SQLAppUserStore.deleteAll(paidBy: id, session)
                // Their names stay in the usage log.
                let now = SQL.now(store.database.dialect)
                try session.execute(
                    """
                    UPDATE api_keys SET hash = NULL, sealed = NULL, deleted_at = \(now)
                    WHERE user_id = \(id) AND deleted_at IS NULL
                    """)
                try session.executeOnOne("DELETE FROM users WHERE id = \(id)")
            }
            if let keepUntil {
                try session.execute(
                    "INSERT INTO deleted_users (user_id, keep_until) VALUES (\(id), \(keepUntil))")
            } else {
                try Self.deleteConversations(of: id, session)
            }
        }
        scrubber.note()
    }

    public func purge(before moment: Timestamp) async throws(ChatError) {
        let due: [ID<User>] = try await store.read { session in
            try session.rows("SELECT user_id FROM deleted_users WHERE keep_until < \(moment)").map { try $0["user_id"] }
        }
        for id in due {
            try await store.write { session in
                try Self.deleteConversations(of: id, session)
                try session.execute("DELETE FROM deleted_users WHERE user_id = \(id)")
            }
            scrubber.note()
        }
    }

    static func deleteConversations(of id: ID<User>, _ session: any SQLSession) throws {
        try SQLImportStore.forgetAll(of: id, session)
        try session.execute("DELETE FROM passages WHERE user_id = \(id)")
        try session.execute("DELETE FROM summaries WHERE user_id = \(id)")
        try session.execute("DELETE FROM messages WHERE user_id = \(id)")
        try session.execute("DELETE FROM conversations WHERE user_id = \(id)")
        try File.delete(where: "user_id = \(id)", session)
        try session.execute("DELETE FROM projects WHERE user_id = \(id)")
    }
}
