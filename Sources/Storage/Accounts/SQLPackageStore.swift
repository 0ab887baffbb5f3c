internal import Database
public import Domain

/// Packages and their limits in SQL.
public struct SQLPackageStore: PackageStore {
    private let store: SQLStore

    init(_ store: SQLStore) { self.store = store }

    public func list(_ page: Page) async throws(ChatError) -> Listing<Package> {
        try await store.read { session in
            let rows = try session.rows("SELECT id, name, created_at FROM packages ORDER BY id \(SQL.page(page))")
            return Listing(
                items: try Self.packages(rows, session), total: try session.count("packages"))
        }
    }

    public func rows(_ page: Page) async throws(ChatError) -> Listing<PackageRow> {
        try await store.read { session in
            Listing(
                items: try Self.rows("ORDER BY id \(SQL.page(page))", session), total: try session.count("packages"))
        }
    }

    public func row(of id: ID<Package>) async throws(ChatError) -> PackageRow {
        let found = try await store.read { try Self.rows("WHERE id = \(id)", $0).first }
        guard let found else { throw .notFound }
        return found
    }

    private static func rows(_ choice: SQL, _ session: any SQLSession) throws -> [PackageRow] {
        let rows = try session.rows(
            """
            SELECT id, name, created_at, (SELECT count(*) FROM users WHERE package_id = packages.id) AS member_count,
                (SELECT count(*) FROM accounts WHERE package_id = packages.id) AS account_count,
                (SELECT count(*) FROM api_keys WHERE package_id = packages.id AND deleted_at IS NULL) AS key_count
            FROM packages \(choice)
            """)
        let options = try AttachingOptions(session)
        return try zip(rows, packages(rows, session)).map { row, package in
            var attached = PackageRow.Attached()
            attached.memberCount = try row["member_count"]
            attached.accountCount = try row["account_count"]
            attached.keyCount = try row["key_count"]
            attached.groups = options.groups(with: package.id)
            attached.isGlobal = options.everybody == package.id
            return PackageRow(package, attached)
        }
    }

    public func find(_ id: ID<Package>) async throws(ChatError) -> Package {
        try await store.read { session in
            let row = try session.rows("SELECT id, name, created_at FROM packages WHERE id = \(id)").first
            guard let row else { throw ChatError.notFound }
            return try Self.packages([row], session)[0]
        }
    }

    public func create(name: String, limits: [Limit], at moment: Timestamp) async throws(ChatError) -> Package {
        try await store.write { session in
            try session.execute("INSERT INTO packages (name, created_at) VALUES (\(name), \(moment))")
            let id = ID<Package>(session.lastInsertID)
            try Self.insert(limits, of: id, session)
            return Package(id: id, name: name, limits: limits, createdAt: moment)
        }
    }

    public func update(_ package: Package) async throws(ChatError) {
        try await store.write { session in
            try session.executeOnOne("UPDATE packages SET name = \(package.name) WHERE id = \(package.id)")
            try session.execute("DELETE FROM package_limits WHERE package_id = \(package.id)")
            try Self.insert(package.limits, of: package.id, session)
            // It may be attached to anything.
            try User.raiseSystemEpoch(session)
        }
    }

    public func delete(_ id: ID<Package>) async throws(ChatError) {
        try await store.write { session in
            // Taken first, so that it is attached to nothing meanwhile.
            try User.raiseSystemEpoch(session)
            try session.executeOnOne("UPDATE packages SET name = name WHERE id = \(id)")
            let holders = try Self.holders(of: id, session)
            guard holders.isEmpty else { throw ChatError.packageInUse(holders) }
            try session.execute("UPDATE api_keys SET package_id = NULL WHERE package_id = \(id)")
            try session.execute("DELETE FROM package_limits WHERE package_id = \(id)")
            try session.execute("DELETE FROM packages WHERE id = \(id)")
        }
    }

    private static func holders(of id: ID<Package>, _ session: any SQLSession) throws -> PackageHolders {
        var holders = PackageHolders()
        func names(_ column: SQL, _ table: SQL) throws -> [String] {
            let names: [String] = try session.rows(
                "SELECT \(column) AS name FROM \(table) ORDER BY id LIMIT \(PackageHolders.most)"
            ).map { try $0["name"] }
            holders.others += try session.count(table) - names.count
            return names
        }
        holders.members = try names("username", "users WHERE package_id = \(id)")
        holders.accounts = try names("name", "accounts WHERE package_id = \(id)")
        holders.keys = try names("name", "api_keys WHERE package_id = \(id) AND deleted_at IS NULL")
        let options = try AttachingOptions(session)
        holders.groups = options.groups(with: id)
        holders.isGlobal = options.everybody == id
        return holders
    }

    /// In the order of their rows, the limits of all in one question.
    private static func packages(_ rows: [Row], _ session: any SQLSession) throws -> [Package] {
        let ids: [ID<Package>] = try rows.map { try $0["id"] }
        guard !ids.isEmpty else { return [] }
        let found = try session.rows(
            """
            SELECT l.package_id AS package_id, \(Limit.columns) FROM package_limits l
            WHERE l.package_id IN (\(SQL.list(ids))) ORDER BY l.package_id, l.position
            """)
        var limits: [ID<Package>: [Limit]] = [:]
        for row in found { limits[try row["package_id"], default: []].append(try Limit(row)) }
        return try zip(ids, rows).map { id, row in
            Package(id: id, name: try row["name"], limits: limits[id] ?? [], createdAt: try row["created_at"])
        }
    }

    private static func insert(_ limits: [Limit], of id: ID<Package>, _ session: any SQLSession) throws {
        for (position, limit) in limits.enumerated() {
            try session.execute(
                """
                INSERT INTO package_limits (package_id, position, quota_window, messages, scope, unit, models)
                VALUES (\(id), \(position), \(limit.window), \(limit.amount), \(limit.scope), \(limit.unit),
                    \(limit.models.stored))
                """)
        }
    }
}

extension Limit {
    init(_ row: Row) throws {
        self.init(
            try row["messages"], per: try row["quota_window"], of: try row["scope"], in: try row["unit"],
            models: try [String](stored: row["models"]))
    }

    /// Of `package_limits l`.
    static let columns: SQL = """
        l.quota_window AS quota_window, l.messages AS messages, l.scope AS scope, l.unit AS unit, l.models AS models
        """
}

// MARK: Whose uses it is checked at

extension SQLPackageStore {
    public func users(of id: ID<Package>, atMost count: Int) async throws(ChatError) -> (
        users: [PackageUser], count: Int
    ) {
        try await store.read { session in
            let options = try AttachingOptions(session)
            var condition: SQL = "u.package_id = \(id) OR a.package_id = \(id)"
            let groups = options.groups(with: id)
            if !groups.isEmpty { condition = "\(condition) OR u.user_group IN (\(SQL.list(groups)))" }
            if options.everybody == id { condition = "1 = 1" }
            let bound: SQL = """
                users u LEFT JOIN bindings b ON b.user_id = u.id LEFT JOIN accounts a ON a.id = b.account_id
                WHERE \(condition)
                """
            let members = try session.rows(
                """
                SELECT u.id AS user_id, u.username AS username, u.user_group AS user_group, a.id AS account_id,
                    a.name AS account_name FROM \(bound) ORDER BY u.last_seen_at DESC, u.id LIMIT \(count)
                """)
            let keys = try session.rows(
                """
                SELECT u.id AS user_id, u.username AS username, u.user_group AS user_group, k.id AS key_id, k.name AS key_name
                FROM api_keys k JOIN users u ON u.id = k.user_id
                WHERE k.package_id = \(id) AND k.deleted_at IS NULL ORDER BY k.id LIMIT \(count)
                """)
            let users = try members.map { row in
                PackageUser(
                    QuotaUse(by: Payer(try row["user_id"]), in: try row["user_group"], on: try row["account_id"]),
                    username: try row["username"], accountName: try row["account_name"] ?? "")
            }
            let withKeys = try keys.map { row in
                PackageUser(
                    QuotaUse(by: Payer(try row["user_id"], by: try row["key_id"]), in: try row["user_group"]),
                    username: try row["username"], keyName: try row["key_name"])
            }
            let others = try max(0, session.count(bound) - users.count)
            return (users + withKeys, users.count + withKeys.count + others)
        }
    }

    public func models() async throws(ChatError) -> Set<String> {
        try await store.read { session in
            Set(try session.rows("SELECT models FROM accounts").flatMap { try [String](stored: $0["models"]) })
        }
    }
}

/// The options that attach packages, as they are stored.
private struct AttachingOptions {
    let everybody: ID<Package>?
    private let attached: [(group: String, package: ID<Package>)]

    init(_ session: any SQLSession) throws {
        let values = try SQLSettingStore.values(session)
        everybody = try values[Setting.globalPackageID.name].flatMap(Setting.package)
        attached = try values[Setting.groupPackageIDs.name].map(Setting.groupPackages) ?? []
    }

    func groups(with package: ID<Package>) -> [String] {
        attached.filter { $0.package == package }.map(\.group)
    }
}
