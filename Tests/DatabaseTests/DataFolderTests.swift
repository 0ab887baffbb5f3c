import Database
import Glibc
import TestKit
import Testing

/// A data folder belongs to one process, to nobody else on the machine, and outlives the process.
@Suite struct DataFolderTests {
    private let folder = TemporaryFolder()

    @Test func `what was written is there after closing and opening`() async throws {
        do {
            let first = try SQLiteDatabase(folder: folder.path)
            try await first.write { session in
                try session.execute("CREATE TABLE t (id INTEGER)")
                try session.execute("INSERT INTO t VALUES (7)")
            }
            await first.close()
            await #expect(throws: DatabaseError.self) { try await first.read { try $0.rows("SELECT 1") } }
            await #expect(throws: DatabaseError.self) { try await first.write { try $0.execute("SELECT 1") } }
        }
        let second = try SQLiteDatabase(folder: folder.path)
        let ids: [Int] = try await second.read { try $0.rows("SELECT id FROM t").map { try $0["id"] } }
        #expect(ids == [7])
    }

    @Test func `a second server on the folder is refused with a clear error`() throws {
        let first = try SQLiteDatabase(folder: folder.path)
        let error = #expect(throws: DatabaseError.self) { try SQLiteDatabase(folder: folder.path) }
        #expect(error?.kind == .busy)
        #expect(error?.message.contains("another server uses this data folder") == true)
        withExtendedLifetime(first) {}
    }

    @Test func `a refused server closes nobody else's files`() async throws {
        let first = try SQLiteDatabase(folder: folder.path)
        await withTaskGroup { group in
            group.addTask {
                for _ in 0..<200 { #expect(throws: DatabaseError.self) { try SQLiteDatabase(folder: folder.path) } }
            }
            group.addTask {
                var failures = 0
                for _ in 0..<1_000_000 where close(dup(0)) != 0 { failures += 1 }
                #expect(failures == 0)
            }
        }
        withExtendedLifetime(first) {}
    }

    @Test func `a folder that is missing is made, one that cannot be made is a clear error`() throws {
        let inner = folder.path + "/inner"
        do { _ = try SQLiteDatabase(folder: inner) }
        for name in ["chatmirror.db", "chatmirror.lock"] { #expect(unlink(inner + "/" + name) == 0) }
        rmdir(inner)
        #expect(throws: DatabaseError.self) { try SQLiteDatabase(folder: "/nowhere/at/all") }
    }

    @Test func `nobody else on the machine can read the files`() async throws {
        let database = try SQLiteDatabase(folder: folder.path)
        try await database.write { try $0.execute("CREATE TABLE t (id INTEGER)") }
        for name in ["chatmirror.db", "chatmirror.db-wal", "chatmirror.db-shm", "chatmirror.lock"] {
            var status = stat()
            #expect(stat(folder.path + "/" + name, &status) == 0)
            #expect(status.st_mode & 0o077 == 0, "\(name)")
        }
    }

    @Test func `a file that is no database is a clear error`() throws {
        let path = folder.path + "/chatmirror.db"
        let file = fopen(path, "w")
        for _ in 0..<200 { fputs("this is no database at all, it only looks like a file\n", file) }
        fclose(file)
        let error = #expect(throws: DatabaseError.self) { try SQLiteDatabase(folder: folder.path) }
        #expect(error?.kind == .corrupt)
    }
}
