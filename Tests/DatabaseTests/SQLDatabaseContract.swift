import Database
import TestKit
import Testing

/// What every engine promises: whole writes that do not hurt one another, reads that see them and write nothing.
@Suite struct SQLDatabaseContract {
    @Test(arguments: Engine.allCases)
    func `a read sees every write that returned before`(engine: Engine) async throws {
        let bench = try await engine.open()
        try await bench.makeTable()
        for id in 1...50 {
            try await bench.insert(id)
            #expect(try await bench.ids().count == id)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a failing write undoes itself and hurts no neighbour`(engine: Engine) async throws {
        let bench = try await engine.open()
        try await bench.makeTable()
        await withTaskGroup { group in
            for id in 1...200 {
                group.addTask {
                    try? await bench.database.write { session in
                        try session.execute("INSERT INTO t (id) VALUES (\(id))")
                        if id % 3 == 0 { throw Refusal() }
                    }
                }
            }
        }
        #expect(try await bench.ids() == (1...200).filter { $0 % 3 != 0 })
    }

    @Test(arguments: Engine.allCases)
    func `an error reaches its own caller alone`(engine: Engine) async throws {
        let bench = try await engine.open()
        try await bench.makeTable()
        let refused = Notes()
        await withTaskGroup { group in
            for id in 1...60 {
                group.addTask {
                    if await bench.failure("INSERT INTO t (id) VALUES (\(id / 2))") != nil { refused.note(id / 2) }
                }
            }
        }
        // 0 and 30 come once, every other number twice: the second of two is refused.
        #expect(refused.values.sorted() == Array(1...29))
        #expect(try await bench.ids() == Array(0...30))
    }

    @Test(arguments: Engine.allCases)
    func `a transaction goes on after a refused value`(engine: Engine) async throws {
        let bench = try await engine.open()
        try await bench.makeTable()
        try await bench.database.write { session in
            try session.execute("INSERT INTO t (id) VALUES (1)")
            #expect(throws: DatabaseError.self) { try session.execute("INSERT INTO t (id) VALUES (1)") }
            try session.execute("INSERT INTO t (id) VALUES (2)")
        }
        #expect(try await bench.ids() == [1, 2])
    }

    @Test(arguments: Engine.allCases)
    func `statements that are sent at once are carried out in their order, each with its own outcome`(
        engine: Engine
    ) async throws {
        let bench = try await engine.open()
        try await bench.makeTable()
        try await bench.database.write { session in
            let outcomes = try session.outcomes(of: [
                "INSERT INTO t (id, v) VALUES (1, 'a'), (2, 'b')", "SELECT v FROM t WHERE id = \(2)",
                "UPDATE t SET v = \("c") WHERE id = 1", "SELECT v FROM t WHERE id = \(1)", "DELETE FROM t WHERE id = 3",
                "SELECT v FROM t ORDER BY id",
            ])
            let texts: [[String]] = try outcomes.map { try $0.rows.map { try $0["v"] } }
            #expect(texts == [[], ["b"], [], ["c"], [], ["c", "b"]])
            #expect([0, 2, 4].map { outcomes[$0].count } == [2, 1, 0])
        }
        // The same words twice, with different values.
        let twice = try await bench.database.read { session in
            try session.outcomes(of: [1, 2].map { "SELECT v FROM t WHERE id = \($0)" })
        }
        #expect(try twice.map { try $0.rows.map { try $0["v"] as String } } == [["c"], ["b"]])
        #expect(try await bench.database.read { try $0.outcomes(of: []).isEmpty })
    }

    @Test(arguments: Engine.allCases)
    func `of statements that are sent at once the first refused one is told, and none is kept`(
        engine: Engine
    ) async throws {
        let bench = try await engine.open()
        try await bench.makeTable()
        try await bench.insert(1)
        let error = await #expect(throws: DatabaseError.self) {
            try await bench.database.write { session in
                try session.outcomes(of: [
                    "INSERT INTO t (id) VALUES (2)", "INSERT INTO t (id) VALUES (1)", "INSERT INTO t (id) VALUES (3)",
                    "INSERT INTO t (id) VALUES (1)",
                ])
            }
        }
        #expect(error?.kind == .constraint(.unique))
        #expect(error?.place == 1)
        #expect(try await bench.ids() == [1])
        try await bench.insert(4)
        #expect(try await bench.ids() == [1, 4])
    }

    @Test(arguments: Engine.allCases)
    func `a cancelled caller leaves the whole write or none of it`(engine: Engine) async throws {
        let bench = try await engine.open()
        try await bench.makeTable()
        for round in 0..<50 {
            let writer = Task {
                try await bench.database.write { session in
                    try session.execute("INSERT INTO t (id) VALUES (\(2 * round))")
                    try session.execute("INSERT INTO t (id) VALUES (\(2 * round + 1))")
                }
            }
            if round % 2 == 0 { await Task.yield() }
            writer.cancel()
            _ = await writer.result
            #expect(try await bench.ids().filter { $0 / 2 == round }.count == 2)
        }
    }

    @Test(arguments: Engine.allCases)
    func `constraints are told apart`(engine: Engine) async throws {
        let bench = try await engine.open()
        try await bench.makeTable()
        try await bench.database.changeSchema { session in
            try session.execute(
                "CREATE TABLE child (parent BIGINT NOT NULL, CONSTRAINT f FOREIGN KEY (parent) REFERENCES t (id))")
        }
        try await bench.insert(1)
        #expect(await bench.failure("INSERT INTO t (id) VALUES (1)") == .constraint(.unique))
        #expect(await bench.failure("INSERT INTO t (id, v) VALUES (2, \("v1"))") == .constraint(.unique))
        #expect(await bench.failure("INSERT INTO child (parent) VALUES (9)") == .constraint(.foreignKey))
        #expect(await bench.failure("INSERT INTO child (parent) VALUES (NULL)") == .constraint(.other))
        #expect(await bench.failure("INSERT INTO nowhere (a) VALUES (1)") == .other)
    }

    @Test(arguments: Engine.allCases)
    func `a reading connection cannot write`(engine: Engine) async throws {
        let bench = try await engine.open()
        try await bench.makeTable()
        for _ in 0..<4 {
            await #expect(throws: DatabaseError.self) {
                try await bench.database.read { try $0.execute("INSERT INTO t (id) VALUES (1)") }
            }
            #expect(try await bench.ids() == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func `all queries of a read see one state`(engine: Engine) async throws {
        let bench = try await engine.open()
        try await bench.makeTable()
        try await bench.insert(1)
        let (looked, written) = (Notes(), Notes())
        async let counts = bench.database.read { session in
            let first = try session.rows("SELECT id FROM t").count
            looked.note(1)
            while written.values.isEmpty {}
            return [first, try session.rows("SELECT id FROM t").count]
        }
        while looked.values.isEmpty, !Task.isCancelled { await Task.yield() }
        try await bench.insert(2)
        written.note(1)
        #expect(try await counts == [1, 1])
        #expect(try await bench.ids().count == 2)
    }

    @Test(arguments: Engine.allCases)
    func `rows that were found count as changed`(engine: Engine) async throws {
        let bench = try await engine.open()
        try await bench.makeTable()
        try await bench.insert(1)
        let found = try await bench.database.write { try $0.execute("UPDATE t SET v = v WHERE id = 1") }
        #expect(found == 1)
        let missed = try await bench.database.write { try $0.execute("UPDATE t SET v = v WHERE id = 7") }
        #expect(missed == 0)
    }

    @Test(arguments: Engine.allCases)
    func `bytes are found in bytes where they stand first`(engine: Engine) async throws {
        let bench = try await engine.open()
        let texts: [[UInt8]] = [[], [0], [7], [7, 0, 7], [0, 0, 1, 0, 1], Array("中文中文".utf8), [255, 254, 255]]
        let wanted: [[UInt8]] = [
            [0], [7], [0, 1], [1, 0, 1, 0], Array("文".utf8), Array("文中".utf8), [0xAD], [254, 255],
        ]
        for (text, part) in texts.flatMap({ text in wanted.map { (text, $0) } }) {
            let place = text.indices.first { text[$0...].starts(with: part) }.map { $0 + 1 } ?? 0
            let found: [Int] = try await bench.database.read {
                try $0.rows("SELECT INSTR(\(text), \(part)) AS place").map { try $0["place"] }
            }
            #expect(found == [place], "\(part) in \(text)")
        }
        let unknown: [Int?] = try await bench.database.read {
            try $0.rows("SELECT INSTR(NULL, 'a') AS place").map { try $0["place"] }
        }
        #expect(unknown == [nil])
    }

    @Test(arguments: Engine.allCases)
    func `a closed database refuses`(engine: Engine) async throws {
        let bench = try await engine.open()
        try await bench.makeTable()
        await (bench.database as? SQLiteDatabase)?.close()
        await (bench.database as? MySQLDatabase)?.close()
        await #expect(throws: DatabaseError.self) { try await bench.ids() }
        await #expect(throws: DatabaseError.self) { try await bench.insert(1) }
    }
}

private struct Refusal: Error {}
