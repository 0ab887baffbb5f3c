internal import Database
internal import Domain
import Synchronization

/// What a member may use, of all that is attached to them: the limits of their own package, of their accounts' and their key's, of
/// their group's and everybody's.
final class AllowanceRows: Sendable {
    private let accounts: AccountRows
    /// What holds for everybody, as it was under the system's epoch.
    private let rules = Mutex<SystemRules?>(nil)

    init(_ ring: Keyring) { accounts = AccountRows(ring: ring) }

    /// What `allowance` needs the answers of, in this order.
    static func questions(of user: ID<User>, using key: ID<APIKey>? = nil) -> [SQL] {
        [
            """
            SELECT users.user_group AS user_group, \(User.epoch) AS epoch,
                (SELECT epoch FROM system_epoch) AS system_epoch, \(Instructions.columns),
                users.is_limited AS is_limited, users.granted AS granted,
                (SELECT k.granted FROM api_keys k WHERE k.id = \(key ?? ID(0)) AND k.is_limited = 1) AS key_granted
            FROM users LEFT JOIN instructions i ON i.user_id = users.id WHERE users.id = \(user)
            """,
            AccountRows.accountsWithKeys(of: user),
            """
            SELECT \(Limit.columns) FROM users u JOIN package_limits l ON l.package_id = u.package_id
            WHERE u.id = \(user) ORDER BY l.position
            """,
            """
            SELECT a.id AS account_id, \(Limit.columns) FROM bindings b JOIN accounts a ON a.id = b.account_id
            JOIN package_limits l ON l.package_id = a.package_id WHERE b.user_id = \(user) ORDER BY a.id, l.position
            """,
            """
            SELECT \(Limit.columns) FROM api_keys k JOIN package_limits l ON l.package_id = k.package_id
            WHERE k.id = \(key ?? ID(0)) ORDER BY l.position
            """,
        ]
    }

    /// Nil when there is no such user.
    func allowance(_ found: ArraySlice<[Row]>, _ session: any SQLSession) throws -> (allowance: Allowance, epoch: Int)?
    {
        let found = Array(found)
        guard let user = found[0].first else { return nil }
        var allowance = Allowance()
        for (account, key) in try accounts.accountsWithKeys(found[1], session) {
            allowance.accounts.append(account)
            allowance.keys[account.account.id] = key
        }
        for row in found[3] { allowance.accountLimits[try row["account_id"], default: []].append(try Limit(row)) }
        allowance.group = try user["user_group"]
        allowance.instructions = try Instructions(user)
        let rules = try rules(at: user["system_epoch"], session)
        (allowance.weights, allowance.balancing, allowance.prices) = (rules.weights, rules.balancing, rules.prices)
        allowance.asksForTitles = rules.asksForTitles
        allowance.tools = rules.tools
        allowance.limits =
            try found[2].map(Limit.init) + found[4].map(Limit.init) + rules.limits(of: allowance.group)
            + Self.balances(user)
        return (allowance, try user["epoch"])
    }

    private static func balances(_ user: Row) throws -> [Limit] {
        var limits: [Limit] = []
        if try user["is_limited"] { limits.append(.balance(of: .member, granted: try user["granted"])) }
        if let granted: Int = try user["key_granted"] { limits.append(.balance(of: .key, granted: granted)) }
        return limits
    }

    private func rules(at epoch: Int, _ session: any SQLSession) throws -> SystemRules {
        if let known = rules.withLock({ $0 }), known.epoch == epoch { return known }
        let read = try SystemRules(at: epoch, session)
        rules.withLock { known in if known.map({ $0.epoch < epoch }) ?? true { known = read } }
        return read
    }
}

/// What the options say that holds for everybody or for a group.
private struct SystemRules: Sendable {
    let epoch: Int
    let weights: ModelWeights
    let prices: Prices
    let balancing: LoadBalancing
    let asksForTitles: Bool
    let tools: Set<BuiltInTool>
    private let groups: [(name: String, limits: [Limit])]
    private let everybody: [Limit]

    init(at epoch: Int, _ session: any SQLSession) throws {
        self.epoch = epoch
        let values = try SQLSettingStore.values(session)
        weights = try values[Setting.modelWeights.name].map(Setting.weights) ?? .equal
        prices = Prices(values)
        balancing = try values[Setting.loadBalanceStrategy.name].map(Setting.balancing) ?? .leastInFlight
        asksForTitles = try values[Setting.upstreamTitles.name].map(Setting.flag) ?? true
        tools = try values[Setting.chatTools.name].map(Setting.tools) ?? Set(BuiltInTool.allCases)
        everybody = try Self.limits(of: values[Setting.globalPackageID.name].flatMap(Setting.package), session)
        let attached = try values[Setting.groupPackageIDs.name].map(Setting.groupPackages) ?? []
        groups = try attached.map { ($0.group, try Self.limits(of: $0.package, session)) }
    }

    func limits(of group: String) -> [Limit] {
        (groups.first { $0.name.utf8.elementsEqual(group.utf8) }?.limits ?? []) + everybody
    }

    private static func limits(of package: ID<Package>?, _ session: any SQLSession) throws -> [Limit] {
        guard let package else { return [] }
        return try session.rows(
            "SELECT \(Limit.columns) FROM package_limits l WHERE l.package_id = \(package) ORDER BY l.position"
        ).map(Limit.init)
    }
}
