import Database
import Domain
import Storage
import Transport

/// Whether a process may serve from a database: its counters must be everybody's.
struct ProcessEntry: Sendable {
    private let storage: SQLStorage
    private let database: OpenDatabase
    private let configuration: Configuration

    init(_ storage: SQLStorage, to database: OpenDatabase, _ configuration: Configuration) {
        self.storage = storage
        self.database = database
        self.configuration = configuration
    }

    /// Notes this process among those that serve. One that was killed without a word is waited for until it counts as
    /// dead; one that lives is not.
    func enter(_ log: Log) async throws {
        if database.isOurs { try await storage.forgetOtherProcesses() }
        var former: OtherProcess?
        while let other = try await storage.heartbeat.enter() {
            if let former, other.lastBeat > former.lastBeat { throw refusal }
            if former == nil {
                let left = SQLHeartbeat.patience - other.silence
                log.warn(
                    "another process may be using the database; waiting until it shows that it lives, or counts as dead",
                    .init("seconds_at_most", Int(left.components.seconds) + 1))
            }
            former = other
            await SystemClock().sleep(.milliseconds(500))
        }
    }

    private var refusal: ConfigurationError {
        let who =
            configuration.redisURL.isEmpty
            ? "another process uses the database \(database.name), and this one has no redis.url"
            : "another process uses the database \(database.name) without redis.url"
        return ConfigurationError(
            """
            \(who): each would count the quotas in its own memory and admit up to the limit. Give all processes the same \
            redis.url, or stop the other one first. One that was killed is forgotten after \
            \(SQLHeartbeat.patience.components.seconds) seconds
            """)
    }
}
