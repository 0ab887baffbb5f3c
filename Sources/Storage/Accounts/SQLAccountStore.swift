internal import Database
public import Domain

/// Upstream accounts in SQL, with their secrets sealed for their row.
public struct SQLAccountStore: AccountStore {
    let store: SQLStore
    let rows: AccountRows

    init(_ store: SQLStore, _ ring: Keyring) {
        self.store = store
        rows = AccountRows(ring: ring)
    }

    public func list(
        _ page: Page, matching keyword: String?, tagged tag: String?
    ) async throws(ChatError) -> Listing<Account> {
        let filter = Self.filter(keyword, tag)
        return try await store.read { session in
            let found = try session.rows(
                """
                SELECT \(AccountRows.columns) FROM accounts a WHERE \(filter)
                ORDER BY priority DESC, id DESC \(SQL.page(page))
                """)
            return Listing(
                items: try found.map { try rows.account($0, session) },
                total: try session.count("accounts WHERE \(filter)"))
        }
    }

    static func filter(_ keyword: String?, _ tag: String?) -> SQL {
        let matching: SQL = "lends = 1 AND \(SQL.matching(keyword, in: ["name", "base_url", "tag"]))"
        return tag.map { "\(matching) AND tag = \($0)" } ?? matching
    }

    public func find(_ id: ID<Account>) async throws(ChatError) -> Account {
        try await store.read { session in
            guard let row = try Self.lending(id, session) else { throw ChatError.notFound }
            return try rows.account(row, session)
        }
    }

    public func findWithKey(_ id: ID<Account>) async throws(ChatError) -> (account: Account, key: Secret) {
        try await store.read { session in
            guard let row = try Self.lending(id, session) else { throw ChatError.notFound }
            return try rows.accountWithKey(row, session)
        }
    }

    /// What is there for its login alone is no account to those who look for one.
    private static func lending(_ id: ID<Account>, _ session: any SQLSession) throws -> Row? {
        try session.rows("SELECT \(AccountRows.columns) FROM accounts a WHERE id = \(id) AND lends = 1").first
    }

    public func isNamed(_ name: String, except id: ID<Account>?) async throws(ChatError) -> Bool {
        try await store.read { try $0.exists("accounts WHERE name = \(name) AND id <> \(id ?? ID(0))") }
    }

    public func delete(_ id: ID<Account>) async throws(ChatError) {
        try await store.write { session in
            // Its row is taken first, so that it is not bound meanwhile.
            try session.executeOnOne("UPDATE accounts SET status = status WHERE id = \(id)")
            try Self.raiseEpochs(ofMembersWith: id, session)
            try session.execute("DELETE FROM bindings WHERE account_id = \(id)")
            try session.execute("DELETE FROM account_events WHERE account_id = \(id)")
            try session.execute("DELETE FROM refresh_tokens WHERE account_id = \(id)")
            try session.execute("DELETE FROM accounts WHERE id = \(id)")
        }
    }
}

// MARK: Findings

extension SQLAccountStore {
    /// More learned options than requests have fields would be those of an upstream that refuses at random.
    private static let mostLearned = 20

    public func note(_ findings: AccountFindings, of id: ID<Account>, at moment: Timestamp) async throws(ChatError) {
        try await store.write { session in
            try session.executeOnOne("UPDATE accounts SET status = status WHERE id = \(id)")
            if findings.skipped > 0 {
                try session.execute(
                    "UPDATE accounts SET skipped = skipped + \(findings.skipped), skipped_at = \(moment) WHERE id = \(id)"
                )
            }
            let row = try session.rows("SELECT lessons FROM accounts WHERE id = \(id)").first
            let known = try LearnedOption.list(stored: row?["lessons"])
            let new = findings.learned.filter { !known.contains($0) }
            guard !new.isEmpty, known.count + new.count <= Self.mostLearned else { return }
            try session.execute(
                "UPDATE accounts SET lessons = \(LearnedOption.stored(known + new)) WHERE id = \(id)")
            // What is remembered of members holds the account as it was.
            try Self.raiseEpochs(ofMembersWith: id, session)
        }
    }
}

// MARK: Keys

extension SQLAccountStore {
    public func key(of id: ID<Account>) async throws(ChatError) -> Secret {
        try await store.read { try rows.open(Self.sealedKey(of: id, $0), .accountKey, of: id, $0) }
    }

    public func hasKey(_ id: ID<Account>) async throws(ChatError) -> Bool {
        try await store.read { try Self.sealedKey(of: id, $0) != nil }
    }

    private static func sealedKey(of id: ID<Account>, _ session: any SQLSession) throws -> [UInt8]? {
        let row = try session.rows("SELECT sealed_key FROM accounts WHERE id = \(id)").first
        guard let row else { throw ChatError.notFound }
        return try row["sealed_key"]
    }
}

// MARK: Writing

extension SQLAccountStore {
    public func create(_ account: Account, key: Secret) async throws(ChatError) -> Account {
        try await store.write { try create(account, key, $0) }
    }

    public func create(_ accounts: [(account: Account, key: Secret)]) async throws(ChatError) -> [Account] {
        try await store.write { session in try accounts.map { try create($0.account, $0.key, session) } }
    }

    func create(_ account: Account, _ key: Secret, _ session: any SQLSession) throws -> Account {
        try session.execute(
            """
            INSERT INTO accounts
                (name, kind, base_url, models, contexts, status, priority, weight, remark, tag, package_id, options,
                created_at)
            VALUES (\(account.name), \(account.provider), \(account.baseURL), \(account.models.stored),
                \(AccountRows.text(account.contexts)), \(account.status),
                \(account.priority), \(account.weight), \(account.remark), \(account.tag), \(account.package),
                \(account.options.stored), \(account.createdAt))
            """)
        // Sealed for the row, whose id is known only now.
        let id = ID<Account>(session.lastInsertID)
        let kept = Credential.entered(key, instead: nil)
        try session.execute(
            """
            UPDATE accounts SET sealed_key = \(rows.seal(kept, .accountKey, of: id, session)),
                sealed_proxy = \(rows.seal(Secret(account.proxy), .accountProxy, of: id, session))
            WHERE id = \(id)
            """)
        return account.with(id)
    }

    public func update(_ account: Account, key: Secret?, at moment: Timestamp) async throws(ChatError) {
        try await store.write { session in
            let id = account.id
            // First: its login may be renewed at this moment, and the one before is good for nothing.
            try Self.take(id, session)
            let former = try session.rows(
                "SELECT kind, base_url, options, sealed_key, sealed_proxy, status, health FROM accounts WHERE id = \(id)"
            )[0]
            let sealedKey: [UInt8]? =
                if let key {
                    try rows.seal(
                        Credential.entered(
                            key, instead: rows.openIfReadable(former["sealed_key"], .accountKey, of: id, session)),
                        .accountKey, of: id, session)
                } else {
                    try keepsKey(former, as: account, session) ? former["sealed_key"] : nil
                }
            let sealedProxy: [UInt8]? =
                if account.unreadable.contains(.proxy) {
                    try former["sealed_proxy"]
                } else {
                    try rows.seal(Secret(account.proxy), .accountProxy, of: id, session)
                }
            try session.execute(
                """
                UPDATE accounts SET name = \(account.name), kind = \(account.provider), base_url = \(account.baseURL),
                    models = \(account.models.stored), contexts = \(AccountRows.text(account.contexts)),
                    status = \(account.status),
                    priority = \(account.priority), weight = \(account.weight), remark = \(account.remark),
                    tag = \(account.tag), package_id = \(account.package),
                    options = \(account.options.stored), lessons = \(LearnedOption.stored(account.learned)),
                    skipped = \(account.skipped), skipped_at = \(account.skippedAt),
                    sealed_key = \(sealedKey), sealed_proxy = \(sealedProxy)
                WHERE id = \(id)
                """)
            try Self.add(
                .of(
                    former["status"], into: account.status, AccountHealth(storedIfAny: former["health"]), account: id,
                    at: moment),
                session)
            try Self.raiseEpochs(ofMembersWith: id, session)
        }
    }

    /// Does the account send its key where it did, and the same way? Over plain http a proxy reads it.
    private func keepsKey(_ former: Row, as account: Account, _ session: any SQLSession) throws -> Bool {
        guard Origin(of: try former["base_url"]) == Origin(of: account.baseURL) else { return false }
        // A login is no key, and its refresh token goes to an address of its own.
        let provider: Provider = try former["kind"]
        guard provider.hasLogin == account.provider.hasLogin else { return false }
        let login = try AccountOptions(stored: former["options"]).login
        guard !provider.hasLogin || Origin(of: login.tokenURL) == Origin(of: account.options.login.tokenURL) else {
            return false
        }
        if account.unreadable.contains(.proxy) { return true }
        let proxy = try rows.openIfReadable(former["sealed_proxy"], .accountProxy, of: account.id, session)
        return proxy?.reveal().utf8.elementsEqual(account.proxy.utf8) == true
    }

    /// The account's row has been taken: nobody is bound to it meanwhile.
    static func raiseEpochs(ofMembersWith account: ID<Account>, _ session: any SQLSession) throws {
        let members: [ID<User>] = try session.rows(
            "SELECT user_id FROM bindings WHERE account_id = \(account) ORDER BY user_id"
        ).map { try $0["user_id"] }
        // Both engines take many more values in one statement; a nested question would have MariaDB read all users.
        for start in stride(from: 0, to: members.count, by: 500) {
            let some = members[start..<min(start + 500, members.count)]
            try User.raiseEpochs(where: "id IN (\(SQL.list(some)))", session)
        }
    }
}

extension Account {
    fileprivate func with(_ id: ID<Account>) -> Account {
        var account = Account(
            id: id, name: name, provider: provider, baseURL: baseURL, models: models, contexts: contexts,
            status: status,
            priority: priority, weight: weight, proxy: proxy, remark: remark,
            createdAt: createdAt, unreadable: unreadable)
        (account.options, account.package, account.tag) = (options, package, tag)
        return account
    }
}
