import Database
import Domain
import Foundation
import Live
import Storage
import Transport

/// What counts quotas, keeps the logs of running turns, and tells every process what cannot wait:
/// in this process alone, or in Redis for all of them.
struct Counters: Sendable {
    let ledger: any QuotaLedger
    let calendar: any CivilCalendar
    let log: any TurnLog
    let broadcast: any Broadcast
    let rate: any CallRate
    /// Forgets what memory need not keep any longer.
    let sweep: @Sendable (Timestamp) -> Void
    /// Settles reservations whose end was lost.
    let reconcile: @Sendable () async -> Void
    /// Takes what a message needs of them. False when they cannot give it.
    let work: @Sendable () async -> Bool
    let close: @Sendable () -> Void

    init(_ configuration: Configuration, _ archive: any LedgerArchive, loops: LoopGroup, log: Log) async throws {
        let calendar = ZoneCalendar(configuration.timeZone)
        let wentBack: @Sendable (Duration) -> Void = { lead in
            log.warn(
                "the clock went back: what was taken ahead of it does not count until that time",
                .init("seconds", Int(lead.components.seconds)))
        }
        if configuration.redisURL.isEmpty {
            try await self.init(inProcess: archive, calendar, wentBack)
        } else {
            let address = try RedisAddress(configuration.redisURL)
            let client = RedisClient(address, loops: loops.loops)
            for warning in try await client.start() { log.warn("redis", .init("warning", diagnostic: warning)) }
            let zone = configuration.timeZone.identifier
            try await self.init(inRedis: client, archive, calendar, zone: zone, wentBack) { count in
                log.warn("rebuilt the counters from the ledger", .init("entries", count))
            }
        }
    }

    private init(
        inProcess archive: any LedgerArchive, _ calendar: ZoneCalendar,
        _ wentBack: @escaping @Sendable (Duration) -> Void
    ) async throws {
        let clock = SystemClock()
        let ledger = MemoryQuotaLedger(
            clock: clock, calendar: calendar, archive: archive, wentBack: wentBack)
        try await ledger.start()
        let log = MemoryTurnLog(clock: clock)
        self.ledger = ledger
        self.calendar = calendar
        self.log = log
        broadcast = NoBroadcast()
        rate = MemoryCallRate()
        sweep = { log.sweep(at: $0) }
        reconcile = {}
        work = { true }
        close = {}
    }

    private init(
        inRedis client: RedisClient, _ archive: any LedgerArchive, _ calendar: ZoneCalendar, zone: String,
        _ wentBack: @escaping @Sendable (Duration) -> Void, rebuilt: @escaping @Sendable (Int) -> Void
    ) async throws {
        let ledger = RedisQuotaLedger(
            client: client, archive: archive, calendar: calendar, zone: zone, grace: UsageWriter.grace,
            wentBack: wentBack,
            rebuilt: rebuilt)
        try await Self.start(ledger)
        let log = RedisTurnLog(client: client, clock: SystemClock())
        self.ledger = ledger
        self.calendar = calendar
        self.log = log
        broadcast = RedisBroadcast(client: client)
        rate = RedisCallRate(client: client)
        sweep = { log.sweep(at: $0) }
        reconcile = { try? await ledger.reconcile() }
        // There, with an epoch that counts, and takes writes, as the script of a question without a charge makes one. About no limit:
        // a counter is made of rows, and this is not about the database.
        work = { (try? await ledger.usage(of: QuotaUse(by: Payer(ID(0))), under: [])) != nil }
        close = { client.close() }
    }

    /// A process that died while it made the counters anew keeps others from it for ten seconds.
    private static func start(_ ledger: RedisQuotaLedger) async throws {
        for _ in 0..<15 {
            do { return try await ledger.start() } catch { await SystemClock().sleep(.seconds(1)) }
        }
        try await ledger.start()
    }
}
