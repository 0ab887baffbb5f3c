internal import Database
public import Domain
internal import JSON

/// Keys of programs in SQL, sealed for their row.
public struct SQLAPIKeyStore: APIKeyStore {
    private let store: SQLStore
    private let ring: Keyring
    private let allowances: AllowanceRows

    init(_ store: SQLStore, _ ring: Keyring, _ allowances: AllowanceRows) {
        self.store = store
        self.ring = ring
        self.allowances = allowances
    }

    public func list(_ page: Page, of user: ID<User>?, matching keyword: String?)
        async throws(ChatError) -> Listing<APIKey>
    {
        var filter: SQL = "deleted_at IS NULL AND \(SQL.matching(keyword, in: ["name"]))"
        if let user { filter = "\(filter) AND user_id = \(user)" }
        return try await store.read { [filter] session in
            let rows = try session.rows(
                "SELECT \(APIKey.columns) FROM api_keys k WHERE \(filter) ORDER BY id DESC \(SQL.page(page))")
            return Listing(items: try rows.map(APIKey.init), total: try session.count("api_keys WHERE \(filter)"))
        }
    }

    public func count(at moment: Timestamp) async throws(ChatError) -> Statistics.Count {
        try await store.read { session in
            let all: SQL = "api_keys WHERE deleted_at IS NULL"
            return Statistics.Count(
                total: try session.count(all),
                enabled: try session.count(
                    "\(all) AND is_enabled = 1 AND (expires_at IS NULL OR expires_at > \(moment))"))
        }
    }

    public func find(_ id: ID<APIKey>, of user: ID<User>?) async throws(ChatError) -> APIKey {
        try await store.read { session in
            let row = try session.rows(
                "SELECT \(APIKey.columns) FROM api_keys k WHERE \(Self.one(id, of: user))"
            ).first
            guard let row else { throw ChatError.notFound }
            return try APIKey(row)
        }
    }

    public func secrets(of ids: [ID<APIKey>]) async throws(ChatError) -> [ID<APIKey>: Secret] {
        guard !ids.isEmpty else { return [:] }
        return try await store.read { session in
            let rows = try session.rows(
                "SELECT id, sealed FROM api_keys WHERE id IN (\(SQL.list(ids))) AND sealed IS NOT NULL")
            var secrets: [ID<APIKey>: Secret] = [:]
            for row in rows {
                let id: ID<APIKey> = try row["id"]
                let place = SealedColumn.apiKey.place(of: id.value)
                guard try ring.opens(row["sealed"], for: place, session) else { continue }
                secrets[id] = try ring.open(row["sealed"], for: place, session)
            }
            return secrets
        }
    }

    private static func one(_ id: ID<APIKey>, of user: ID<User>?) -> SQL {
        let own: SQL = if let user { " AND user_id = \(user)" } else { "" }
        return "id = \(id) AND deleted_at IS NULL\(own)"
    }
}

// MARK: Changing

extension SQLAPIKeyStore {
    public func create(_ key: APIKey, hash: [UInt8], secret: Secret) async throws(ChatError) -> APIKey {
        try await store.write { session in
            // Takes the owner's row: of two that are made at once the second counts the first.
            guard try User.raiseEpochs(where: "id = \(key.user)", session) > 0 else { throw ChatError.notFound }
            let count = try session.count("api_keys WHERE user_id = \(key.user) AND deleted_at IS NULL")
            guard count < APIKey.mostOfOne else { throw ChatError.conflict(.tooManyKeys) }
            try session.execute(
                """
                INSERT INTO api_keys (user_id, name, hash, is_enabled, models, addresses, created_at, expires_at)
                VALUES (\(key.user), \(key.name), \(hash), \(key.isEnabled), \(key.storedModels),
                    \(key.storedAddresses), \(key.createdAt), \(key.expiresAt))
                """)
            // Sealed for the row, whose id is known only now.
            let id = ID<APIKey>(session.lastInsertID)
            let sealed = try ring.seal(secret, for: SealedColumn.apiKey.place(of: id.value), session)
            try session.execute("UPDATE api_keys SET sealed = \(sealed) WHERE id = \(id)")
            return key.with(id)
        }
    }

    public func update(_ key: APIKey) async throws(ChatError) {
        try await store.write { session in
            try User.raiseEpochs(where: "id = \(key.user)", session)
            try session.executeOnOne(
                """
                UPDATE api_keys SET name = \(key.name), is_enabled = \(key.isEnabled), models = \(key.storedModels),
                    addresses = \(key.storedAddresses), expires_at = \(key.expiresAt), package_id = \(key.package)
                WHERE \(Self.one(key.id, of: key.user))
                """)
        }
    }

    public func delete(_ id: ID<APIKey>, of user: ID<User>?) async throws(ChatError) {
        try await store.write { session in
            try User.raiseEpochs(where: "id = (SELECT user_id FROM api_keys WHERE id = \(id))", session)
            let now = SQL.now(store.database.dialect)
            try session.executeOnOne(
                "UPDATE api_keys SET hash = NULL, sealed = NULL, deleted_at = \(now) WHERE \(Self.one(id, of: user))")
        }
    }

    public func touch(_ uses: [ID<APIKey>: Timestamp]) async throws(ChatError) {
        try await store.write { session in
            for (id, moment) in uses.sorted(by: { $0.key < $1.key }) {
                try session.execute(
                    """
                    UPDATE api_keys SET last_used_at = \(moment)
                    WHERE id = \(id) AND (last_used_at IS NULL OR last_used_at < \(moment))
                    """)
            }
        }
    }
}

// MARK: Standings

extension SQLAPIKeyStore {
    public func standing(of hash: [UInt8]) async throws(ChatError) -> Standing? {
        try await store.read { session in
            let row = try session.rows(
                """
                SELECT \(APIKey.columns), \(User.columns) FROM api_keys k JOIN users ON users.id = k.user_id WHERE k.hash = \(hash)
                """
            ).first
            guard let row else { return nil }
            let user = try User(row)
            let key = try APIKey(row)
            let questions = AllowanceRows.questions(of: user.id, using: key.id)
            guard let found = try allowances.allowance(session.outcomes(of: questions).map(\.rows)[...], session) else {
                return nil
            }
            return Standing(user: user, key: key, allowance: found.allowance, epoch: found.epoch)
        }
    }

    public func epochs(of users: [ID<User>]) async throws(ChatError) -> [ID<User>: Int] {
        var found: [ID<User>: Int] = [:]
        for start in stride(from: 0, to: users.count, by: 500) {
            let some = users[start..<min(start + 500, users.count)]
            let rows = try await store.read {
                try $0.rows("SELECT id, \(User.epoch) AS epoch FROM users WHERE id IN (\(SQL.list(some)))").map {
                    row -> (ID<User>, Int) in (try row["id"], try row["epoch"])
                }
            }
            for (id, epoch) in rows { found[id] = epoch }
        }
        return found
    }
}

extension APIKey {
    fileprivate static let columns: SQL = """
        k.id AS key_id, k.user_id AS key_user_id, k.name AS key_name, k.is_enabled AS key_is_enabled,
        k.models AS key_models, k.addresses AS key_addresses, k.package_id AS key_package_id, k.created_at AS key_created_at,
        k.expires_at AS key_expires_at, k.last_used_at AS key_last_used_at,
        \(Spendings.cost(of: .key, "k.id")) AS key_spent
        """

    fileprivate init(_ row: Row) throws {
        let models: String? = try row["key_models"]
        let addresses: String = try row["key_addresses"]
        self.init(
            id: try row["key_id"], user: try row["key_user_id"], name: try row["key_name"],
            isEnabled: try row["key_is_enabled"], models: try models.map([String].init(stored:)),
            addresses: try [String](stored: addresses), package: try row["key_package_id"],
            createdAt: try row["key_created_at"],
            expiresAt: try row["key_expires_at"], lastUsedAt: try row["key_last_used_at"])
        spent = try row["key_spent"]
    }

    fileprivate var storedModels: String? { models?.stored }
    fileprivate var storedAddresses: String { addresses.stored }

    fileprivate func with(_ id: ID<APIKey>) -> APIKey {
        APIKey(
            id: id, user: user, name: name, isEnabled: isEnabled, models: models, addresses: addresses,
            package: package,
            createdAt: createdAt, expiresAt: expiresAt, lastUsedAt: lastUsedAt)
    }
}
