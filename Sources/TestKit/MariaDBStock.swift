import Database
import Storage
import Synchronization

/// Databases with the product's tables, which are used again: to empty them takes a hundredth of what it takes to make them.
enum MariaDBStock {
    private static let unused = Mutex<[Stocked]>([])

    /// A database on the shared server as it is after every migration.
    static func take() async throws -> Stocked {
        let last = unused.withLock { $0.popLast() }
        guard let last else { return try await Stocked.make() }
        try MariaDBServer.shared().administer(last.emptying)
        return last
    }

    /// Whoever had it has closed their connections.
    static func giveBack(_ database: Stocked) { unused.withLock { $0.append(database) } }

    struct Stocked: Sendable {
        let server: MySQLServer
        /// Statements after which its tables hold what they do in a new database.
        fileprivate let emptying: String

        fileprivate static func make() async throws -> Stocked {
            let server = try await withTables()
            let template = try await template.value.database
            let name = server.database
            // The names of its tables are ours, and so safe within statements.
            let statements = try MariaDBServer.shared().administer(
                """
                SELECT CONCAT('DELETE FROM \(name).', table_name,
                              '; INSERT INTO \(name).', table_name, ' SELECT * FROM \(template).', table_name,
                              IF(auto_increment IS NULL, '', CONCAT('; ALTER TABLE \(name).', table_name, ' AUTO_INCREMENT = 1')))
                FROM information_schema.tables WHERE table_schema = '\(template)' AND table_name <> 'schema_migrations'
                """)
            return Stocked(
                server: server, emptying: (["SET foreign_key_checks = 0"] + statements).joined(separator: ";"))
        }

        /// Nobody changes it.
        private static let template = Task { try await withTables() }

        private static func withTables() async throws -> MySQLServer {
            let server = try MariaDBServer.shared().newDatabase()
            let database = MySQLDatabase(server)
            try await database.migrate(Migrations.all, at: 0)
            await database.close()
            return server
        }
    }
}
