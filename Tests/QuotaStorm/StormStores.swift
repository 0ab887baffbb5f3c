import Database
import Domain
import Glibc
import Live
import Storage
import Transport

/// The stores of one process of the storm. Its time runs ten times as fast as the machine's, so that nobody waits for what a process
/// that died has left: `2026-03-11T02:00:00Z` is when the storm began.
struct StormStores: Sendable {
    let storage: SQLStorage
    let ledger: RedisQuotaLedger
    let clock: StormClock
    let loop = EventLoop.spawn()
    private let redis: RedisClient
    private let zone = ZoneCalendar { _ in .zero }

    /// `began` is in milliseconds since 1970; `name` that of the process.
    init(redis: String, mariadb socket: String, database: String, began: Int64, ahead: Duration, name: String) throws {
        clock = StormClock(began: began, ahead: ahead)
        var server = MySQLServer(host: socket, user: "mirror", password: "sesame", database: database)
        server.connections = 48
        storage = SQLStorage(MySQLDatabase(server), key: .random(), process: name)
        self.redis = RedisClient(try RedisAddress("unix://\(redis)"), loops: [loop])
        ledger = RedisQuotaLedger(
            self.redis, storage.ledger, zone, prefix: "cm:", time: clock)
    }

    /// What the rows alone say.
    func rebuilt() -> RedisQuotaLedger {
        RedisQuotaLedger(redis, storage.ledger, zone, prefix: "check:", time: clock)
    }

    static func migrate(mariadb socket: String, database: String) async throws {
        let server = MySQLServer(host: socket, user: "mirror", password: "sesame", database: database)
        try await MySQLDatabase(server).migrate(Migrations.all, at: 0)
    }
}

struct StormClock: WallClock {
    let began: Int64
    let ahead: Duration

    var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let machine = Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
        return Timestamp(seconds: 1_773_194_400) + .milliseconds(10 * (machine - began)) + ahead
    }

    func sleep(_ span: Duration) async { try? await Task.sleep(for: span) }
}

/// A line for `test_storm_ledger.py`, at once: this process may be killed at any moment.
func say(_ words: String) {
    let line = Array("\(words)\n".utf8)
    _ = write(1, line, line.count)
}
