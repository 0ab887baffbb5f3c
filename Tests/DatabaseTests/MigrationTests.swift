import Database
import TestKit
import Testing

/// Migrations are applied once, in order, and refuse a database that is not theirs.
@Suite struct MigrationTests {
    private let folder = TemporaryFolder()
    private let database: SQLiteDatabase

    init() throws { database = try SQLiteDatabase(folder: folder.path) }

    private static func migration(_ version: Int, _ sqlite: String) -> Migration {
        Migration(version, "step", sqlite: Array(sqlite.utf8), mysql: [])
    }

    private static let first = migration(
        1, "-- the start; of all\nCREATE TABLE a (\n    id INTEGER);\nINSERT INTO a VALUES (1);\n")
    private static let second = migration(2, "INSERT INTO a VALUES (2);\n\nINSERT INTO a VALUES (3);")

    private func ids() async throws -> [Int] {
        try await database.read { try $0.rows("SELECT id FROM a ORDER BY id").map { try $0["id"] } }
    }

    @Test func `every statement runs, in the order of versions`() async throws {
        let applied = try await database.migrate([Self.second, Self.first], at: 5)
        #expect(applied.map(\.version) == [1, 2])
        #expect(try await ids() == [1, 2, 3])
    }

    @Test func `what was applied is not applied again`() async throws {
        try await database.migrate([Self.first], at: 5)
        #expect(try await database.migrate([Self.first, Self.second], at: 6).map(\.version) == [2])
        #expect(try await database.migrate([Self.first, Self.second], at: 7).isEmpty)
        #expect(try await ids() == [1, 2, 3])
    }

    @Test func `an edited migration is refused`() async throws {
        try await database.migrate([Self.first], at: 5)
        let edited = Self.migration(1, "CREATE TABLE a (id INTEGER);")
        await #expect(throws: MigrationError.edited(version: 1, name: "step")) {
            try await database.migrate([edited, Self.second], at: 6)
        }
        #expect(try await ids() == [1])
    }

    @Test func `a newer schema is refused`() async throws {
        try await database.migrate([Self.first, Self.second], at: 5)
        await #expect(throws: MigrationError.newerSchema(found: 2, known: 1)) {
            try await database.migrate([Self.first], at: 6)
        }
    }

    @Test func `a migration that fails half-way leaves nothing`() async throws {
        try await database.migrate([Self.first], at: 5)
        let broken = Self.migration(2, "INSERT INTO a VALUES (2);\nINSERT INTO nowhere VALUES (1);")
        await #expect(throws: DatabaseError.self) { try await database.migrate([Self.first, broken], at: 6) }
        #expect(try await ids() == [1])
        try await database.migrate([Self.first, Self.second], at: 7)
        #expect(try await ids() == [1, 2, 3])
    }
}
