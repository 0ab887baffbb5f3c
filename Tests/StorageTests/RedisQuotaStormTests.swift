import Database
import Domain
import Synchronization
import TestKit
import Testing
import Transport

@testable import Live
@testable import Storage

/// Members send, settle and are refused in two processes while Redis is killed or emptied under their hands. At no moment
/// is more admitted than was paid for, and at the end the counters are what the ledger says.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RedisQuotaStormTests {
    enum Blow: CaseIterable, Sendable { case killWithFile, killWithoutFile, flush, restoreOldCopy }

    @Test(arguments: Blow.allCases)
    func `never over, and nothing lost`(blow: Blow) async throws {
        let server = try await RedisServer(appendOnly: blow == .killWithFile)
        let storm = try QuotaStorm(server)
        async let strikes: Void = storm.strike(5, with: blow)
        await storm.rage()
        try await strikes
        try await storm.check()
    }
}

private final class QuotaStorm: Sendable {
    private let server: RedisServer
    private let ledgers: [RedisQuotaLedger]
    private let archive = ManualArchive()
    private let users = (1...4).map { ID<User>($0) }
    /// Twelve counters of six scopes; the smaller limit of each scope binds.
    private let limits = QuotaStorm.most.flatMap { [Limit($1, per: .hour, of: $0), Limit($1 + 1, per: .day, of: $0)] }
    private static let most: [(QuotaScope, Int)] = [
        (.member, 3), (.memberOnAccount, 3), (.key, 3), (.account, 5), (.group, 9), (.global, 9),
    ]

    private static func use(of user: ID<User>) -> QuotaUse {
        QuotaUse(by: Payer(user, by: ID(user.value)), in: "g", on: ID(user.value % 2 + 1), for: "m")
    }
    private let tally = Mutex(Tally())

    private struct Tally {
        /// Charges that were told that they may ask an upstream, and were not given back, by the subjects that they count for.
        var admitted: [QuotaSubject: Int] = [:]
        var most: [QuotaSubject: Int] = [:]
        var count = 0
        var refusals = 0
        var outages = 0
        var isOver = false
    }

    init(_ server: RedisServer) throws {
        self.server = server
        let clock = ManualClock()
        let archive = archive
        ledgers = try (0..<2).map { _ in
            RedisQuotaLedger(try RedisClient(to: server), archive, UTCCalendar(), prefix: "cm:", time: clock)
        }
    }

    func rage() async {
        await withTaskGroup { group in
            for number in 0..<32 { group.addTask { await self.send(SplitMix(UInt64(number))) } }
        }
    }

    func strike(_ times: Int, with blow: RedisQuotaStormTests.Blow) async throws {
        for round in 0..<times {
            await admissions(200)
            switch blow {
            case .killWithFile, .killWithoutFile: try await server.restart()
            case .flush: server.ask("FLUSHALL")
            case .restoreOldCopy:
                if round == 0 { server.ask("SAVE") }
                try await server.restart()
            }
        }
        await admissions(200)
        tally.withLock { $0.isOver = true }
    }

    /// Waits until so many more were admitted, or everybody is refused.
    private func admissions(_ count: Int) async {
        let goal = tally.withLock { ($0.count + count, $0.refusals + 20 * count) }
        while tally.withLock({ $0.count < goal.0 && $0.refusals < goal.1 }) {
            await TestLoop.shared.sleep(for: .milliseconds(5))
        }
    }

    /// As `SendMessage` and `TurnJob` do it.
    private func send(_ seed: SplitMix) async {
        var random = seed
        while !tally.withLock({ $0.isOver }) {
            let user = users.randomElement(using: &random)!
            let ledger = ledgers.randomElement(using: &random)!
            do {
                let place = try await ledger.reserve(.random(), Self.use(of: user), under: limits)
                // A store takes its time; what happens meanwhile is what the second reservation is for.
                await TestLoop.shared.sleep(for: .microseconds(Int.random(in: 0...3000, using: &random)))
                archive.store(place, .reserved, Self.use(of: user))
                do {
                    _ = try await ledger.reserve(place.id, Self.use(of: user), under: limits)
                } catch {
                    await giveBack(place, ledger, times: 1)
                    throw error
                }
                note(user, 1)
                await TestLoop.shared.sleep(for: .microseconds(Int.random(in: 0...3000, using: &random)))
                if Int.random(in: 0..<800, using: &random) > 0 {
                    note(user, -1)
                    await giveBack(place, ledger, times: Int.random(in: 1...3, using: &random))
                } else {
                    archive.settle(place.id, .committed)
                    await ledger.commit(place.id)
                }
            } catch ChatError.quotaExceeded {
                tally.withLock { $0.refusals += 1 }
            } catch {
                tally.withLock { $0.outages += 1 }
                await TestLoop.shared.sleep(for: .milliseconds(2))
            }
        }
    }

    private func giveBack(_ place: Reservation, _ ledger: RedisQuotaLedger, times: Int) async {
        archive.settle(place.id, .refunded)
        await withTaskGroup { group in
            for _ in 0..<times { group.addTask { await ledger.refund(place.id) } }
        }
    }

    private func note(_ user: ID<User>, _ change: Int) {
        tally.withLock { tally in
            tally.count += max(0, change)
            for subject in Self.use(of: user).subjects {
                tally.admitted[subject, default: 0] += change
                tally.most[subject] = max(tally.most[subject] ?? 0, tally.admitted[subject]!)
            }
        }
    }

    func check() async throws {
        let tally = tally.withLock { $0 }
        for (scope, most) in Self.most {
            for user in users {
                #expect(tally.most[Self.use(of: user).subject(of: scope)!] ?? 0 <= most, "\(scope)")
            }
        }
        // The premise: the limit was reached.
        #expect(tally.refusals > 100, "\(tally)")
        try await recovered(ledgers)
        for ledger in ledgers {
            while ledger.undeliveredCount > 0 { await TestLoop.shared.sleep(for: .milliseconds(10)) }
        }
        for user in users {
            let use = Self.use(of: user)
            #expect(archive.count(user) == tally.admitted[.member(user)] ?? 0)
            let usage = try await ledgers[0].usage(of: use, under: limits)
            #expect(usage.map(\.used) == limits.map { tally.admitted[use.subject(of: $0.scope)!] ?? 0 }, "\(user)")
            for window in QuotaWindow.allCases {
                #expect(
                    try await ledgers[0].usage(of: use, under: [Limit(1, per: window)])[0].used == archive.count(user))
            }
        }
    }
}
