internal import Database
public import Domain

/// Accounts with what a list shows of each, in one question.
extension SQLAccountStore {
    public func rows(
        _ page: Page, matching keyword: String?, tagged tag: String?
    ) async throws(ChatError) -> Listing<AccountRow> {
        let filter = Self.filter(keyword, tag)
        return try await store.read { session in
            let found = try Self.rows(
                "WHERE \(filter) ORDER BY priority DESC, id DESC \(SQL.page(page))", session)
            return Listing(
                items: try found.map { try row($0, session) }, total: try session.count("accounts WHERE \(filter)"))
        }
    }

    public func row(of id: ID<Account>) async throws(ChatError) -> AccountRow {
        try await store.read { session in
            let found = try Self.rows("WHERE id = \(id) AND lends = 1", session).first
            guard let found else { throw ChatError.notFound }
            return try row(found, session)
        }
    }

    private static func rows(_ choice: SQL, _ session: any SQLSession) throws -> [Row] {
        try session.rows(
            """
            SELECT \(AccountRows.columns), a.usage_windows, a.balance,
                \(Spendings.cost(of: .account, "a.id")) AS spent,
                (SELECT count(*) FROM bindings b WHERE b.account_id = a.id) AS bound_count,
                (SELECT min(t.id) FROM audit t WHERE t.object_kind = \(AuditObject.Kind.account.rawValue)
                    AND t.object_id = a.id AND t.action = \(AuditAction.accountTested.rawValue)
                    AND t.result = \(AuditResult.done.rawValue)) AS proof
            FROM (SELECT * FROM accounts \(choice)) a ORDER BY a.priority DESC, a.id DESC
            """)
    }

    private func row(_ row: Row, _ session: any SQLSession) throws -> AccountRow {
        let (key, proof): ([UInt8]?, Int64?) = (try row["sealed_key"], try row["proof"])
        let (account, secret) = try rows.accountWithKey(row, session)
        var shown = AccountRow(
            account, hasKey: key != nil, boundCount: try row["bound_count"], isProven: proof != nil)
        shown.spent = try row["spent"]
        if case .pair(let pair) = Credential(secret, of: account.provider) { shown.login = AccountLogin(pair) }
        shown.keys = KeyRing(stored: secret).map(KeyNames.init)
        let balance: String? = try row["balance"]
        shown.balance = balance.flatMap(AccountBalance.init)
        let windows: String? = try row["usage_windows"]
        shown.windows = windows.flatMap(UsageWindows.init)
        return shown
    }
}
