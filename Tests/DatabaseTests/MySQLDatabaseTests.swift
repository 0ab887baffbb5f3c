import Database
import Glibc
import TestKit
import Testing

/// What a server adds to the promises: transactions that meet, and errors that spoil a connection.
@Suite struct MySQLDatabaseTests {
    @Test func `of two transactions in each other's way both are carried out`() async throws {
        let bench = try await Engine.mariaDB.open()
        try await bench.makeTable()
        for id in [1, 2] { try await bench.insert(id) }
        let runs = Notes()
        async let there: Void = Self.rename(1, then: 2, in: bench, runs)
        async let back: Void = Self.rename(2, then: 1, in: bench, runs)
        _ = try await (there, back)
        #expect(runs.values.count > 2, "nothing was in the way")
        let texts: [String] = try await bench.database.read {
            try $0.rows("SELECT v FROM t ORDER BY id").map { try $0["v"] }
        }
        #expect(texts == ["1 of 1", "2 of 1"] || texts == ["1 of 2", "2 of 2"])
    }

    /// Takes the rows in this order; the first time it waits until the other transaction has its first row too.
    private static func rename(_ first: Int, then second: Int, in bench: Bench, _ runs: Notes) async throws {
        try await bench.database.write { session in
            try session.execute("UPDATE t SET v = \("\(first) of \(first)") WHERE id = \(first)")
            runs.note(first)
            while Set(runs.values).count < 2 { sched_yield() }
            try session.execute("UPDATE t SET v = \("\(second) of \(first)") WHERE id = \(second)")
        }
    }

    @Test func `a body that ignores a deadlock does not commit its other half`() async throws {
        let bench = try await Engine.mariaDB.open()
        try await bench.makeTable()
        for id in 1...4 { try await bench.insert(id) }
        let runs = Notes()
        await withTaskGroup { group in
            for (first, second, last) in [(1, 2, 3), (2, 1, 4)] {
                group.addTask {
                    _ = try? await bench.database.write { session in
                        try session.execute("UPDATE t SET v = \("first\(last)") WHERE id = \(first)")
                        runs.note(first)
                        while Set(runs.values).count < 2 { sched_yield() }
                        _ = try? session.execute("UPDATE t SET v = \("second\(last)") WHERE id = \(second)")
                        try session.execute("UPDATE t SET v = \("last\(last)") WHERE id = \(last)")
                    }
                }
            }
        }
        #expect(runs.values.count > 2, "nothing was in the way")
        let texts: [String] = try await bench.database.read {
            try $0.rows("SELECT v FROM t ORDER BY id").map { try $0["v"] }
        }
        #expect(texts[2...] == ["last3", "last4"])
        #expect([["first3", "second3"], ["second4", "first4"]].contains(Array(texts[..<2])))
    }

    @Test func `a body that ignores a refusal among several statements commits none of them`() async throws {
        let bench = try await Engine.mariaDB.open()
        try await bench.makeTable()
        try await bench.insert(1)
        await #expect(throws: DatabaseError.self) {
            try await bench.database.write { session in
                _ = try? session.outcomes(of: [
                    "INSERT INTO t (id) VALUES (1)", "INSERT INTO t (id) VALUES (2)",
                ])
            }
        }
        #expect(try await bench.ids() == [1])
    }

    @Test func `several statements that get in another transaction's way are carried out, too`() async throws {
        let bench = try await Engine.mariaDB.open()
        try await bench.makeTable()
        for id in 1...2 { try await bench.insert(id) }
        let runs = Notes()
        await withTaskGroup { group in
            for (first, second) in [(1, 2), (2, 1)] {
                group.addTask {
                    try? await bench.database.write { session in
                        try session.execute("UPDATE t SET v = \("\(first)") WHERE id = \(first)")
                        runs.note(first)
                        while Set(runs.values).count < 2 { sched_yield() }
                        try session.outcomes(of: [
                            "UPDATE t SET v = \("\(second) of \(first)") WHERE id = \(second)",
                            "INSERT INTO t (id) VALUES (\(first + 10))",
                        ])
                    }
                }
            }
        }
        #expect(runs.values.count > 2, "nothing was in the way")
        #expect(try await bench.ids() == [1, 2, 11, 12])
    }

    @Test func `a statement that takes too long is ended by the server, and the next one is well`() async throws {
        let place = try await MariaDBBench.open()
        var server = place.server
        server.timeouts.statement = 1
        server.connections = 2
        let database = MySQLDatabase(server)
        let before: Int = try await database.read { try $0.rows("SELECT CONNECTION_ID() AS id")[0]["id"] }
        let error = await #expect(throws: DatabaseError.self) {
            try await database.read { try $0.rows("SELECT SLEEP(30) AS a, COUNT(*) AS b FROM seq_1_to_3") }
        }
        #expect(error?.message.contains("1969") == true)
        let after: Int = try await database.read { try $0.rows("SELECT CONNECTION_ID() AS id")[0]["id"] }
        #expect(before != after, "the connection was used again")
        await database.close()
    }

    @Test func `an error holds no value that was bound`() async throws {
        let bench = try await Engine.mariaDB.open()
        try await bench.makeTable()
        let secret = "a secret of somebody"
        for statement in ["INSERT INTO t (id, v) VALUES (1, \(secret))", "SELECT \(secret) FROM nowhere"] as [SQL] {
            let error = await #expect(throws: DatabaseError.self) {
                for _ in 0..<2 { try await bench.database.write { try $0.execute(statement) } }
            }
            #expect(error?.message.contains("secret") == false)
            #expect(error?.message.isEmpty == false)
        }
    }

    @Test func `sessions are strict, in UTC, and never see half a write`() async throws {
        let bench = try await Engine.mariaDB.open()
        let settings: SQL = """
            SELECT @@sql_mode AS mode, @@time_zone AS zone, @@tx_isolation AS isolation,
                @@character_set_client AS letters, @@autocommit AS auto
            """
        let writer = try await bench.database.write { try $0.rows(settings)[0] }
        let reader = try await bench.database.read { try $0.rows(settings)[0] }
        for row in [writer, reader] {
            let mode: String = try row["mode"]
            #expect(mode.contains("STRICT_ALL_TABLES"))
            #expect(try row["zone"] == "+00:00")
            #expect(try row["letters"] == "utf8mb4")
            #expect(try row["auto"] == 0)
        }
        #expect(try writer["isolation"] == "READ-COMMITTED")
        #expect(try reader["isolation"] == "REPEATABLE-READ")
    }

    @Test func `settings that could lose an acknowledged message are told`() async throws {
        let place = try await MariaDBBench.open()
        let warnings = try await place.database.warnings()
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("innodb_flush_log_at_trx_commit = 0") == true)
    }

    @Test func `writes that wait share a transaction, and those of them that fail take no other along`() async throws {
        let place = try await MariaDBBench.open()
        var server = place.server
        // One of them writes.
        server.connections = 2
        let database = MySQLDatabase(server)
        let bench = Bench(database: database, place: place)
        try await bench.makeTable()
        for failing in [[], [7, 31]] {
            let before = try await Self.commits(database)
            let ready = Notes()
            await withTaskGroup { group in
                group.addTask {
                    _ = try? await database.write { _ in while ready.values.count < 100 { sched_yield() } }
                }
                for id in 1...100 {
                    group.addTask {
                        ready.note(id)
                        let done: Int? = try? await database.write { session in
                            let count = try session.execute("INSERT INTO t (id) VALUES (\(id))")
                            if failing.contains(id) { throw DatabaseError(.other, "not this one") }
                            return count
                        }
                        #expect((done == 1) == !failing.contains(id))
                    }
                }
            }
            #expect(try await bench.ids() == (1...100).filter { !failing.contains($0) })
            #expect(try await Self.commits(database) - before < 60)
            try await database.write { try $0.execute("DELETE FROM t") }
        }
        await database.close()
    }

    private static func commits(_ database: MySQLDatabase) async throws -> Int {
        try await database.write { session in
            let text: String = try session.rows("SHOW SESSION STATUS LIKE 'Com_commit'")[0]["Value"]
            return Int(text) ?? 0
        }
    }
}
