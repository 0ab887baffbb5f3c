import Database
import TestKit

/// The engines that must behave alike.
enum Engine: CaseIterable, Sendable {
    case sqlite
    case mariaDB

    /// An empty database.
    func open() async throws -> Bench {
        switch self {
        case .sqlite:
            let folder = TemporaryFolder()
            return Bench(database: try SQLiteDatabase(folder: folder.path), place: folder)
        case .mariaDB:
            let bench = try await MariaDBBench.open()
            return Bench(database: bench.database, place: bench)
        }
    }
}

/// A database for one test.
struct Bench: Sendable {
    let database: any SQLDatabase
    /// Where it is, for as long as somebody holds this.
    let place: any Sendable

    /// A table `t` with a key and a unique text.
    func makeTable() async throws {
        let migration = Migration(
            1, "t", sqlite: Array("CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, v TEXT UNIQUE);".utf8),
            mysql: Array("CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY, v VARCHAR(20) UNIQUE);".utf8))
        try await database.migrate([migration], at: 0)
    }

    func insert(_ id: Int) async throws {
        try await database.write { try $0.execute("INSERT INTO t (id, v) VALUES (\(id), \("v\(id)"))") }
    }

    func ids() async throws -> [Int] {
        try await database.read { try $0.rows("SELECT id FROM t ORDER BY id").map { try $0["id"] } }
    }

    func failure(_ sql: SQL) async -> DatabaseError.Kind? {
        do {
            _ = try await database.write { try $0.execute(sql) }
            return nil
        } catch { return (error as? DatabaseError)?.kind }
    }
}
