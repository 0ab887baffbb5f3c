import Database
import Domain
import Storage
import TestKit
import Testing

/// What holds of the audit log on every engine.
@Suite struct AuditLogContract {
    private static func entry(
        _ number: Int, actor: ID<User>? = ID(7), action: AuditAction = .memberChanged, result: AuditResult = .done
    ) -> AuditEntry {
        AuditEntry(
            at: Timestamp(milliseconds: 1_700_000_000_123 + Int64(number)),
            actor: .init(user: actor, name: "root \(number) 王", address: "203.0.113.\(number % 250)"), action: action,
            object: AuditObject(.member, Int64(number), name: "member \(number)"), before: #"{"remark":"ä"}"#,
            after: #"{"remark":"\#(number)"}"#, result: result)
    }

    private static func filled(_ engine: Engine, with count: Int) async throws -> Bench {
        let bench = try await engine.open()
        for number in 1...count { try await bench.storage.audit.append(entry(number)) }
        return bench
    }

    @Test(arguments: Engine.allCases)
    func `whether something was ever done to something is known`(engine: Engine) async throws {
        let bench = try await engine.open()
        let audit = bench.storage.audit
        try await audit.append(Self.entry(3, result: .failed))
        try await audit.append(Self.entry(4))
        func has(_ id: Int64, _ action: AuditAction = .memberChanged, _ result: AuditResult = .done) async throws
            -> Bool
        {
            try await audit.has(action, on: AuditObject(.member, id), result: result)
        }
        #expect(try await has(4))
        #expect(try await !has(3))
        #expect(try await has(3, .memberChanged, .failed))
        #expect(try await !has(4, .memberCreated))
        #expect(try await !audit.has(.memberChanged, on: AuditObject(.account, 4), result: .done))
    }

    @Test(arguments: Engine.allCases)
    func `what was written is read back, newest first, and hangs together`(engine: Engine) async throws {
        let bench = try await engine.open()
        let audit = bench.storage.audit
        #expect(try await audit.head() == AuditHead(id: 0, hash: [UInt8](repeating: 0, count: 32)))
        #expect(try await audit.verify(against: nil) == .intact(audit.head()))
        let bare = AuditEntry(
            at: bench.clock.now, actor: .init(address: "::1"), action: .login, result: .refused)
        try await audit.append(Self.entry(1))
        try await audit.append(bare)
        let listed = try await audit.list(.all, where: AuditFilter())
        #expect(listed.items.map(\.id) == [2, 1] && listed.total == 2)
        #expect(listed.items.map(\.entry) == [bare, Self.entry(1)])
        let head = try await audit.head()
        #expect(head == AuditHead(id: 2, hash: listed.items[0].hash))
        #expect(try await audit.verify(against: nil) == .intact(head))
    }

    @Test(arguments: Engine.allCases)
    func `many rows are added in their order and hang together, also with those of others`(engine: Engine) async throws
    {
        let bench = try await engine.open()
        let other = bench.otherProcess().audit
        try await bench.storage.audit.append([])
        async let many: Void = bench.storage.audit.append((1...30).map { Self.entry($0) })
        async let more: Void = other.append((31...60).map { Self.entry($0) })
        _ = try await (many, more)
        let rows = try await bench.storage.audit.rows(after: 0, atMost: 100)
        #expect(rows.map(\.id) == Array(1...60))
        let first = rows[0].entry == Self.entry(1) ? Array(1...60) : Array(31...60) + Array(1...30)
        #expect(rows.map(\.entry) == first.map { Self.entry($0) })
        #expect(try await bench.storage.audit.verify(against: nil) == .intact(bench.storage.audit.head()))
    }

    @Test(arguments: Engine.allCases)
    func `rows are found by keyword, person and act`(engine: Engine) async throws {
        let bench = try await engine.open()
        let audit = bench.storage.audit
        for number in 1...4 { try await audit.append(Self.entry(number)) }
        try await audit.append(Self.entry(5, actor: ID(3), action: .logout))
        func found(_ filter: AuditFilter) async throws -> [Int64] {
            let listing = try await audit.list(.all, where: filter)
            #expect(listing.total == listing.items.count)
            return listing.items.map(\.id)
        }
        #expect(try await found(AuditFilter(keyword: "MEMBER 4")) == [4])
        #expect(try await found(AuditFilter(keyword: "203.0.113.2")) == [2])
        // As actor, and as the one it was done to.
        #expect(try await found(AuditFilter(user: ID(3))) == [5, 3])
        #expect(try await found(AuditFilter(action: .logout)) == [5])
        #expect(try await found(AuditFilter(keyword: "root", user: ID(7), action: .memberChanged)) == [4, 3, 2, 1])
        #expect(try await audit.list(Page(offset: 1, limit: 2), where: AuditFilter()).items.map(\.id) == [4, 3])
        #expect(try await audit.rows(after: 1, atMost: 3).map(\.id) == [2, 3, 4])
        #expect(
            try await audit.rows(after: 4, atMost: 3) == audit.list(.all, where: AuditFilter(action: .logout)).items)
        #expect(try await audit.rows(after: 5, atMost: 3).isEmpty)
    }

    @Test(arguments: Engine.allCases)
    func `two processes that write at once make one chain`(engine: Engine) async throws {
        let bench = try await engine.open()
        let logs = [bench.storage.audit, bench.otherProcess().audit]
        try await withThrowingTaskGroup { group in
            for number in 0..<64 {
                group.addTask { try await logs[number % 2].append(Self.entry(number)) }
                // Writes of other kinds that may share the transaction, and look before the row is written.
                group.addTask { _ = try await bench.member("member \(number)") }
            }
            try await group.waitForAll()
        }
        let head = try await bench.storage.audit.head()
        #expect(head.id == 64)
        #expect(try await logs[1].verify(against: nil) == .intact(head))
        let names = try await bench.storage.audit.list(.all, where: AuditFilter()).items.map(\.entry.actor.name)
        #expect(Set(names).count == 64)
    }

    @Test(arguments: Engine.allCases)
    func `a chain longer than one look is walked to its end`(engine: Engine) async throws {
        let bench = try await engine.open()
        try await withThrowingTaskGroup { group in
            for number in 0..<1001 {
                group.addTask { try await bench.storage.audit.append(Self.entry(number)) }
            }
            try await group.waitForAll()
        }
        #expect(try await bench.storage.audit.verify(against: nil) == .intact(bench.storage.audit.head()))
        try await bench.database.write { try $0.execute("DELETE FROM audit WHERE id = 777") }
        #expect(try await bench.storage.audit.verify(against: nil) == .broken(at: 777))
    }
}

/// Every way of changing the log after the fact is found, and the row is named.
@Suite struct AuditTamperContract {
    struct Tampering: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let statements: [SQL]
        let row: Int64

        init(_ description: String, at row: Int64, _ statements: SQL...) {
            (testDescription, self.row, self.statements) = (description, row, statements)
        }
    }

    static let tamperings = [
        Tampering("another actor", at: 4, "UPDATE audit SET user_id = 8 WHERE id = 4"),
        Tampering("no actor", at: 1, "UPDATE audit SET user_id = NULL WHERE id = 1"),
        Tampering("another moment", at: 9, "UPDATE audit SET created_at = created_at + 1 WHERE id = 9"),
        Tampering("another result", at: 2, "UPDATE audit SET result = 'refused' WHERE id = 2"),
        Tampering("an act that does not exist", at: 5, "UPDATE audit SET action = 'nothing' WHERE id = 5"),
        Tampering(
            "a text moved to the column beside it", at: 3,
            "UPDATE audit SET before_value = '', after_value = '{\"remark\":\"ä\"}{\"remark\":\"3\"}' WHERE id = 3"),
        Tampering("another hash", at: 6, "UPDATE audit SET hash = x'00' WHERE id = 6"),
        Tampering("a row in the middle is gone", at: 5, "DELETE FROM audit WHERE id = 5"),
        Tampering("the first row is gone", at: 1, "DELETE FROM audit WHERE id = 1"),
        Tampering("the last row is gone", at: 9, "DELETE FROM audit WHERE id = 9"),
        Tampering(
            "the last row is gone and those before it moved up", at: 5, "DELETE FROM audit WHERE id = 5",
            "UPDATE audit SET id = 5 WHERE id = 6", "UPDATE audit SET id = 6 WHERE id = 7"),
        Tampering(
            "two rows changed places", at: 3, "UPDATE audit SET id = 100 WHERE id = 3",
            "UPDATE audit SET id = 3 WHERE id = 4", "UPDATE audit SET id = 4 WHERE id = 100"),
        Tampering(
            "a row was added behind the log's back", at: 10,
            """
            INSERT INTO audit SELECT 10, created_at, user_id, username, address, action, object_kind, object_id,
                object_name, before_value, after_value, result, hash FROM audit WHERE id = 9
            """),
        Tampering("another end", at: 9, "UPDATE audit_head SET hash = x'00'"),
        Tampering("an earlier end", at: 9, "UPDATE audit_head SET id = 8"),
        Tampering("no end", at: 1, "DELETE FROM audit_head"),
    ]

    @Test(arguments: Engine.allCases, tamperings)
    func `what was changed later is found`(engine: Engine, tampering: Tampering) async throws {
        let bench = try await engine.open()
        for number in 1...9 {
            try await bench.storage.audit.append(
                AuditEntry(
                    at: bench.clock.now, actor: .init(user: ID(7), name: "root", address: "::1"),
                    action: .memberChanged, object: AuditObject(.member, 3, name: "lin"), before: #"{"remark":"ä"}"#,
                    after: #"{"remark":"\#(number)"}"#))
        }
        let head = try await bench.storage.audit.head()
        #expect(try await bench.storage.audit.verify(against: nil) == .intact(head))
        try await bench.database.write { session in
            for statement in tampering.statements { try session.execute(statement) }
        }
        #expect(try await bench.storage.audit.verify(against: nil) == .broken(at: tampering.row))
    }

    @Test(arguments: Engine.allCases)
    func `a chain that was made anew is told by a head that was printed`(engine: Engine) async throws {
        let entry = { (name: String) in
            AuditEntry(at: Timestamp(seconds: 1), actor: .init(name: name), action: .login)
        }
        let bench = try await engine.open()
        for name in ["a", "b", "c"] { try await bench.storage.audit.append(entry(name)) }
        let rows = try await bench.storage.audit.list(.all, where: AuditFilter()).items
        let printed = AuditHead(id: 2, hash: rows[1].hash)
        try await bench.storage.audit.append(entry("d"))
        #expect(try await bench.storage.audit.verify(against: printed) == .intact(bench.storage.audit.head()))
        try await bench.database.write { session in
            try session.execute("DELETE FROM audit")
            try session.execute("UPDATE audit_head SET id = 0, hash = \([UInt8](repeating: 0, count: 32))")
        }
        #expect(try await bench.storage.audit.verify(against: printed) == .broken(at: 1))
        for name in ["a", "x", "c"] { try await bench.storage.audit.append(entry(name)) }
        #expect(try await bench.storage.audit.verify(against: nil) == .intact(bench.storage.audit.head()))
        #expect(try await bench.storage.audit.verify(against: printed) == .broken(at: 2))
    }
}
