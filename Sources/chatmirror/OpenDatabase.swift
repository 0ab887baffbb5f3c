import Database
import Domain
import Glibc
import Storage
import Transport

/// The database that is configured, with the schema of this version.
struct OpenDatabase: Sendable {
    let sql: any SQLDatabase
    /// For people: which one it is, without its password.
    let name: String
    /// Nobody else can use it: what another process left behind was left by one that is gone.
    let isOurs: Bool
    /// What an operator should know of its settings.
    let warnings: [String]
    let close: @Sendable () async -> Void

    init(_ configuration: Configuration) async throws {
        try Self.makeFolder(configuration.dataFolder)
        if configuration.databaseType == "sqlite" {
            let database = try SQLiteDatabase(folder: configuration.dataFolder)
            (sql, isOurs, warnings) = (database, true, [])
            name = "\(configuration.dataFolder)/chatmirror.db"
            close = { await database.close() }
        } else {
            let server = configuration.mysql
            let database = MySQLDatabase(server)
            name = server.description
            (sql, isOurs) = (database, false)
            close = { await database.close() }
            warnings = try await database.warnings()
        }
        try await sql.migrate(Migrations.all, at: SystemClock().now.milliseconds)
    }

    var isReachable: Bool {
        get async { (try? await sql.read { session in try session.rows("SELECT 1 AS one") }) != nil }
    }

    /// The key file stands in it, whatever the database is.
    private static func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw ConfigurationError("cannot make the data folder \(path): \(String(cString: strerror(errno)))")
        }
    }
}

extension Configuration {
    var mysql: MySQLServer {
        var server = MySQLServer(
            host: databaseHost, port: databasePort, user: databaseUser, password: databasePassword,
            database: databaseName)
        server.authorities = databaseAuthorities
        server.connections = databaseConnections
        return server
    }
}
