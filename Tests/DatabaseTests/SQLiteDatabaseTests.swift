import Database
import Glibc
import TestKit
import Testing

/// What SQLite does besides what every engine does: one connection writes, and writes share its commits.
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
}
