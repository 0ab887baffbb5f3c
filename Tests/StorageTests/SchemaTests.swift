import Database
import Domain
import Glibc
import Storage
import TestKit
import Testing

/// Every engine has the same tables, columns, keys and indexes, from an empty database and from every older one.
@Suite struct SchemaTests {
    @Test func `both engines have the same schema`() async throws {
        let sqlite = try await Self.columns(of: Engine.sqlite)
        let mariaDB = try await Self.columns(of: Engine.mariaDB)
        #expect(sqlite.count > 80)
        #expect(Set(sqlite).symmetricDifference(mariaDB) == [])
        let indexes = try await Self.indexes(of: Engine.sqlite)
        #expect(indexes.count > 25)
        #expect(try await Set(Self.indexes(of: Engine.mariaDB)).symmetricDifference(indexes) == [])
        let references = try await Self.references(of: Engine.sqlite)
        #expect(references.count > 6)
        #expect(try await Set(Self.references(of: Engine.mariaDB)).symmetricDifference(references) == [])
    }

    @Test(arguments: Engine.allCases)
    func `an older database is brought up to date with all it holds`(engine: Engine) async throws {
        let bench = try await engine.openEmpty()
        try await bench.database.migrate([Migrations.all[0]], at: 1)
        try await bench.database.write { session in
            try session.execute(
                """
                INSERT INTO turns (id, user_id, conversation_id, sequence, running, question_id, answer_id, thoughts_id,
                    account_id, model, status, quota, created_at)
                VALUES ('t', 1, 'c', 1, 'c', 'q', 'a', 'th', 1, 'm', 'in_progress', 'reserved', 5)
                """)
            try session.execute(
                """
                INSERT INTO users (id, username, display_name, role, status, remark, created_at)
                VALUES (7, 'old', '', 1, 1, '', 5)
                """)
            try session.execute(
                "INSERT INTO sessions (hash, user_id, created_at, expires_at) VALUES (x'07', 7, 5, 8000000000000)")
        }
        #expect(try await bench.database.migrate(Migrations.all, at: 2).count == Migrations.all.count - 1)
        #expect(try await bench.database.migrate(Migrations.all, at: 3).isEmpty)
        try await bench.storage.heartbeat.beat()
        let ended = try await bench.storage.conversations.interruptTurns(except: [], at: bench.clock.now)
        #expect(ended.map(\.turn.id.text) == ["t"])
        #expect(ended.map(\.settlement) == [.refunded])
        // Who is signed in stays so: a use counts from the upgrade.
        let now = Timestamp(seconds: Int64(time(nil)) + 1)
        let session = try await bench.storage.sessions.find([7], at: now)?.session
        #expect(session.map { $0.lastSeenAt <= now && now < $0.lastSeenAt + .seconds(600) } == true)
        #expect(session?.confirmedAt == nil)
    }

    /// `table place column kind nullable`.
    private static func columns(of engine: Engine) async throws -> [String] {
        let source: SQL =
            switch engine {
            case .sqlite:
                """
                SELECT m.name AS t, c.name AS c, c.cid + 1 AS place, c.type AS kind,
                    CASE WHEN c."notnull" OR c.pk THEN 'NO' ELSE 'YES' END AS nullable
                FROM sqlite_schema m JOIN pragma_table_info(m.name) c
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'
                """
            case .mariaDB:
                """
                SELECT TABLE_NAME AS t, COLUMN_NAME AS c, CAST(ORDINAL_POSITION AS SIGNED) AS place, DATA_TYPE AS kind,
                    IS_NULLABLE AS nullable
                FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()
                """
            }
        return try await rows(source, of: engine) { row in
            let kind: String = try row["kind"]
            let place: Int = try row["place"]
            let name: String = try row["c"]
            return "\(try row["t"] as String) \(place) \(name) \(family(kind)) \(try row["nullable"] as String)"
        }
    }

    /// `table unique(columns)`: engines name their primary keys as they like.
    private static func indexes(of engine: Engine) async throws -> [String] {
        let source: SQL =
            switch engine {
            case .sqlite:
                """
                SELECT t, CASE WHEN origin = 'pk' THEN 'PRIMARY' ELSE name END AS name, is_unique, columns FROM (
                    SELECT m.name AS t, l.name AS name, l.origin AS origin, l."unique" AS is_unique,
                        (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno))
                        AS columns
                    FROM sqlite_schema m JOIN pragma_index_list(m.name) l WHERE m.type = 'table')
                UNION ALL SELECT m.name, 'PRIMARY', 1, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND c.pk = 1 AND c.type = 'INTEGER' AND NOT EXISTS
                    (SELECT 1 FROM pragma_index_list(m.name) l WHERE l.origin = 'pk')
                """
            case .mariaDB:
                """
                SELECT TABLE_NAME AS t, INDEX_NAME AS name, CAST(1 - MAX(NON_UNIQUE) AS SIGNED) AS is_unique,
                    GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX) AS columns
                FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() GROUP BY TABLE_NAME, INDEX_NAME
                """
            }
        return try await rows(source, of: engine) { row in
            let unique: Bool = try row["is_unique"]
            return "\(try row["t"] as String) \(try row["name"] as String) \(unique)(\(try row["columns"] as String))"
        }
    }

    /// `table(column) table(column)`.
    private static func references(of engine: Engine) async throws -> [String] {
        let source: SQL =
            switch engine {
            case .sqlite:
                """
                SELECT m.name AS t, f."from" AS c, f."table" AS there, f."to" AS key_there
                FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
                """
            case .mariaDB:
                """
                SELECT TABLE_NAME AS t, COLUMN_NAME AS c, REFERENCED_TABLE_NAME AS there,
                    REFERENCED_COLUMN_NAME AS key_there
                FROM information_schema.KEY_COLUMN_USAGE
                WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL
                """
            }
        return try await rows(source, of: engine) { row in
            "\(try row["t"] as String)(\(try row["c"] as String)) \(try row["there"] as String)(\(try row["key_there"] as String))"
        }
    }

    private static func rows(
        _ source: SQL, of engine: Engine, _ text: @Sendable (Row) throws -> String
    ) async throws -> [String] {
        let bench = try await engine.open()
        return try await bench.database.read { session in
            try session.rows(source).map(text).sorted()
        }
    }

    private static func family(_ type: String) -> String {
        switch type.prefix(while: { $0 != "(" }).lowercased() {
        case "integer", "bigint", "int", "tinyint": "integer"
        case "text", "varchar", "longtext": "text"
        case "blob", "varbinary", "mediumblob", "longblob": "blob"
        default: type
        }
    }
}
