internal import Database
public import Domain

/// The logins of accounts, which stand sealed in the place of their keys.
extension SQLAccountStore: CredentialStore {
    public func pair(of id: ID<Account>) async throws(ChatError) -> TokenPair? {
        TokenPair(keptAs: try await key(of: id))
    }

    public func pairs() async throws(ChatError) -> [(account: Account, pair: TokenPair)] {
        try await store.read { session in
            let found = try session.rows(
                """
                SELECT \(AccountRows.columns) FROM accounts a
                WHERE kind IN (\(Provider.codex), \(Provider.chatGPTWeb)) AND lends = 1 ORDER BY id
                """)
            return try found.compactMap { row in
                let (account, key) = try rows.accountWithKey(row, session)
                guard account.unreadable.isEmpty else { return nil }
                return TokenPair(keptAs: key).map { (account, $0) }
            }
        }
    }

    public func credentials() async throws(ChatError) -> [(account: Account, credential: Credential)] {
        try await store.read { session in
            let found = try session.rows(
                "SELECT \(AccountRows.columns) FROM accounts a WHERE sealed_key IS NOT NULL ORDER BY id")
            return try found.compactMap { row in
                let (account, key) = try rows.accountWithKey(row, session)
                guard !account.unreadable.contains(.key) else { return nil }
                return (account, Credential(key, of: account.provider))
            }
        }
    }

    public func replace(
        _ version: Int64, of id: ID<Account>, by pair: TokenPair
    ) async throws(ChatError) -> TokenPair? {
        try await store.write { session in
            try Self.take(id, session)
            let row = try session.rows("SELECT kind, sealed_key FROM accounts WHERE id = \(id)")[0]
            let provider: Provider = try row["kind"]
            let former = try rows.open(row["sealed_key"], .accountKey, of: id, session)
            guard provider.hasLogin, TokenPair(keptAs: former)?.version == version else { return nil }
            var next = pair
            next.version = version + 1
            let sealed = try rows.seal(next.stored, .accountKey, of: id, session)
            try session.execute(
                "UPDATE accounts SET sealed_key = \(sealed), renewing_until = NULL WHERE id = \(id)")
            return next
        }
    }

    public func claim(_ id: ID<Account>, for span: Duration) async throws(ChatError) -> Bool {
        let now = SQL.now(store.database.dialect)
        let length = span.inMilliseconds
        return try await store.write { session in
            // What ends much later than it can was written before the clock went back. A little later is one that was made while this
            // statement waited for the row: its time is that of its beginning.
            try session.execute(
                """
                UPDATE accounts SET renewing_until = \(now) + \(length)
                WHERE id = \(id)
                    AND (renewing_until IS NULL OR renewing_until <= \(now) OR renewing_until > \(now) + \(2 * length))
                """) > 0
        }
    }

    public func release(_ id: ID<Account>) async throws(ChatError) {
        try await store.write { try $0.execute("UPDATE accounts SET renewing_until = NULL WHERE id = \(id)") }
    }

    /// Whoever reads the row after this reads what is stored, and keeps others from changing it. Throws `notFound`.
    static func take(_ id: ID<Account>, _ session: any SQLSession) throws {
        try session.executeOnOne("UPDATE accounts SET status = status WHERE id = \(id)")
    }
}

// MARK: What is left

extension SQLAccountStore {
    public func note(_ balance: AccountBalance, of id: ID<Account>) async throws(ChatError) {
        try await store.write {
            try $0.executeOnOne("UPDATE accounts SET balance = \(balance.stored) WHERE id = \(id)")
        }
    }

    public func lastReadings() async throws(ChatError) -> [LastReading] {
        try await store.read { session in
            try session.rows(
                """
                SELECT id, kind, usage_windows, balance FROM accounts
                WHERE status = \(Account.Status.enabled) AND lends = 1 AND kind IN (\(SQL.list(Provider.readable))) ORDER BY id
                """
            ).map { row in
                let (windows, balance): (String?, String?) = (try row["usage_windows"], try row["balance"])
                let readAt = windows.flatMap(UsageWindows.init)?.readAt
                return LastReading(
                    try row["id"], try row["kind"], readAt: readAt ?? balance.flatMap(AccountBalance.init)?.readAt)
            }
        }
    }

    /// Raises no epoch: nobody is chosen by it.
    public func note(_ windows: UsageWindows, of id: ID<Account>) async throws(ChatError) {
        try await store.write {
            try $0.executeOnOne("UPDATE accounts SET usage_windows = \(windows.stored) WHERE id = \(id)")
        }
    }
}
