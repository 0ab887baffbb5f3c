internal import Database
internal import Domain
internal import JSON

/// Makes accounts of rows and seals what is secret in them. Queries name the table `a`.
struct AccountRows: Sendable {
    let ring: Keyring

    static let columns: SQL = """
        a.id, a.name, a.kind, a.base_url, a.models, a.contexts, a.status, a.priority, a.weight, \
        a.sealed_key, a.sealed_proxy, a.remark, a.tag, a.package_id, a.created_at, a.options, a.lessons, a.skipped, a.skipped_at
        """

    func account(_ row: Row, _ session: any SQLSession) throws -> Account { try accountWithKey(row, session).account }

    /// With its key, which is empty when it cannot be opened: that must not stand in the way of other accounts.
    func accountWithKey(_ row: Row, _ session: any SQLSession) throws -> (account: Account, key: Secret) {
        let id: ID<Account> = try row["id"]
        let key = try openIfReadable(row["sealed_key"], .accountKey, of: id, session)
        let proxy = try openIfReadable(row["sealed_proxy"], .accountProxy, of: id, session)
        var account = try account(id, row)
        account.proxy = proxy?.reveal() ?? ""
        if key == nil { account.unreadable.insert(.key) }
        if proxy == nil { account.unreadable.insert(.proxy) }
        return (account, key ?? Secret(""))
    }

    private func account(_ id: ID<Account>, _ row: Row) throws -> Account {
        var account = Account(
            id: id, name: try row["name"], provider: try row["kind"], baseURL: try row["base_url"],
            models: try [String](stored: row["models"]), contexts: try Self.contexts(row["contexts"]),
            status: try row["status"], priority: try row["priority"],
            weight: try row["weight"], remark: try row["remark"], createdAt: try row["created_at"])
        account.tag = try row["tag"]
        account.package = try row["package_id"]
        account.options = try AccountOptions(stored: row["options"])
        account.learned = try LearnedOption.list(stored: row["lessons"])
        account.skipped = try row["skipped"]
        account.skippedAt = try row["skipped_at"]
        return account
    }

    /// The enabled accounts that a member is bound to, but for those that cannot be read.
    func accounts(of user: ID<User>, _ session: any SQLSession) throws -> [BoundAccount] {
        try accountsWithKeys(session.rows(Self.bound(Self.columns, to: user)), session).map(\.0)
    }

    /// Looks for the same with the accounts' keys.
    static func accountsWithKeys(of user: ID<User>) -> SQL { bound(columns, to: user) }

    /// What that found, but for the accounts that cannot be read.
    func accountsWithKeys(_ found: [Row], _ session: any SQLSession) throws -> [(BoundAccount, Secret)] {
        try found.compactMap { row in
            let (account, key) = try accountWithKey(row, session)
            guard account.unreadable.isEmpty else { return nil }
            let bound = BoundAccount(
                account: account, mode: try row["binding_mode"], priority: try row["binding_priority"],
                place: try row["binding_place"])
            return (bound, key)
        }
    }

    /// All that a member is bound to, enabled ones first.
    func statuses(
        of user: ID<User>, atMost count: Int, _ session: any SQLSession
    ) throws -> [AccountStatus] {
        try session.rows(
            """
            SELECT \(Self.columns), a.usage_windows FROM bindings b JOIN accounts a ON a.id = b.account_id
            WHERE b.user_id = \(user)
            ORDER BY CASE WHEN a.status = \(Account.Status.enabled) THEN 0 ELSE 1 END, b.id LIMIT \(count)
            """
        ).map { row in
            let windows: String? = try row["usage_windows"]
            return AccountStatus(of: try account(row, session), windows: windows.flatMap(UsageWindows.init))
        }
    }

    private static func bound(_ columns: SQL, to user: ID<User>) -> SQL {
        """
        SELECT \(columns), b.mode AS binding_mode, b.priority AS binding_priority, b.place AS binding_place
        FROM bindings b JOIN accounts a ON a.id = b.account_id
        WHERE b.user_id = \(user) AND a.status = \(Account.Status.enabled) AND a.lends = 1 ORDER BY b.id
        """
    }

    /// Nil for an empty secret: nothing is stored.
    func seal(_ secret: Secret, _ column: SealedColumn, of id: ID<Account>, _ session: any SQLSession) throws
        -> [UInt8]?
    {
        secret.isEmpty ? nil : try ring.seal(secret, for: column.place(of: id.value), session)
    }

    func open(_ sealed: [UInt8]?, _ column: SealedColumn, of id: ID<Account>, _ session: any SQLSession) throws
        -> Secret
    {
        try sealed.map { try ring.open($0, for: column.place(of: id.value), session) } ?? Secret("")
    }

    /// Nil for what cannot be opened.
    func openIfReadable(
        _ sealed: [UInt8]?, _ column: SealedColumn, of id: ID<Account>, _ session: any SQLSession
    ) throws -> Secret? {
        do {
            return try open(sealed, column, of: id, session)
        } catch let error as ChatError where error == Keyring.unavailable {
            return nil
        }
    }
}

// MARK: Contexts inside a column, as JSON

extension AccountRows {
    static func text(_ contexts: [String: Int]) -> String {
        let inOrder = contexts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return JSONValue.object(inOrder.map { .init(Text($0.key), .integer($0.value)) }).serialized
    }

    private static func contexts(_ text: String) throws -> [String: Int] {
        let members = try JSONValue(parsing: text.utf8).members ?? []
        let pairs = members.compactMap { member in member.value.integer.map { (member.key.string, Int($0)) } }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}
