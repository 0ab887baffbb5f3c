import Database
import TestKit
import Testing

/// Migrations are applied once, in order, and refuse a database that is not theirs.
@Suite struct MigrationTests {
    private static func migration(_ version: Int, _ statements: String) -> Migration {
        Migration(version, "step", sqlite: Array(statements.utf8), mysql: Array(statements.utf8))
    }

    private static let first = migration(
        1, "-- the start; of all\nCREATE TABLE a (\n    id INTEGER);\nINSERT INTO a VALUES (1);\n")
    private static let second = migration(2, "INSERT INTO a VALUES (2);\n\nINSERT INTO a VALUES (3);")

    private func ids(_ bench: Bench) async throws -> [Int] {
        try await bench.database.read { try $0.rows("SELECT id FROM a ORDER BY id").map { try $0["id"] } }
    }

    @Test(arguments: Engine.allCases)
    func `every statement runs, in the order of versions`(engine: Engine) async throws {
        let bench = try await engine.open()
        let applied = try await bench.database.migrate([Self.second, Self.first], at: 5)
        #expect(applied.map(\.version) == [1, 2])
        #expect(try await ids(bench) == [1, 2, 3])
    }

    @Test(arguments: Engine.allCases)
    func `what was applied is not applied again`(engine: Engine) async throws {
        let bench = try await engine.open()
        try await bench.database.migrate([Self.first], at: 5)
        #expect(try await bench.database.migrate([Self.first, Self.second], at: 6).map(\.version) == [2])
        #expect(try await bench.database.migrate([Self.first, Self.second], at: 7).isEmpty)
        #expect(try await ids(bench) == [1, 2, 3])
    }

    @Test(arguments: Engine.allCases)
    func `an edited migration is refused`(engine: Engine) async throws {
        let bench = try await engine.open()
        try await bench.database.migrate([Self.first], at: 5)
        let edited = Self.migration(1, "CREATE TABLE a (id INTEGER);")
        await #expect(throws: MigrationError.edited(version: 1, name: "step")) {
            try await bench.database.migrate([edited, Self.second], at: 6)
        }
        #expect(try await ids(bench) == [1])
    }

    @Test(arguments: Engine.allCases)
    func `a newer schema is refused`(engine: Engine) async throws {
        let bench = try await engine.open()
        try await bench.database.migrate([Self.first, Self.second], at: 5)
        await #expect(throws: MigrationError.newerSchema(found: 2, known: 1)) {
            try await bench.database.migrate([Self.first], at: 6)
        }
    }

    @Test func `a migration that fails half-way leaves nothing where a schema can be undone`() async throws {
        let bench = try await Engine.sqlite.open()
        try await bench.database.migrate([Self.first], at: 5)
        let broken = Self.migration(2, "INSERT INTO a VALUES (2);\nINSERT INTO nowhere VALUES (1);")
        await #expect(throws: DatabaseError.self) { try await bench.database.migrate([Self.first, broken], at: 6) }
        #expect(try await ids(bench) == [1])
        try await bench.database.migrate([Self.first, Self.second], at: 7)
        #expect(try await ids(bench) == [1, 2, 3])
    }

    @Test func `a migration that fails half-way is named where a schema cannot be undone`() async throws {
        let bench = try await Engine.mariaDB.open()
        let broken = Self.migration(2, "INSERT INTO a VALUES (2);\nINSERT INTO nowhere VALUES (1);")
        await #expect(throws: DatabaseError.self) { try await bench.database.migrate([Self.first, broken], at: 6) }
        #expect(try await ids(bench) == [1, 2])
        let unfinished = MigrationError.unfinished(version: 2, name: "step", statement: "statement 2")
        await #expect(throws: unfinished) { try await bench.database.migrate([Self.first, broken], at: 7) }
        #expect(try await ids(bench) == [1, 2])
    }

    @Test func `a migration whose first statement fails may be tried again`() async throws {
        let bench = try await Engine.mariaDB.open()
        let broken = Self.migration(2, "INSERT INTO nowhere VALUES (1);")
        await #expect(throws: DatabaseError.self) { try await bench.database.migrate([Self.first, broken], at: 6) }
        let applied = try await bench.database.migrate([Self.first, Self.second], at: 7)
        #expect(applied.map(\.version) == [2])
    }

    @Test func `of many processes that start at once one migrates`() async throws {
        let place = try await MariaDBBench.open()
        let applied = try await withThrowingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    let database = MySQLDatabase(place.server)
                    let applied = try await database.migrate([Self.first, Self.second], at: 5)
                    await database.close()
                    return applied.count
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(applied.sorted() == [0, 0, 0, 0, 0, 0, 0, 2])
        let ids: [Int] = try await place.database.read { try $0.rows("SELECT id FROM a").map { try $0["id"] } }
        #expect(ids.sorted() == [1, 2, 3])
    }
}
