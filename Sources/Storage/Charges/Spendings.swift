internal import Database
internal import Domain

/// What some charges add to the sums of their members, keys and accounts. It is written by one statement, in the transaction that writes
/// the charges and at its end: processes wait for each other's sums no longer than they must.
struct Spendings {
    private var sums: [Subject: Sum] = [:]

    private struct Subject: Hashable, Comparable {
        let kind: Kind
        let id: Int64

        /// The same order everywhere, so that no two transactions wait for each other.
        static func < (left: Self, right: Self) -> Bool {
            (left.kind.rawValue, left.id) < (right.kind.rawValue, right.id)
        }
    }

    enum Kind: String { case member, key, account }

    private struct Sum {
        var cost = 0
        var requests = 0
    }

    /// Of rows that are in the sums.
    static let isCounted: SQL = "quota = \(Settlement.committed) AND ended_at IS NOT NULL"
    /// What `remove` reads.
    static let columns: SQL = "user_id, key_id, account_id, cost"

    /// A charge that was kept.
    mutating func add(_ cost: Int, of payer: Payer, on account: ID<Account>) {
        add(cost, requests: 1, of: payer, on: account)
    }

    /// A row that is about to be written over.
    mutating func remove(_ row: Row) throws(DatabaseError) {
        let cost: Int = try row["cost"]
        add(-cost, requests: -1, of: Payer(try row["user_id"], by: try row["key_id"]), on: try row["account_id"])
    }

    private mutating func add(_ cost: Int, requests: Int, of payer: Payer, on account: ID<Account>) {
        sums[Subject(kind: .member, id: payer.user.value), default: Sum()].requests += requests
        guard cost != 0 else { return }
        sums[Subject(kind: .member, id: payer.user.value), default: Sum()].cost += cost
        sums[Subject(kind: .account, id: account.value), default: Sum()].cost += cost
        if let key = payer.key { sums[Subject(kind: .key, id: key.value), default: Sum()].cost += cost }
    }

    /// Nil where nothing changes.
    func upsert(_ dialect: SQLDialect) -> SQL? {
        let changed = sums.filter { $0.value.cost != 0 || $0.value.requests != 0 }.sorted { $0.key < $1.key }
        guard !changed.isEmpty else { return nil }
        let rows = changed.map { subject, sum -> SQL in
            "(\(subject.kind.rawValue), \(subject.id), \(sum.cost), \(sum.requests))"
        }
        let insert: SQL = "INSERT INTO spendings (kind, subject_id, cost, requests) VALUES \(SQL.list(rows))"
        switch dialect {
        case .sqlite:
            return """
                \(insert) ON CONFLICT (kind, subject_id)
                DO UPDATE SET cost = cost + excluded.cost, requests = requests + excluded.requests
                """
        case .mysql:
            return """
                \(insert) ON DUPLICATE KEY UPDATE cost = cost + VALUES(cost), requests = requests + VALUES(requests)
                """
        }
    }

    func write(_ session: any SQLSession, _ dialect: SQLDialect) throws(DatabaseError) {
        if let upsert = upsert(dialect) { try session.execute(upsert) }
    }
}

extension Spendings {
    /// The cost of one, in a question that has its id.
    static func cost(of kind: Kind, _ id: SQL) -> SQL { column("cost", of: kind, id) }

    static func requests(of kind: Kind, _ id: SQL) -> SQL { column("requests", of: kind, id) }

    private static func column(_ name: SQL, of kind: Kind, _ id: SQL) -> SQL {
        "COALESCE((SELECT \(name) FROM spendings WHERE kind = \(kind.rawValue) AND subject_id = \(id)), 0)"
    }
}
