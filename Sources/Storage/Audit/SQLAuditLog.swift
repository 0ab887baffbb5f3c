internal import Database
public import Domain

/// The audit log in SQL. The chain's end is a row of its own: who changes it first holds it until his row is in.
public struct SQLAuditLog: AuditLog {
    private let store: SQLStore

    init(_ store: SQLStore) { self.store = store }

    public func append(_ entry: AuditEntry) async throws(ChatError) {
        try await store.write { try Self.append(entry, $0) }
    }

    public func append(_ entries: [AuditEntry]) async throws(ChatError) {
        try await store.write { session in
            for entry in entries { try Self.append(entry, session) }
        }
    }

    private static func append(_ entry: AuditEntry, _ session: any SQLSession) throws {
        // The change comes before the look: on a server it waits for whoever is adding a row, and afterwards this
        // transaction sees the end that he left, whatever it had read before.
        try session.executeOnOne("UPDATE audit_head SET id = id + 1 WHERE place = 1")
        guard let end = try head(session) else { throw ChatError.notFound }
        let row = AuditRow(end.id, entry)
        let hash = row.hash(after: end.hash)
        var values: SQL = "\(hash)"
        for value in row.values.reversed() { values = "\(value), \(values)" }
        try session.execute("INSERT INTO audit (\(AuditRow.columns), hash) VALUES (\(values))")
        try session.execute("UPDATE audit_head SET hash = \(hash) WHERE place = 1")
    }

    public func list(_ page: Page, where filter: AuditFilter) async throws(ChatError) -> Listing<AuditRecord> {
        let condition = filter.condition
        return try await store.read { session in
            let rows = try session.rows(
                """
                SELECT \(AuditRow.columns), hash FROM audit WHERE \(condition) ORDER BY id DESC \(SQL.page(page))
                """)
            return Listing(
                items: try rows.map(AuditRecord.init), total: try session.count("audit WHERE \(condition)"))
        }
    }

    public func rows(before id: Int64?, atMost count: Int, where filter: AuditFilter)
        async throws(ChatError) -> [AuditRecord]
    {
        try await store.read { session in
            let condition = id.map { "\(filter.condition) AND id < \($0)" as SQL } ?? filter.condition
            return try session.rows(
                """
                SELECT \(AuditRow.columns), hash FROM audit WHERE \(condition) ORDER BY id DESC LIMIT \(count)
                """
            ).map(AuditRecord.init)
        }
    }

    public func has(_ action: AuditAction, on object: AuditObject, result: AuditResult) async throws(ChatError) -> Bool
    {
        try await store.read { session in
            try session.exists(
                """
                audit WHERE object_kind = \(object.kind.rawValue) AND object_id = \(object.id)
                AND action = \(action.rawValue) AND result = \(result.rawValue)
                """)
        }
    }

    public func rows(after id: Int64, atMost count: Int) async throws(ChatError) -> [AuditRecord] {
        try await store.read { session in
            try session.rows(
                "SELECT \(AuditRow.columns), hash FROM audit WHERE id > \(id) ORDER BY id LIMIT \(count)"
            ).map(AuditRecord.init)
        }
    }

    public func head() async throws(ChatError) -> AuditHead {
        guard let head = try await store.read({ try Self.head($0) }) else { throw .unavailable(what: "storage") }
        return head
    }

    public func verify(against printed: AuditHead?) async throws(ChatError) -> AuditVerdict {
        var walk = AuditWalk(against: printed)
        while true {
            let last = walk.last.id
            // One state of the database: a row that is added meanwhile is in both or in neither.
            let stretch = try await store.read { session in
                let rows = try session.rows(
                    """
                    SELECT \(AuditRow.columns), hash FROM audit WHERE id > \(last) ORDER BY id LIMIT \(Self.stride)
                    """)
                return Stretch(rows: try rows.map(AuditWalk.Step.init), head: try Self.head(session))
            }
            if let broken = walk.advance(over: stretch.rows) { return .broken(at: broken) }
            if stretch.rows.count < Self.stride { return walk.verdict(at: stretch.head) }
        }
    }

    private struct Stretch: Sendable {
        let rows: [AuditWalk.Step]
        let head: AuditHead?
    }

    private static let stride = 500

    private static func head(_ session: any SQLSession) throws(DatabaseError) -> AuditHead? {
        guard let row = try session.rows("SELECT id, hash FROM audit_head WHERE place = 1").first else { return nil }
        return AuditHead(id: try row["id"], hash: try row["hash"])
    }
}

extension AuditRecord {
    init(_ row: Row) throws(DatabaseError) {
        var object: AuditObject?
        if let kind: String = try row["object_kind"] {
            let (id, name): (Int64?, String?) = (try row["object_id"], try row["object_name"])
            object = AuditObject(AuditObject.Kind(rawValue: kind) ?? .unknown, id ?? 0, name: name ?? "")
        }
        self.init(
            id: try row["id"],
            entry: AuditEntry(
                at: try row["created_at"],
                actor: .init(user: try row["user_id"], name: try row["username"], address: try row["address"]),
                action: AuditAction(rawValue: try row["action"]) ?? .unknown, object: object,
                before: try row["before_value"], after: try row["after_value"],
                result: AuditResult(rawValue: try row["result"]) ?? .unknown),
            hash: try row["hash"])
    }
}

extension AuditFilter {
    var condition: SQL {
        var condition = SQL.matching(keyword, in: ["username", "object_name", "address"])
        if let user {
            let kind = AuditObject.Kind.member.rawValue
            condition = "\(condition) AND (user_id = \(user) OR object_kind = \(kind) AND object_id = \(user))"
        }
        if let action { condition = "\(condition) AND action = \(action.rawValue)" }
        return condition
    }
}
