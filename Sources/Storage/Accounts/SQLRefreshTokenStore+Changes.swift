internal import Database
public import Domain

/// Adding and changing refresh tokens. Whoever adds one holds the row of their settings: of two who add the same token at once the second
/// finds that of the first.
extension SQLRefreshTokenStore {
    private static func lock(_ session: any SQLSession) throws {
        try session.execute("UPDATE refresh_token_settings SET clients = clients WHERE id = 1")
    }

    private static let homeless: SQL = """
        accounts a LEFT JOIN refresh_tokens r ON r.account_id = a.id
        WHERE a.kind = \(Provider.codex) AND a.sealed_key IS NOT NULL AND r.id IS NULL
        """

    public func adopt(at moment: Timestamp) async throws(ChatError) {
        guard try await store.read({ try $0.exists(Self.homeless) }) else { return }
        try await store.write { session in
            try Self.lock(session)
            let found = try session.rows("SELECT \(AccountRows.columns) FROM \(Self.homeless) ORDER BY a.id")
            for row in found {
                let (account, key) = try accounts.rows.accountWithKey(row, session)
                guard account.unreadable.isEmpty, let pair = TokenPair(keptAs: key) else { continue }
                let usual = RefreshToken.bizID(of: account.id)
                let isTaken = try session.exists("refresh_tokens WHERE biz_id = \(usual)")
                let name = isTaken ? Key<RefreshToken>.random().text : usual
                let token = StoredToken(
                    bizID: name, account: account, pair: pair, tag: account.tag, isEnabled: false)
                try Self.insert(token, over: account.id, at: moment, session)
            }
        }
    }

    public func create(_ new: [StoredToken], at moment: Timestamp) async throws(ChatError) -> [RefreshTokenOutcome] {
        try await store.write { session in
            try Self.lock(session)
            var known = try known(session)
            return try new.map { token in
                let mark = token.pair.refresh.reveal()
                if let account = known[mark] {
                    let row = try session.rows("SELECT id FROM refresh_tokens WHERE account_id = \(account)").first
                    return .known(try row.map { try $0["id"] })
                }
                if try session.exists("refresh_tokens WHERE biz_id = \(token.bizID)") { return .nameTaken }
                let account = try accounts.create(token.account, token.pair.stored, session)
                try session.execute("UPDATE accounts SET lends = 0 WHERE id = \(account.id)")
                let id = try Self.insert(token, over: account.id, at: moment, session)
                known[mark] = account.id
                return .made(try find(id, session))
            }
        }
    }

    /// The refresh tokens of all accounts, the one before the newest, too: what bought that one is the same login.
    private func known(_ session: any SQLSession) throws -> [String: ID<Account>] {
        let found = try session.rows(
            """
            SELECT \(AccountRows.columns) FROM accounts a
            WHERE kind IN (\(Provider.codex), \(Provider.chatGPTWeb)) AND sealed_key IS NOT NULL
            """)
        return try found.reduce(into: [:]) { known, row in
            let (account, key) = try accounts.rows.accountWithKey(row, session)
            guard let pair = TokenPair(keptAs: key) else { return }
            for token in [pair.refresh, pair.previous] where !token.isEmpty { known[token.reveal()] = account.id }
        }
    }

    @discardableResult
    private static func insert(
        _ token: StoredToken, over account: ID<Account>, at moment: Timestamp, _ session: any SQLSession
    ) throws -> ID<RefreshToken> {
        try session.execute(
            """
            INSERT INTO refresh_tokens
                (account_id, biz_id, user_name, email, plan_type, tag, memo, enabled, result, user_info, account_info,
                created_at, updated_at)
            VALUES (\(account), \(token.bizID), '', \(token.pair.owner.email.cut(320)), \(token.pair.owner.plan.cut(64)),
                \(token.tag), \(token.memo), \(token.isEnabled), '', '', '', \(moment), \(moment))
            """)
        return ID(session.lastInsertID)
    }

    public func update(
        _ id: ID<RefreshToken>, _ change: RefreshTokenChange, models: [String], at moment: Timestamp
    ) async throws(ChatError) -> RefreshToken {
        try await store.write { session in
            // First the account: its login may be renewed at this moment.
            let account = try find(id, session).account.id
            try SQLAccountStore.take(account, session)
            let former = try find(id, session)
            try refusingDuplicates(as: .conflict(.exists)) {
                try session.execute(
                    """
                    UPDATE refresh_tokens SET biz_id = \(change.bizID ?? former.bizID), tag = \(change.tag ?? former.tag),
                        memo = \(change.memo ?? former.memo), enabled = \(change.isEnabled ?? former.isEnabled),
                        updated_at = \(moment)
                    WHERE id = \(id)
                    """)
            }
            try setWay(change.proxy, change.client, of: former, session)
            if let lends = change.lends, lends != former.lends { try set(lends, former, models, session) }
            return try find(id, session)
        }
    }

    private func setWay(
        _ proxy: String?, _ client: String?, of token: RefreshToken, _ session: any SQLSession
    ) throws {
        let id = token.account.id
        if let proxy {
            let sealed = try accounts.rows.seal(Secret(proxy), .accountProxy, of: id, session)
            try session.execute("UPDATE accounts SET sealed_proxy = \(sealed) WHERE id = \(id)")
        }
        if let client {
            var options = token.account.options
            options.login.client = client
            try session.execute("UPDATE accounts SET options = \(options.stored) WHERE id = \(id)")
        }
        guard proxy != nil || client != nil else { return }
        try SQLAccountStore.raiseEpochs(ofMembersWith: id, session)
    }

    private func set(_ lends: Bool, _ token: RefreshToken, _ models: [String], _ session: any SQLSession) throws {
        let id = token.account.id
        guard try lends || !session.exists("bindings WHERE account_id = \(id)") else {
            throw ChatError.conflict(.accountBound)
        }
        let offered = token.account.models.isEmpty ? models : token.account.models
        try session.execute("UPDATE accounts SET lends = \(lends), models = \(offered.stored) WHERE id = \(id)")
    }

    public func delete(_ id: ID<RefreshToken>) async throws(ChatError) {
        try await store.write { session in
            let account = try find(id, session).account.id
            try SQLAccountStore.take(account, session)
            guard try !find(id, session).lends else { throw ChatError.conflict(.accountLends) }
            try session.execute("DELETE FROM account_events WHERE account_id = \(account)")
            try session.execute("DELETE FROM refresh_tokens WHERE id = \(id)")
            try session.execute("DELETE FROM accounts WHERE id = \(account)")
        }
    }
}

// MARK: Settings

extension SQLRefreshTokenStore {
    public func settings() async throws(ChatError) -> RefreshTokenSettings { try await store.read(settings) }

    private func settings(_ session: any SQLSession) throws -> RefreshTokenSettings {
        let row = try session.rows("SELECT * FROM refresh_token_settings WHERE id = 1")[0]
        var settings = RefreshTokenSettings()
        let sealed: [UInt8]? = try row["sealed_proxies"]
        if let sealed {
            let list = try accounts.rows.ring.open(sealed, for: SealedColumn.tokenProxies.place(of: 1), session)
            settings.proxies = try [String](stored: list.reveal())
        }
        settings.clients = try [String](stored: row["clients"])
        settings.refreshes = try row["refreshes"]
        settings.interval = .milliseconds(try row["interval_ms"] as Int64)
        return settings
    }

    public func set(
        _ settings: RefreshTokenSettings, dealingProxies: Bool, clients: Bool, at moment: Timestamp
    ) async throws(ChatError) {
        try await store.write { session in
            try Self.lock(session)
            let proxies = Secret(settings.proxies.stored)
            let sealed =
                try settings.proxies.isEmpty
                ? nil : accounts.rows.ring.seal(proxies, for: SealedColumn.tokenProxies.place(of: 1), session)
            try session.execute(
                """
                UPDATE refresh_token_settings SET sealed_proxies = \(sealed), clients = \(settings.clients.stored),
                    refreshes = \(settings.refreshes), interval_ms = \(settings.interval.inMilliseconds) WHERE id = 1
                """)
            guard dealingProxies || clients else { return }
            let rows: [ID<RefreshToken>] = try session.rows("SELECT id FROM refresh_tokens ORDER BY id")
                .map { try $0["id"] }
            for id in rows { try deal(settings, dealingProxies, clients, to: id, session) }
        }
    }

    /// What members use keeps its way: an account that is lent is set up among the accounts.
    private func deal(
        _ settings: RefreshTokenSettings, _ proxies: Bool, _ clients: Bool, to id: ID<RefreshToken>,
        _ session: any SQLSession
    ) throws {
        guard let token = try? find(id, session), !token.lends else { return }
        let keepsProxy = !proxies || settings.proxies.contains(token.account.proxy)
        let keepsClient = !clients || settings.clients.contains(token.client)
        guard !keepsProxy || !keepsClient else { return }
        try SQLAccountStore.take(token.account.id, session)
        try setWay(
            keepsProxy ? nil : settings.proxies.randomElement() ?? "",
            keepsClient ? nil : settings.clients.randomElement() ?? "", of: token, session)
    }
}
