internal import Database
public import Domain

/// Who may use which account, in SQL.
public struct SQLBindingStore: BindingStore {
    let store: SQLStore
    private let rows: AccountRows

    init(_ store: SQLStore, _ ring: Keyring) {
        self.store = store
        rows = AccountRows(ring: ring)
    }

    public func list(of user: ID<User>?, to account: ID<Account>?, _ page: Page)
        async throws(ChatError) -> Listing<Binding>
    {
        let filter = Self.filter(user, account)
        return try await store.read { session in
            let rows = try session.rows(
                """
                SELECT id, user_id, account_id, mode, priority, place, created_at FROM bindings
                WHERE \(filter) ORDER BY id \(SQL.page(page))
                """)
            return Listing(items: try rows.map(Binding.init), total: try session.count("bindings WHERE \(filter)"))
        }
    }

    public func create(
        _ user: ID<User>, _ account: ID<Account>, mode: Binding.Mode, priority: Int, at moment: Timestamp
    )
        async throws(ChatError) -> Binding
    {
        try await store.write { session in
            // Keeps another transaction from binding the account at the same time.
            try session.executeOnOne("UPDATE accounts SET status = status WHERE id = \(account) AND lends = 1")
            guard try User.raiseEpochs(where: "id = \(user)", session) > 0 else { throw ChatError.notFound }
            try Self.refuse(user, account, mode, session)
            try session.execute(
                """
                INSERT INTO bindings (user_id, account_id, mode, priority, created_at)
                VALUES (\(user), \(account), \(mode), \(priority), \(moment))
                """)
            return Binding(
                id: ID(session.lastInsertID), user: user, account: account, mode: mode, priority: priority,
                createdAt: moment)
        }
    }

    public func delete(_ id: ID<Binding>) async throws(ChatError) {
        try await store.write { session in
            try User.raiseEpochs(where: "id = (SELECT user_id FROM bindings WHERE id = \(id))", session)
            try session.executeOnOne("DELETE FROM bindings WHERE id = \(id)")
        }
    }

    public func order(_ accounts: [ID<Account>], of user: ID<User>) async throws(ChatError) -> [ID<Account>] {
        try await store.write { session in
            guard try User.raiseEpochs(where: "id = \(user)", session) > 0 else { throw ChatError.notFound }
            let former = try session.rows(
                "SELECT account_id FROM bindings WHERE user_id = \(user) AND place IS NOT NULL ORDER BY place"
            ).map { row -> ID<Account> in try row["account_id"] }
            try session.execute("UPDATE bindings SET place = NULL WHERE user_id = \(user) AND place IS NOT NULL")
            for (place, account) in accounts.enumerated() {
                try session.executeOnOne(
                    "UPDATE bindings SET place = \(place) WHERE user_id = \(user) AND account_id = \(account)")
            }
            return former
        }
    }

    public func names(boundTo account: ID<Account>, atMost count: Int)
        async throws(ChatError) -> (names: [String], count: Int)
    {
        try await store.read { session in
            let bound: SQL = """
                bindings b JOIN users u ON u.id = b.user_id
                WHERE b.account_id = \(account) AND u.status = \(User.Status.enabled)
                """
            let names = try session.rows(
                "SELECT u.username AS username FROM \(bound) ORDER BY u.username LIMIT \(count)"
            )
            .map { row -> String in try row["username"] }
            return (names, try session.count(bound))
        }
    }

    public func accounts(of user: ID<User>) async throws(ChatError) -> [BoundAccount] {
        try await store.read { try rows.accounts(of: user, $0) }
    }

    public func statuses(of user: ID<User>, atMost count: Int) async throws(ChatError) -> Listing<AccountStatus> {
        try await store.read { session in
            Listing(
                items: try rows.statuses(of: user, atMost: count, session),
                total: try session.count("bindings WHERE user_id = \(user)"))
        }
    }

    static func filter(_ user: ID<User>?, _ account: ID<Account>?) -> SQL {
        var filter: SQL = "1 = 1"
        if let user { filter = "\(filter) AND user_id = \(user)" }
        if let account { filter = "\(filter) AND account_id = \(account)" }
        return filter
    }

    private static func refuse(
        _ user: ID<User>, _ account: ID<Account>, _ mode: Binding.Mode, _ session: any SQLSession
    ) throws {
        let others = try session.rows("SELECT user_id, mode FROM bindings WHERE account_id = \(account)")
        for other in others where try other["user_id"] == user {
            throw ChatError.conflict(.alreadyBound)
        }
        let isDedicated = try others.contains { try $0["mode"] == Binding.Mode.dedicated }
        guard !isDedicated, mode == .shared || others.isEmpty else {
            throw ChatError.conflict(.accountDedicated)
        }
    }
}

extension Binding {
    init(_ row: Row) throws(DatabaseError) {
        self.init(
            id: try row["id"], user: try row["user_id"], account: try row["account_id"], mode: try row["mode"],
            priority: try row["priority"], place: try row["place"], createdAt: try row["created_at"])
    }
}
