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
                items: try rows.map { try Self.package($0, session) }, total: try session.count("packages"))
        }
    }

    public func rows(_ page: Page) async throws(ChatError) -> Listing<PackageRow> {
        try await store.read { session in
            let rows = try session.rows(
                """
                SELECT id, name, created_at, (SELECT count(*) FROM users WHERE package_id = packages.id) AS member_count
                FROM packages ORDER BY id \(SQL.page(page))
                """)
            return Listing(
                items: try rows.map { row in
                    PackageRow(try Self.package(row, session), memberCount: try row["member_count"])
                }, total: try session.count("packages"))
        }
    }

    public func find(_ id: ID<Package>) async throws(ChatError) -> Package {
        try await store.read { session in
            let row = try session.rows("SELECT id, name, created_at FROM packages WHERE id = \(id)").first
            guard let row else { throw ChatError.notFound }
            return try Self.package(row, session)
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
            try User.raiseEpochs(where: "package_id = \(package.id)", session)
        }
    }

    public func memberCount(of id: ID<Package>) async throws(ChatError) -> Int {
        try await store.read { session in try session.count("users WHERE package_id = \(id)") }
    }

    public func delete(_ id: ID<Package>) async throws(ChatError) {
        try await store.write { session in
            // Its row is taken first, so that nobody is given it meanwhile.
            try session.executeOnOne("UPDATE packages SET name = name WHERE id = \(id)")
            guard try !session.exists("users WHERE package_id = \(id)") else {
                throw ChatError.conflict(.packageInUse)
            }
            try session.execute("DELETE FROM package_limits WHERE package_id = \(id)")
            try session.execute("DELETE FROM packages WHERE id = \(id)")
        }
    }

    private static func package(_ row: Row, _ session: any SQLSession) throws -> Package {
        let id: ID<Package> = try row["id"]
        let limits = try session.rows(
            "SELECT \(Limit.columns) FROM package_limits l WHERE l.package_id = \(id) ORDER BY l.position")
        return Package(
            id: id, name: try row["name"],
            limits: try limits.map(Limit.init), createdAt: try row["created_at"])
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
    fileprivate static let columns: SQL = """
        l.quota_window AS quota_window, l.messages AS messages, l.scope AS scope, l.unit AS unit, l.models AS models
        """

    /// Looks for those of the member's package, in their order; none without a package.
    static func all(of user: ID<User>) -> SQL {
        """
        SELECT \(columns) FROM users u JOIN package_limits l ON l.package_id = u.package_id
        WHERE u.id = \(user) ORDER BY l.position
        """
    }
}
