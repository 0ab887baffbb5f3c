internal import Database
public import Domain

/// Users with what a list shows of each: two questions for a page, however many users are on it.
extension SQLUserStore {
    public func rows(
        _ page: Page, matching keyword: String?, at moment: Timestamp
    ) async throws(ChatError) -> Listing<MemberRow> {
        let filter = SQL.matching(keyword, in: ["username", "display_name", "remark"])
        return try await store.read { session in
            Listing(
                items: try Self.rows("WHERE \(filter) ORDER BY id \(SQL.page(page))", at: moment, session),
                total: try session.count("users WHERE \(filter)"))
        }
    }

    public func row(of id: ID<User>, at moment: Timestamp) async throws(ChatError) -> MemberRow {
        let found = try await store.read { try Self.rows("WHERE id = \(id)", at: moment, $0).first }
        guard let found else { throw .notFound }
        return found
    }

    public func names(of ids: Set<ID<User>>) async throws(ChatError) -> [ID<User>: String] {
        guard !ids.isEmpty else { return [:] }
        return try await store.read { session in
            let found = try session.rows("SELECT id, username FROM users WHERE id IN (\(SQL.list(ids.sorted())))")
            return try Dictionary(
                uniqueKeysWithValues: found.map { row -> (ID<User>, String) in (try row["id"], try row["username"]) })
        }
    }

    private static func rows(_ choice: SQL, at moment: Timestamp, _ session: any SQLSession) throws -> [MemberRow] {
        let found = try session.rows(
            """
            SELECT \(User.columns), p.name AS package_name, l.id AS link_id, l.created_at AS link_created_at,
                l.expires_at AS link_expires_at, l.last_used_at AS link_last_used_at,
                \(Wallet.columns(of: .member, "users")), \(Spendings.requests(of: .member, "users.id")) AS requests,
                \(File.bytes(of: "users.id")) AS file_bytes
            FROM (SELECT * FROM users \(choice)) users
            LEFT JOIN packages p ON p.id = users.package_id
            LEFT JOIN share_links l ON l.user_id = users.id AND (l.expires_at IS NULL OR l.expires_at > \(moment))
            ORDER BY users.id
            """)
        let users = try found.map(User.init)
        guard !users.isEmpty else { return [] }
        let bindings = try bindings(of: users.map(\.id), session)
        return try zip(users, found).map { user, row in
            var shown = MemberRow(
                user, packageName: try row["package_name"], bindings: bindings[user.id] ?? [],
                link: try link(of: user.id, row))
            (shown.wallet, shown.requests) = (try Wallet(row), try row["requests"])
            shown.fileBytes = try row["file_bytes"]
            return shown
        }
    }

    private static func link(of user: ID<User>, _ row: Row) throws -> ShareLink? {
        guard let id: ID<ShareLink> = try row["link_id"] else { return nil }
        return ShareLink(
            id: id, user: user, createdAt: try row["link_created_at"], expiresAt: try row["link_expires_at"],
            lastUsedAt: try row["link_last_used_at"])
    }

    private static func bindings(
        of users: [ID<User>], _ session: any SQLSession
    ) throws -> [ID<User>: [MemberRow.BoundName]] {
        let found = try session.rows(
            """
            SELECT \(Binding.columns), a.name AS account_name FROM bindings b JOIN accounts a ON a.id = b.account_id
            WHERE b.user_id IN (\(SQL.list(users))) ORDER BY b.id
            """)
        var bindings: [ID<User>: [MemberRow.BoundName]] = [:]
        for row in found {
            let binding = try Binding(row)
            guard bindings[binding.user, default: []].count < MemberRow.mostBindings else { continue }
            bindings[binding.user, default: []].append(.init(binding, accountName: try row["account_name"]))
        }
        return bindings
    }
}
