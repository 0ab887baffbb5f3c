internal import Database
public import Domain

/// Refresh tokens in SQL: a row beside the account whose login each is.
public struct SQLRefreshTokenStore: RefreshTokenStore {
    let store: SQLStore
    let accounts: SQLAccountStore

    init(_ store: SQLStore, _ ring: Keyring) {
        self.store = store
        accounts = SQLAccountStore(store, ring)
    }

    static let columns: SQL = """
        r.id AS row_id, r.biz_id, r.user_name, r.email, r.plan_type, r.tag AS row_tag, r.memo, r.enabled, r.result, r.user_info, \
        r.account_info, r.refreshed_at, r.created_at AS row_created_at, r.updated_at, a.lends, \(AccountRows.columns)
        """
    /// An account that is of another kind by now has no refresh token.
    static let table: SQL = """
        refresh_tokens r JOIN accounts a ON a.id = r.account_id AND a.kind = \(Provider.codex)
        """

    public func list(_ page: Page, where filter: RefreshTokenFilter) async throws(ChatError) -> Listing<RefreshToken> {
        let found: SQL = "\(Self.table) WHERE \(filter.sql)"
        return try await store.read { session in
            let rows = try session.rows("SELECT \(Self.columns) FROM \(found) ORDER BY r.id DESC \(SQL.page(page))")
            return Listing(items: try rows.map { try token($0, session) }, total: try session.count(found))
        }
    }

    public func find(_ id: ID<RefreshToken>) async throws(ChatError) -> RefreshToken {
        try await store.read { try find(id, $0) }
    }

    func find(_ id: ID<RefreshToken>, _ session: any SQLSession) throws -> RefreshToken {
        guard let found = try first("r.id = \(id)", session) else { throw ChatError.notFound }
        return found
    }

    public func find(_ name: RefreshTokenName) async throws(ChatError) -> RefreshToken? {
        let filter: SQL =
            switch name {
            case .bizID(let name): "r.biz_id = \(name)"
            case .email(let address): "r.email = \(address)"
            }
        return try await store.read { try first(filter, $0) }
    }

    private func first(_ filter: SQL, _ session: any SQLSession) throws -> RefreshToken? {
        try session.rows("SELECT \(Self.columns) FROM \(Self.table) WHERE \(filter) ORDER BY r.id LIMIT 1").first
            .map { try token($0, session) }
    }

    private func token(_ row: Row, _ session: any SQLSession) throws -> RefreshToken {
        let (account, key) = try accounts.rows.accountWithKey(row, session)
        var token = RefreshToken(
            id: try row["row_id"], bizID: try row["biz_id"], account: account, lends: try row["lends"],
            pair: account.unreadable.isEmpty ? TokenPair(keptAs: key) : nil, createdAt: try row["row_created_at"],
            updatedAt: try row["updated_at"])
        (token.userName, token.email, token.plan) = (try row["user_name"], try row["email"], try row["plan_type"])
        (token.tag, token.memo, token.isEnabled) = (try row["row_tag"], try row["memo"], try row["enabled"])
        (token.result, token.userInfo) = (try row["result"], try row["user_info"])
        (token.accountInfo, token.refreshedAt) = (try row["account_info"], try row["refreshed_at"])
        return token
    }

    public func due(before moment: Timestamp, now: Timestamp) async throws(ChatError) -> [ID<RefreshToken>] {
        try await store.read { session in
            try session.rows(
                """
                SELECT r.id AS id FROM \(Self.table)
                WHERE r.enabled = 1 AND (r.tried_at IS NULL OR r.tried_at <= \(moment) OR r.tried_at > \(now))
                ORDER BY r.tried_at IS NOT NULL, r.tried_at, r.id LIMIT 100
                """
            ).map { try $0["id"] }
        }
    }
}

// MARK: What came of it

extension SQLRefreshTokenStore {
    public func note(
        _ refresh: NotedRefresh, of id: ID<RefreshToken>, at moment: Timestamp
    ) async throws(ChatError) {
        try await store.write { session in
            try session.executeOnOne(
                "UPDATE refresh_tokens SET result = \(refresh.result), tried_at = \(moment) WHERE id = \(id)")
            guard let owner = refresh.owner else { return }
            try session.execute(
                "UPDATE refresh_tokens SET refreshed_at = \(moment), updated_at = \(moment) WHERE id = \(id)")
            if !owner.email.isEmpty {
                try session.execute("UPDATE refresh_tokens SET email = \(owner.email.cut(320)) WHERE id = \(id)")
            }
            if !owner.plan.isEmpty {
                try session.execute("UPDATE refresh_tokens SET plan_type = \(owner.plan.cut(64)) WHERE id = \(id)")
            }
        }
    }

    public func note(
        _ profile: TokenProfile, of id: ID<RefreshToken>, at moment: Timestamp
    ) async throws(ChatError) {
        guard profile.user != nil || profile.workspaces != nil else { return }
        try await store.write { session in
            try session.executeOnOne("UPDATE refresh_tokens SET updated_at = \(moment) WHERE id = \(id)")
            if let user = profile.user {
                try session.execute(
                    """
                    UPDATE refresh_tokens SET user_name = \(user.name.cut(255)), email = \(user.email.cut(320)),
                        user_info = \(user.info) WHERE id = \(id)
                    """)
            }
            if let told = profile.workspaces {
                try session.execute(
                    """
                    UPDATE refresh_tokens SET plan_type = \(told.plan.cut(64)), account_info = \(told.info)
                    WHERE id = \(id)
                    """)
            }
        }
    }
}

extension RefreshTokenFilter {
    fileprivate var sql: SQL {
        var sql: SQL = "1 = 1"
        let parts: [(SQL, String)] = [
            ("r.biz_id", bizID), ("r.tag", tag), ("r.email", email), ("r.plan_type", plan),
        ]
        for (column, text) in parts where !text.isEmpty { sql = "\(sql) AND \(column.holds(text))" }
        if !keyword.isEmpty {
            let columns: [SQL] = ["r.biz_id", "r.email", "r.tag", "r.memo"]
            let found = columns.dropFirst().reduce(columns[0].holds(keyword)) { "\($0) OR \($1.holds(keyword))" }
            sql = "\(sql) AND (\(found))"
        }
        if let isEnabled { sql = "\(sql) AND r.enabled = \(isEnabled)" }
        if let created {
            sql = "\(sql) AND r.created_at >= \(created.lowerBound) AND r.created_at < \(created.upperBound)"
        }
        return sql
    }
}

extension String {
    /// What a column of so many characters holds: the provider says how long it is.
    func cut(_ most: Int) -> String { utf8.count <= most ? self : String(unicodeScalars.prefix(most)) }
}
