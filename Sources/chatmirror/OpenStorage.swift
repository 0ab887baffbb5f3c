import Database
import Domain
import Storage
import Transport

/// The stores of a database, opened with the key file that belongs to it.
struct OpenStorage: Sendable {
    let sql: SQLStorage
    /// The key file's.
    let key: SealingKey
    private let keyFile: String

    /// Makes the key file at the first start. Throws `ConfigurationError`, and leaves no new file behind, when the database was
    /// used with another key file, wherever that is now.
    init(
        _ database: OpenDatabase, _ configuration: Configuration, isAlone: Bool = false,
        report: @escaping @Sendable (DatabaseError) -> Void = { _ in }
    ) async throws {
        keyFile = configuration.keyFile
        let isNew = !SealingKey.hasFile(at: keyFile)
        // Before anything is made: a new key file would only be one more wrong one.
        if isNew, try await SQLDataKeys.areUsed(in: database.sql) { throw Self.missing(keyFile, database) }
        key = try SealingKey(fileAt: keyFile)
        sql = SQLStorage(database.sql, key: key, isAlone: isAlone, report: report)
        guard try await !sql.hasItsKey() else { return }
        // Another process was the first in the meantime.
        if isNew { SealingKey.removeFile(at: keyFile) }
        throw isNew ? Self.missing(keyFile, database) : Self.foreign(keyFile, database)
    }

    /// What the panel shows, too: an operator may look only here.
    func warnOfUnreadable(_ log: Log) async throws {
        for secret in try await sql.dataKeys.unreadable() {
            switch secret {
            case .dataKey(let number):
                log.warn(
                    "a data key cannot be read: what it has sealed must be entered again",
                    .init("data_key", Int(number)))
            case .apiKey(let key):
                log.warn("an API key works, but its owner cannot read it again", .init("key", id: "\(key)"))
            case .file(let row):
                log.warn("an uploaded file cannot be read any more", .init("file", Int(row)))
            case .export(let row):
                log.warn("an export cannot be read any more", .init("export", Int(row)))
            case .response(let row):
                log.warn("a stored response cannot be read any more", .init("response", Int(row)))
            case .items(let row):
                log.warn("a program's conversation cannot be read any more", .init("conversation", Int(row)))
            case .appUser(let row):
                log.warn("the history of an application's user cannot be read any more", .init("app_user", Int(row)))
            case .tokenProxies:
                log.warn("the proxies of refresh tokens cannot be read: enter them again")
            case .alertChannel(let row):
                log.warn("a channel of alerts cannot be read: enter it again", .init("channel", Int(row)))
            case .part(let part, let account):
                log.warn(
                    "an account cannot be read: enter it again", .init("account", id: "\(account)"),
                    .init("what", id: part.rawValue))
            }
        }
    }

    private static func missing(_ file: String, _ database: OpenDatabase) -> ConfigurationError {
        ConfigurationError(
            """
            the key file \(file) is missing, and the database \(database.name) was used with one. Put it back: \(places)
            """)
    }

    private static func foreign(_ file: String, _ database: OpenDatabase) -> ConfigurationError {
        ConfigurationError(
            """
            the key file \(file) does not fit the database \(database.name): its secrets are sealed with another key. Put \
            the key file in its place that this database was first used with, or that `keys rekey` made: \(places)
            """)
    }

    private static let places = "it is in the data folder of every other process, and in the backup"
}

extension Configuration {
    /// What the database's data keys are sealed with.
    var keyFile: String { dataFolder + "/key" }
}
