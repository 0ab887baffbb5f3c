import Database
import Glibc
import TestKit
import Testing

/// What a SQLite database promises: durable writes that do not hurt one another, reads that see them.
@Suite struct SQLiteDatabaseTests {
    private let folder = TemporaryFolder()
    private let database: SQLiteDatabase

    init() async throws {
        database = try SQLiteDatabase(folder: folder.path)
        try await database.write { try $0.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v BLOB UNIQUE)") }
    }

    private func insert(_ id: Int) async throws {
        try await database.write { try $0.execute("INSERT INTO t (id, v) VALUES (\(id), \("v\(id)"))") }
    }

    private func ids() async throws -> [Int] {
        try await database.read { try $0.rows("SELECT id FROM t ORDER BY id").map { try $0["id"] } }
    }

    @Test func `a read sees every write that returned before`() async throws {
        for id in 1...50 {
            try await insert(id)
            #expect(try await ids().count == id)
        }
    }

    @Test func `a failing write undoes itself and hurts no neighbour`() async throws {
        let done = Notes()
        await withTaskGroup { group in
            for id in 1...200 {
                group.addTask {
                    try? await database.write { session in
                        try session.execute("INSERT INTO t (id) VALUES (\(id))")
                        if id % 3 == 0 { throw Refusal() }
                    }
                    done.note(id)
                }
            }
        }
        #expect(done.values.count == 200)
        #expect(try await ids() == (1...200).filter { $0 % 3 != 0 })
    }

    @Test func `an error reaches its own caller alone`() async throws {
        let refused = Notes()
        await withTaskGroup { group in
            for id in 1...60 {
                group.addTask {
                    do {
                        try await database.write { try $0.execute("INSERT INTO t (id) VALUES (\(id / 2))") }
                    } catch { refused.note(id / 2) }
                }
            }
        }
        // 0 and 30 come once, every other number twice: the second of two is refused.
        #expect(refused.values.sorted() == Array(1...29))
        #expect(try await ids() == Array(0...30))
    }

    @Test func `writes that wait share a commit`() async throws {
        let before = database.commitCount
        let ready = Notes()
        await withTaskGroup { group in
            group.addTask {
                // Holds the writing thread until everybody is about to write.
                try? await database.write { _ in while ready.values.count < 100 { sched_yield() } }
            }
            for id in 1...100 {
                group.addTask {
                    ready.note(id)
                    try? await insert(id)
                }
            }
        }
        #expect(try await ids() == Array(1...100))
        #expect(database.commitCount - before < 50)
    }

    @Test func `a cancelled caller leaves the whole write or none of it`() async throws {
        for round in 0..<50 {
            let writer = Task {
                try await database.write { session in
                    try session.execute("INSERT INTO t (id) VALUES (\(2 * round))")
                    try session.execute("INSERT INTO t (id) VALUES (\(2 * round + 1))")
                }
            }
            if round % 2 == 0 { await Task.yield() }
            writer.cancel()
            _ = await writer.result
            #expect(try await ids().filter { $0 / 2 == round }.count == 2)
        }
    }

    @Test func `constraints are told apart`() async throws {
        try await database.write { session in
            try session.execute("CREATE TABLE child (parent INTEGER NOT NULL REFERENCES t (id))")
        }
        try await insert(1)
        #expect(await failure("INSERT INTO t (id) VALUES (1)") == .constraint(.unique))
        #expect(await failure("INSERT INTO t (v) VALUES (\("v1"))") == .constraint(.unique))
        #expect(await failure("INSERT INTO child (parent) VALUES (9)") == .constraint(.foreignKey))
        #expect(await failure("INSERT INTO child (parent) VALUES (NULL)") == .constraint(.other))
        #expect(await failure("INSERT INTO nowhere (a) VALUES (1)") == .other)
    }

    @Test func `a reading connection cannot write`() async throws {
        for _ in 0..<4 {
            await #expect(throws: DatabaseError.self) {
                try await database.read { try $0.execute("INSERT INTO t (id) VALUES (1)") }
            }
            #expect(try await ids() == [])
        }
    }

    @Test func `every commit is synced and readers leave the checkpoints to the writer`() async throws {
        let synchronous: Int = try await database.write { try $0.rows("PRAGMA synchronous")[0]["synchronous"] }
        #expect(synchronous == 2)
        for _ in 0..<2 {
            let pages: Int = try await database.read {
                try $0.rows("PRAGMA wal_autocheckpoint")[0]["wal_autocheckpoint"]
            }
            #expect(pages == 0)
        }
    }

    private func failure(_ sql: SQL) async -> DatabaseError.Kind? {
        do {
            _ = try await database.write { try $0.execute(sql) }
            return nil
        } catch { return (error as? DatabaseError)?.kind }
    }
}

private struct Refusal: Error {}
