import Database
import Domain
import Glibc
import Live
import Storage
import Transport

/// What a world keeps everything in: SQLite and the memory of this process; or, when the environment says
/// `CHATMIRROR_TEST_WORLD=cluster`, a database on a real MariaDB and keys of its own in a real Redis.
struct WorldStores: Sendable {
    let storage: SQLStorage
    let ledger: any QuotaLedger
    let usage: UsageLog
    let log: any TurnLog
    let broadcast: any Broadcast
    let rate: any CallRate
    let database: CountedDatabase
    /// What the SQL is spoken with.
    var dialect: SQLDialect { database.dialect }
    /// Ends what the stores stand on; nobody waits for it.
    let close: @Sendable () async -> Void

    static let areShared = getenv("CHATMIRROR_TEST_WORLD").map { String(cString: $0) } == "cluster"

    static func open(in folder: TemporaryFolder, _ clock: ManualClock) async throws -> WorldStores {
        areShared ? try await WorldStores(shared: clock) : try await WorldStores(in: folder, clock)
    }

    private init(in folder: TemporaryFolder, _ clock: ManualClock) async throws {
        let database = try SQLiteDatabase(folder: folder.folder("data"))
        try await database.migrate(Migrations.all, at: clock.now.milliseconds)
        self.database = CountedDatabase(database)
        storage = SQLStorage(self.database, key: .ofTests)
        _ = try await storage.hasItsKey()
        usage = UsageLog(storage.charges, clock: clock)
        ledger = MemoryQuotaLedger(
            clock: clock, calendar: UTCCalendar(), archive: WholeLedger(storage.ledger, and: usage))
        log = MemoryTurnLog(clock: clock)
        broadcast = NoBroadcast()
        rate = MemoryCallRate()
        close = { await database.close() }
    }

    private init(shared clock: ManualClock) async throws {
        let bench = try await MariaDBBench.openWithTables()
        let client = try await Self.redis.value
        let prefix = "w\(UInt32.random(in: 0 ... .max)):"
        database = CountedDatabase(bench.database)
        storage = SQLStorage(database, key: .ofTests)
        _ = try await storage.hasItsKey()
        usage = UsageLog(storage.charges, clock: clock)
        ledger = RedisQuotaLedger(
            client, WholeLedger(storage.ledger, and: usage), UTCCalendar(), prefix: prefix, time: clock)
        log = RedisTurnLog(client: client, clock: clock, prefix: prefix)
        broadcast = RedisBroadcast(client: client, prefix: prefix)
        rate = RedisCallRate(client: client, prefix: prefix)
        close = { withExtendedLifetime(bench) {} }
    }

    /// One connection for all worlds of the process, as for all members of a server.
    private static let redis = Task {
        RedisClient(try RedisAddress(try await RedisServer.shared().url), loops: [TestLoop.shared])
    }
}
