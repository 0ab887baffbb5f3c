internal import Database
internal import Domain
internal import Wire

/// Makes accounts of rows and seals what is secret in them. Queries name the table `a`.
struct AccountRows: Sendable {
    let ring: Keyring

    static let columns: SQL = """
        a.id, a.name, a.kind, a.base_url, a.models, a.contexts, a.status, a.status_reason, a.priority, a.weight, \
        a.sealed_proxy, a.remark, a.created_at
        """

    func account(_ row: Row, _ session: any SQLSession) throws -> Account {
        let id: ID<Account> = try row["id"]
        let proxy: [UInt8]? = try row["sealed_proxy"]
        return Account(
            id: id, name: try row["name"], kind: try row["kind"], baseURL: try row["base_url"],
            models: try Self.models(row["models"]), contexts: try Self.contexts(row["contexts"]),
            status: try row["status"], statusReason: try row["status_reason"], priority: try row["priority"],
            weight: try row["weight"], proxy: try open(proxy, .accountProxy, of: id, session).reveal(),
            remark: try row["remark"],
            createdAt: try row["created_at"])
    }

    /// The enabled accounts that a member is bound to.
    func accounts(of user: ID<User>, _ session: any SQLSession) throws -> [BoundAccount] {
        try session.rows(Self.bound(Self.columns, to: user)).map { try boundAccount($0, session) }
    }

    /// Looks for the same with the accounts' keys and the member's epoch.
    func accountsWithKeys(of user: ID<User>) -> SQL {
        let epoch: SQL = "(SELECT epoch FROM users WHERE id = \(user)) AS epoch"
        return Self.bound("\(Self.columns), a.sealed_key, \(epoch)", to: user)
    }

    /// What that found. The key is nil when it cannot be opened, which must not stand in the way of the others.
    func accountsWithKeys(_ found: [Row], _ session: any SQLSession) throws -> [(BoundAccount, Secret?)] {
        try found.map { row in
            let account = try boundAccount(row, session)
            do {
                return (account, try open(row["sealed_key"], .accountKey, of: account.account.id, session))
            } catch let error as ChatError where error == Keyring.unavailable {
                return (account, nil)
            }
        }
    }

    private static func bound(_ columns: SQL, to user: ID<User>) -> SQL {
        """
        SELECT \(columns), b.mode AS binding_mode, b.priority AS binding_priority
        FROM bindings b JOIN accounts a ON a.id = b.account_id
        WHERE b.user_id = \(user) AND a.status = \(Account.Status.enabled) ORDER BY b.id
        """
    }

    private func boundAccount(_ row: Row, _ session: any SQLSession) throws -> BoundAccount {
        BoundAccount(
            account: try account(row, session), mode: try row["binding_mode"], priority: try row["binding_priority"])
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
}

// MARK: Lists inside a column, as JSON

extension AccountRows {
    static func text(_ models: [String]) -> String { JSONValue.array(models.map { .string($0) }).serialized }

    static func text(_ contexts: [String: Int]) -> String {
        let inOrder = contexts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return JSONValue.object(inOrder.map { .init(Text($0.key), .integer($0.value)) }).serialized
    }

    private static func models(_ text: String) throws -> [String] {
        try JSONValue(parsing: text.utf8).array?.compactMap { $0.text?.string } ?? []
    }

    private static func contexts(_ text: String) throws -> [String: Int] {
        let members = try JSONValue(parsing: text.utf8).members ?? []
        let pairs = members.compactMap { member in member.value.integer.map { (member.key.string, Int($0)) } }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}
