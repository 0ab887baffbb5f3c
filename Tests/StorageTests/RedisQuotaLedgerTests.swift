import Database
import Domain
import TestKit
import Testing
import Transport

@testable import Live
@testable import Storage

/// What holds for the ledger in Redis alone: several processes, and a Redis that is lost, emptied, or older than it was.
@Suite(.timeLimit(.minutes(5))) struct RedisQuotaLedgerTests {
    private let alice = ID<User>(7)
    private let clock = ManualClock()
    private let archive = ManualArchive()
    private let prefix = String.random()

    /// One process.
    private func ledger(_ server: RedisServer, zone: String = "UTC") throws -> RedisQuotaLedger {
        RedisQuotaLedger(
            try RedisClient(to: server), archive, UTCCalendar(), zone: zone, prefix: prefix, time: clock)
    }

    @Test func `64 who ask two processes at once for 7 places get exactly 7`() async throws {
        for _ in 0..<20 {
            let prefix = String.random()
            let ledgers = try await [RedisClient.shared(), .shared()].map {
                RedisQuotaLedger($0, archive, UTCCalendar(), prefix: prefix, time: nil)
            }
            let admitted = await withTaskGroup { group in
                for number in 0..<64 {
                    group.addTask {
                        await ledgers[number % 2].admits(alice, [Limit(7, per: .hour), Limit(9, per: .month)]) ? 1 : 0
                    }
                }
                return await group.reduce(0, +)
            }
            #expect(admitted == 7)
            #expect(try await ledgers[1].used(alice, .day) == 7)
        }
    }

    @Test func `the clock of Redis decides, whatever this process thinks`() async throws {
        let ledger = RedisQuotaLedger(
            client: try await .shared(), archive: archive, calendar: UTCCalendar(), zone: "UTC", prefix: prefix)
        let time = try await RedisClient.shared().now(or: nil)
        let place = try await ledger.reserve(.random(), for: alice, under: [Limit(1, per: .hour)])
        #expect(place.at >= time && place.at <= time + .seconds(30))
        #expect(await ledger.stop(alice, [Limit(1, per: .hour)])?.resetsAt == place.at + .seconds(3600))
    }

    @Test func `everything but the epoch, its beginning and the clock expires`() async throws {
        let server = try await RedisServer()
        let ledger = try ledger(server)
        let limits = [Limit(9, per: .hour), Limit(9, per: .day)]
        let place = try await ledger.reserve(.random(), for: alice, under: limits)
        _ = try await ledger.reserve(.random(), for: alice, under: limits)
        await ledger.commit(place.id)
        let client = try RedisClient(to: server)
        let keys = try await client.command("KEYS", "*").array?.compactMap(\.text) ?? []
        // And what is open, what was kept and when, its record; the counters, with the buckets of the hour and when they leave.
        #expect(keys.count == 10)
        for key in keys where ![":epoch", ":clock", ":born"].contains(where: key.hasSuffix) {
            #expect(try await client.command("PTTL", key).integer ?? -1 > 0, "\(key)")
        }
        #expect(keys.filter { $0.contains(":of:m7") }.count == 3)
    }

    @Test func `an emptied Redis is rebuilt from the ledger before anybody is admitted`() async throws {
        let server = try await RedisServer()
        let ledgers = [try ledger(server), try ledger(server)]
        let limits = [Limit(3, per: .hour)]
        for _ in 0..<3 { archive.store(try await ledgers[0].reserve(.random(), for: alice, under: limits)) }
        for round in 0..<4 {
            server.ask("FLUSHALL")
            #expect(await !ledgers[round % 2].admits(alice, limits))
            for window in QuotaWindow.allCases { #expect(try await ledgers[1].used(alice, window) == 3) }
        }
    }

    @Test func `a Redis that comes back with an old copy is rebuilt`() async throws {
        let server = try await RedisServer()
        let ledgers = [try ledger(server), try ledger(server)]
        let limits = [Limit(5, per: .day)]
        for _ in 0..<2 { archive.store(try await ledgers[0].reserve(.random(), for: alice, under: limits)) }
        #expect(server.ask("SAVE") == "+OK")
        for _ in 0..<3 { archive.store(try await ledgers[0].reserve(.random(), for: alice, under: limits)) }
        try await server.restart()
        // The premise: it loaded the copy, epoch and all.
        #expect(server.ask("EXISTS \(prefix)epoch") == ":1")
        try await recovered(ledgers)
        for ledger in ledgers {
            #expect(try await ledger.used(alice, .day) == 5)
            #expect(await !ledger.admits(alice, limits))
        }
    }

    @Test func `a place that was taken but not stored when Redis was lost is found missing`() async throws {
        let server = try await RedisServer()
        let ledgers = [try ledger(server), try ledger(server)]
        let limits = [Limit(1, per: .hour)]
        let first = try await ledgers[0].reserve(.random(), for: alice, under: limits)
        server.ask("FLUSHALL")
        let second = try await ledgers[1].reserve(.random(), for: alice, under: limits)
        archive.store(first)
        archive.store(second)
        #expect(try await ledgers[1].reserve(second.id, for: alice, under: limits) == second)
        await #expect(throws: ChatError.self) { try await ledgers[0].reserve(first.id, for: alice, under: limits) }
        #expect(try await ledgers[0].used(alice, .hour) == 1)
    }

    @Test func `another time zone counts anew, from the ledger`() async throws {
        let server = try await RedisServer()
        let place = try await ledger(server).reserve(.random(), for: alice, under: [])
        #expect(try await ledger(server, zone: "Asia/Shanghai").used(alice, .day) == 0)
        archive.store(place)
        #expect(try await ledger(server).used(alice, .day) == 1)
    }

    @Test func `who finds another process rebuilding waits for it`() async throws {
        let server = try await RedisServer()
        server.ask("SET \(prefix)lock other PX 300")
        #expect(try await ledger(server).used(alice, .hour) == 0)
        #expect(server.ask("EXISTS \(prefix)lock") == ":0")
    }

    @Test func `while Redis is away nobody is admitted, at once, and an end is delivered later`() async throws {
        let server = try await RedisServer(appendOnly: true)
        let ledger = try ledger(server)
        let places = [
            try await ledger.reserve(.random(), for: alice, under: []),
            try await ledger.reserve(.random(), for: alice, under: []),
        ]
        for place in places { archive.store(place) }
        server.kill()
        let start = MonotonicTime.now
        for _ in 0..<20 {
            await #expect(throws: ChatError.unavailable(what: "quota")) {
                try await ledger.reserve(.random(), for: alice, under: [])
            }
            await #expect(throws: ChatError.unavailable(what: "quota")) { try await ledger.used(alice, .hour) }
        }
        await ledger.refund(places[0].id)
        await ledger.commit(places[1].id)
        #expect(MonotonicTime.now - start < .seconds(20))
        // The first reservation may have been sent, too.
        #expect(ledger.undeliveredCount >= 2)
        // The rows say nothing yet: only what was kept can tell the ends.
        try await server.start()
        while ledger.undeliveredCount > 0 { await TestLoop.shared.sleep(for: .milliseconds(10)) }
        #expect(try await ledger.used(alice, .hour) == 1)
        await ledger.refund(places[1].id)
        #expect(try await ledger.used(alice, .hour) == 1)
    }

    @Test func `after all processes were killed the counters are right within half a minute`() {
        #expect(RedisQuotaLedger.patience + RedisQuotaLedger.reconcileInterval < .seconds(30))
    }

    @Test func `what nobody ended is ended by what the ledger says, after a quarter of a minute`() async throws {
        let ledger = try await ledger(.shared())
        var places: [Reservation] = []
        for _ in 0..<5 { places.append(try await ledger.reserve(.random(), for: alice, under: [])) }
        archive.store(places[0], .committed)
        archive.store(places[1], .refunded)
        archive.store(places[2], .reserved)
        clock.advance(by: .seconds(14))
        try await ledger.reconcile()
        #expect(try await ledger.used(alice, .hour) == 5)
        clock.advance(by: .seconds(1))
        let young = try await ledger.reserve(.random(), for: alice, under: [])
        try await ledger.reconcile()
        try await ledger.reconcile()
        // Committed, running, and the one that is young.
        #expect(try await ledger.used(alice, .hour) == 3)
        await ledger.refund(places[0].id)
        #expect(try await ledger.used(alice, .hour) == 3)
        await ledger.refund(places[2].id)
        await ledger.refund(young.id)
        #expect(try await ledger.used(alice, .hour) == 1)
    }

    @Test func `counters of former epochs are removed`() async throws {
        let server = try await RedisServer()
        let ledger = try ledger(server)
        for user in 1...50 as ClosedRange<Int64> {
            archive.store(try await ledger.reserve(.random(), for: ID(user), under: [Limit(9, per: .hour)]))
        }
        server.ask("DEL \(prefix)epoch")
        #expect(try await ledger.used(ID(3), .hour) == 1)
        let client = try RedisClient(to: server)
        func counters() async throws -> Int? { try await client.command("KEYS", "\(prefix)q:*").array?.count }
        #expect(try await counters() == 153)
        try await ledger.reconcile()
        #expect(try await counters() == 3)
        #expect(try await ledger.used(ID(3), .hour) == 1)
    }
}

/// Waits until every ledger answers again.
func recovered(_ ledgers: [RedisQuotaLedger]) async throws {
    for ledger in ledgers {
        while (try? await ledger.used(ID(1), .hour)) == nil { await TestLoop.shared.sleep(for: .milliseconds(10)) }
    }
}
