internal import Database
internal import Domain
internal import Transport

/// A row of the audit log as the database holds it, and the hash that ties it to the row before.
///
/// It keeps what stands in the columns, not what they mean: a row that somebody changed into nonsense is a row, too.
struct AuditRow: Sendable, Equatable {
    /// In the order of `columns`.
    let values: [SQLValue]

    static let columns: SQL = """
        id, created_at, user_id, username, address, action, object_kind, object_id, object_name, before_value, \
        after_value, result
        """
    private static let names = [
        "id", "created_at", "user_id", "username", "address", "action", "object_kind", "object_id", "object_name",
        "before_value", "after_value", "result",
    ]

    /// What stands before the first row.
    static let origin = [UInt8](repeating: 0, count: 32)

    init(_ id: Int64, _ entry: AuditEntry) {
        values = [
            id.sqlValue, entry.at.sqlValue, entry.actor.user?.sqlValue ?? .null, entry.actor.name.sqlValue,
            entry.actor.address.sqlValue, entry.action.rawValue.sqlValue, entry.object?.kind.rawValue.sqlValue ?? .null,
            entry.object?.id.sqlValue ?? .null, entry.object?.name.sqlValue ?? .null, entry.before.sqlValue,
            entry.after.sqlValue, entry.result.rawValue.sqlValue,
        ]
    }

    init(_ row: Row) throws(DatabaseError) {
        var values: [SQLValue] = []
        for name in Self.names { values.append(try row[name]) }
        self.values = values
    }

    /// SHA-256 over the hash before and every column, each with its kind and its length: no two rows share their bytes.
    func hash(after previous: [UInt8]) -> [UInt8] {
        var bytes = previous
        for value in values {
            let (kind, content): (Character, [UInt8]) =
                switch value {
                case .null: ("n", [])
                case .integer(let number): ("i", Array(String(number).utf8))
                case .text(let text): ("t", Array(text.utf8))
                case .blob(let blob): ("b", blob)
                }
            bytes += Array("\(kind)\(content.count):".utf8) + content
        }
        return SHA256.hash(bytes)
    }
}

/// A walk along the chain, from its beginning, in pieces.
struct AuditWalk: Sendable {
    private(set) var last = AuditHead(id: 0, hash: AuditRow.origin)
    private let printed: AuditHead?

    /// A row, and what stands in it as its hash.
    struct Step: Sendable {
        let id: SQLValue
        let row: AuditRow
        let hash: SQLValue

        init(_ row: Row) throws(DatabaseError) {
            (id, hash) = (try row["id"], try row["hash"])
            self.row = try AuditRow(row)
        }
    }

    init(against printed: AuditHead?) { self.printed = printed }

    /// The number of the first row that does not fit; nil when all of them do. `rows` are in the order of their numbers.
    mutating func advance(over steps: [Step]) -> Int64? {
        for step in steps {
            let next = AuditHead(id: last.id + 1, hash: step.row.hash(after: last.hash))
            guard step.id == .integer(next.id), step.hash == .blob(next.hash) else { return next.id }
            if let printed, printed.id == next.id, printed.hash != next.hash { return next.id }
            last = next
        }
        return nil
    }

    /// After the last row.
    func verdict(at head: AuditHead?) -> AuditVerdict {
        guard let head, head.id == last.id else { return .broken(at: min(head?.id ?? 0, last.id) + 1) }
        guard head.hash == last.hash else { return .broken(at: last.id) }
        if let printed, printed.id > last.id { return .broken(at: last.id + 1) }
        return .intact(last)
    }
}
