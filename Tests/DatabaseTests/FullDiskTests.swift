import Database
import Glibc
import TestKit
import Testing

/// When there is no room, what does not fit is refused and what does is kept.
@Suite struct FullDiskTests {
    private let folder = TemporaryFolder()
    private let database: SQLiteDatabase

    init() async throws {
        database = try SQLiteDatabase(folder: folder.path)
        try await database.write { session in
            try session.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v BLOB)")
            _ = try session.rows("PRAGMA max_page_count = 60")
        }
    }

    private func insert(_ id: Int, bytes: Int) async -> DatabaseError.Kind? {
        do {
            let blob = [UInt8](repeating: 1, count: bytes)
            _ = try await database.write { try $0.execute("INSERT INTO t (id, v) VALUES (\(id), \(blob))") }
            return nil
        } catch { return (error as? DatabaseError)?.kind }
    }

    private func ids() async throws -> [Int] {
        try await database.read { try $0.rows("SELECT id FROM t ORDER BY id").map { try $0["id"] } }
    }

    @Test func `the write that does not fit fails, alone or among others`() async throws {
        #expect(await insert(100, bytes: 1_000_000) == .full)
        let refused = Notes()
        await withTaskGroup { group in
            group.addTask {
                try? await database.write { _ in while refused.values.count < 20 { sched_yield() } }
            }
            for id in 1...20 {
                group.addTask {
                    refused.note(id)
                    let kind = await insert(id, bytes: id == 13 ? 1_000_000 : 100)
                    #expect(kind == (id == 13 ? .full : nil))
                }
            }
        }
        #expect(try await ids() == (1...20).filter { $0 != 13 })
    }

    @Test func `there is room again after something was deleted`() async throws {
        for id in 1...9 { _ = await insert(id, bytes: 40_000) }
        #expect(await insert(10, bytes: 40_000) == .full)
        try await database.write { try $0.execute("DELETE FROM t WHERE id < 5") }
        #expect(await insert(10, bytes: 40_000) == nil)
        #expect(try await ids().contains(10))
    }
}
