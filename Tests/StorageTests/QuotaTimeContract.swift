import Domain
import Storage
import Synchronization
import TestKit
import Testing
import Transport

/// Limits that come, go, are raised, lowered and moved, while days, weeks, months and whole zones change: what is used is what
/// the rows say, at every moment.
@Suite(.timeLimit(.minutes(5))) struct QuotaTimeContract {
    /// Somebody who is in every scope.
    static let use = QuotaUse(by: Payer(ID(1), by: ID(7)), in: "g", on: ID(1), for: "gpt-4o", QuotaCost(tokens: 10))

    static let scopes = QuotaScope.allCases

    private static func limits(_ amount: Int, of scope: QuotaScope) -> [Limit] {
        QuotaScopesContract.windows.map { Limit(amount, per: $0, of: scope) }
    }

    @Test(arguments: LedgerKind.allCases, scopes)
    func `a limit that is attached later counts what the rows hold`(kind: LedgerKind, scope: QuotaScope) async throws {
        let times = QuotaTimes(kind)
        let ledger = try await times.process()
        for number in 0..<4 {
            let place = try #require(try await times.take(ledger, Self.use))
            if number < 3 { await times.settle(place, ledger, as: number == 0 ? .refunded : .committed) }
        }
        // At once; when the rows alone know; by a process that is new.
        #expect(try await times.used(ledger, Self.use, [Limit(9, per: .day, of: scope)]) == [3])
        try await times.pass(.seconds(61))
        let limits = Self.limits(4, of: scope)
        #expect(try await times.used(ledger, Self.use, limits) == limits.map { _ in 3 })
        let new = try await times.process()
        #expect(try await times.used(new, Self.use, limits) == limits.map { _ in 3 })
        #expect(try await times.take(new, Self.use, under: limits) != nil)
        #expect(try await times.take(new, Self.use, under: limits) == nil)
    }

    @Test(arguments: LedgerKind.allCases, scopes)
    func `lowered below what is used it refuses, and raised it lets exactly as many more pass`(
        kind: LedgerKind, scope: QuotaScope
    ) async throws {
        for window in QuotaScopesContract.windows {
            let times = QuotaTimes(kind)
            let ledger = try await times.process()
            for _ in 0..<3 {
                #expect(try await times.take(ledger, Self.use, under: [Limit(3, per: window, of: scope)]) != nil)
            }
            for lowered in [2, 1, 0] {
                let limit = Limit(lowered, per: window, of: scope)
                #expect(try await times.take(ledger, Self.use, under: [limit]) == nil)
                let usage = try await ledger.usage(of: Self.use, under: [limit])[0]
                #expect(usage.used == 3 && usage.remaining == 0 && usage.isExhausted)
            }
            let raised = [Limit(5, per: window, of: scope)]
            #expect(try await ledger.usage(of: Self.use, under: raised)[0].remaining == 2)
            for isAdmitted in [true, true, false] {
                #expect(try await (times.take(ledger, Self.use, under: raised) != nil) == isAdmitted)
            }
        }
    }

    @Test(arguments: LedgerKind.allCases)
    func `moved to another scope it counts what that scope used`(kind: LedgerKind) async throws {
        for window in QuotaScopesContract.windows {
            let times = QuotaTimes(kind)
            let ledger = try await times.process()
            // Others who share some of the scopes.
            let others: [QuotaUse] = [
                QuotaUse(by: Payer(ID(1)), in: "g", on: ID(1), for: "o3"),
                QuotaUse(by: Payer(ID(1)), in: "g", on: ID(2), for: "o3"),
                QuotaUse(by: Payer(ID(2), by: ID(8)), in: "g", on: ID(1), for: "o3"),
                QuotaUse(by: Payer(ID(3)), in: "h", on: ID(2), for: "o3"),
            ]
            for use in others + [Self.use] { _ = try await times.take(ledger, use) }
            let used: [QuotaScope: Int] = [
                .global: 5, .group: 4, .account: 3, .member: 3, .memberOnAccount: 2, .key: 1,
            ]
            for scope in Self.scopes + Self.scopes.reversed() {
                let limit = Limit(used[scope]!, per: window, of: scope)
                #expect(try await times.used(ledger, Self.use, [limit]) == [used[scope]!], "\(scope) \(window)")
                #expect(try await times.take(ledger, Self.use, under: [limit]) == nil)
            }
        }
    }

    /// Where a window begins that its zone makes odd, or that is short or long by the calendar.
    static let edges: [(ZoneCalendar, CalendarSpan, String)] = [
        (.utc, .day, "2026-03-12T00:00:00Z"), (.utc, .hour, "2026-03-12T05:00:00Z"),
        // Days of 23 and 25 hours, their ends, and theirs weeks'.
        (.berlin, .day, "2026-03-28T23:00:00Z"), (.berlin, .day, "2026-03-29T22:00:00Z"),
        (.berlin, .day, "2026-10-24T22:00:00Z"), (.berlin, .day, "2026-10-25T23:00:00Z"),
        (.berlin, .week, "2026-03-29T22:00:00Z"), (.berlin, .week, "2026-10-25T23:00:00Z"),
        (.newYork, .day, "2026-03-08T05:00:00Z"), (.newYork, .day, "2026-03-09T04:00:00Z"),
        (.newYork, .day, "2026-11-01T04:00:00Z"), (.newYork, .day, "2026-11-02T05:00:00Z"),
        (.newYork, .week, "2026-03-09T04:00:00Z"), (.newYork, .month, "2026-11-01T04:00:00Z"),
        // By half an hour: the hour that is repeated, the one that is half left out.
        (.lordHowe, .day, "2026-04-05T13:30:00Z"), (.lordHowe, .day, "2026-10-04T13:00:00Z"),
        (.lordHowe, .hour, "2026-04-04T15:00:00Z"), (.lordHowe, .hour, "2026-04-04T15:30:00Z"),
        (.lordHowe, .hour, "2026-10-03T15:30:00Z"), (.lordHowe, .week, "2026-04-05T13:30:00Z"),
        (.nuuk, .week, "2026-03-30T01:00:00Z"), (.nuuk, .day, "2026-10-25T02:00:00Z"),
        (.havana, .day, "2026-03-08T05:00:00Z"), (.havana, .day, "2026-11-01T04:00:00Z"),
        // Months after those of 28, 29, 30 and 31 days; a Monday, also in another year.
        (.berlin, .month, "2026-02-28T23:00:00Z"), (.berlin, .month, "2028-02-29T23:00:00Z"),
        (.berlin, .month, "2026-04-30T22:00:00Z"), (.berlin, .month, "2026-10-31T23:00:00Z"),
        (.newYork, .month, "2027-01-01T05:00:00Z"), (.newYork, .week, "2026-12-28T05:00:00Z"),
    ]

    @Test(arguments: LedgerKind.allCases, edges.indices)
    func `a window ends at its edge in every scope, for those who are there and those who come`(
        kind: LedgerKind, index: Int
    ) async throws {
        let (zone, span, text) = Self.edges[index]
        let edge = Timestamp(utc: text)
        let times = QuotaTimes(kind, at: edge - .milliseconds(1))
        let limits = Self.scopes.map { Limit(2, per: .calendar(span), of: $0) }
        var ledger = try await times.process(in: zone)
        let late = try #require(try await times.take(ledger, Self.use, under: limits))
        let kept = try #require(try await times.take(ledger, Self.use, under: limits))
        #expect(try await times.take(ledger, Self.use, under: limits) == nil)
        #expect(
            try await ledger.usage(of: Self.use, under: limits).map(\.resetsAt) == limits.map { _ in edge })
        try await times.pass(to: edge)
        #expect(try await times.used(ledger, Self.use, limits) == limits.map { _ in 0 })
        #expect(try await times.take(ledger, Self.use, under: limits) != nil)
        // They go back to the window that they were taken from, which is over.
        await times.settle(late, ledger, as: .refunded)
        await times.settle(kept, ledger, as: .committed)
        #expect(try await times.used(ledger, Self.use, limits) == limits.map { _ in 1 })
        ledger = try await times.process(in: zone)
        #expect(try await times.used(ledger, Self.use, limits) == limits.map { _ in 1 })
        // To the end of the next one.
        let next = zone.bounds(of: span, holding: edge).upperBound
        try await times.pass(to: next - .milliseconds(1))
        #expect(try await times.used(ledger, Self.use, limits) == limits.map { _ in 1 })
        try await times.pass(to: next)
        #expect(try await times.used(ledger, Self.use, limits) == limits.map { _ in 0 })
    }

    @Test(arguments: LedgerKind.allCases)
    func `in another time zone each window counts what its rows say`(kind: LedgerKind) async throws {
        // Three in the evening of Saturday in Berlin, two after midnight, which is Sunday there and Saturday in New York; then one.
        let times = QuotaTimes(kind, at: Timestamp(utc: "2026-03-07T20:00:00Z"))
        let limits = Self.scopes.flatMap { scope in
            CalendarSpan.allCases.map { Limit(9, per: .calendar($0), of: scope) }
        }
        let berlin = try await times.process(in: .berlin, named: "Europe/Berlin")
        for _ in 0..<3 { _ = try await times.take(berlin, Self.use, under: limits) }
        try await times.pass(to: Timestamp(utc: "2026-03-08T00:30:00Z"))
        for number in 0..<2 {
            let place = try #require(try await times.take(berlin, Self.use, under: limits))
            if number == 0 { await times.settle(place, berlin, as: .committed) }
        }
        func all(_ used: [Int]) -> [Int] { Self.scopes.flatMap { _ in used } }
        #expect(try await times.used(berlin, Self.use, limits) == all([2, 2, 5, 5]))
        let newYork = try await times.process(in: .newYork, named: "America/New_York")
        #expect(try await times.used(newYork, Self.use, limits) == all([2, 5, 5, 5]))
        _ = try await times.take(newYork, Self.use, under: limits)
        // Monday has begun in Berlin, and not in New York; and by half an hour others see another hour.
        try await times.pass(to: Timestamp(utc: "2026-03-08T23:10:00Z"))
        let again = try await times.process(in: .berlin, named: "Europe/Berlin")
        _ = try await times.take(again, Self.use, under: limits)
        #expect(try await times.used(again, Self.use, limits) == all([1, 1, 1, 7]))
        let other = try await times.process(in: .newYork, named: "America/New_York")
        #expect(try await times.used(other, Self.use, limits) == all([1, 1, 7, 7]))
        try await times.pass(to: Timestamp(utc: "2026-03-08T23:35:00Z"))
        let kathmandu = try await times.process(in: .kathmandu, named: "Asia/Kathmandu")
        #expect(try await times.used(kathmandu, Self.use, limits) == all([0, 1, 1, 7]))
    }

    @Test(arguments: LedgerKind.allCases, QuotaScopesContract.windows)
    func `nothing is left of a window that nobody looked at until long after it`(
        kind: LedgerKind, window: QuotaWindow
    ) async throws {
        let times = QuotaTimes(kind)
        let ledger = try await times.process()
        // Others keep the subject's counters alive, and this one is about other models.
        let limits = [Limit(1, per: window, of: .global, models: ["gpt-*"]), Limit(99, per: .month, of: .global)]
        let others = QuotaUse(by: Payer(ID(2)), for: "o3")
        let first = try #require(try await times.take(ledger, Self.use, under: limits))
        _ = try await times.take(ledger, others, under: limits)
        await times.settle(first, ledger, as: .committed)
        for _ in 0..<12 {
            try await times.pass(.seconds(3 * 86_400))
            let used = try await times.used(ledger, Self.use, limits)
            #expect(used == limits.map { times.due($0, Self.use, in: .utc)! }, "\(times.clock.now.iso8601)")
        }
        #expect(try await times.take(ledger, Self.use, under: limits) != nil)
        #expect(try await times.take(ledger, Self.use, under: limits) == nil)
    }
}

/// What a lost counter costs the rows.
@Suite(.timeLimit(.minutes(5))) struct QuotaMakingContract {
    @Test(arguments: LedgerKind.allCases)
    func `of 64 who miss the same counters at once one adds up the rows of each`(kind: LedgerKind) async throws {
        let rows = ManualArchive()
        for _ in 0..<5 {
            rows.store(
                Reservation(id: .random(), user: ID(1), at: ManualClock().now), .committed, QuotaTimeContract.use)
        }
        let archive = CountingArchive(rows)
        let ledger = try await kind.make(ManualClock(), over: archive)
        let limits = QuotaScope.allCases.flatMap { [Limit(9, per: .hour, of: $0), Limit(9, per: .day, of: $0)] }
        let admitted = await withTaskGroup { group in
            for _ in 0..<64 {
                group.addTask {
                    (try? await ledger.reserve(.random(), QuotaTimeContract.use, under: limits)) == nil ? 0 : 1
                }
            }
            return await group.reduce(0, +)
        }
        #expect(admitted == 4)
        #expect(archive.tallies.count == limits.count)
        #expect(archive.tallies.values.allSatisfy { $0 == 1 }, "\(archive.tallies.values)")
    }

    @Test(arguments: LedgerKind.allCases)
    func `when the rows cannot be read everybody hears of it, and the next one tries again`(kind: LedgerKind)
        async throws
    {
        let archive = CountingArchive(ManualArchive())
        let ledger = try await kind.make(ManualClock(), over: archive)
        archive.isAway.store(true, ordering: .relaxed)
        let answers = await withTaskGroup { group in
            for _ in 0..<16 {
                group.addTask {
                    (try? await ledger.reserve(.random(), QuotaTimeContract.use, under: [Limit(9, per: .day)])) != nil
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { !$0 })
        archive.isAway.store(false, ordering: .relaxed)
        _ = try await ledger.reserve(.random(), QuotaTimeContract.use, under: [Limit(9, per: .day)])
    }
}

/// How often each counter's rows were added up.
private final class CountingArchive: LedgerArchive {
    private let rows: ManualArchive
    private let counts = Mutex<[QuotaCounter: Int]>([:])
    let isAway = Atomic<Bool>(false)

    init(_ rows: ManualArchive) { self.rows = rows }

    var tallies: [QuotaCounter: Int] { counts.withLock { $0 } }

    func open() async throws(ChatError) -> [OpenCharge] { try await rows.open() }

    func tally(
        of counter: QuotaCounter, in span: ClosedRange<Timestamp>, by bucket: Int64?, except: Set<Key<Charge>>
    ) async throws(ChatError) -> [Timestamp: Int] {
        counts.withLock { $0[counter, default: 0] += 1 }
        // A database takes its time, and all come meanwhile.
        await TestLoop.shared.sleep(for: .milliseconds(20))
        if isAway.load(ordering: .relaxed) { throw .unavailable(what: "storage") }
        return try await rows.tally(of: counter, in: span, by: bucket, except: except)
    }

    func edges(around moment: Timestamp) async throws(ChatError) -> (latest: Timestamp?, next: Timestamp?) {
        try await rows.edges(around: moment)
    }

    func standings(of charges: [Key<Charge>]) async throws(ChatError) -> [Key<Charge>: LedgerStanding] {
        try await rows.standings(of: charges)
    }
}
