import Domain
import Live
import Storage
import TestKit
import Testing

/// Days of 23 and 25 hours, months of every length, and the start from what the archive holds.
@Suite struct QuotaCalendarContract {
    private let alice = ID<User>(1)

    @Test(arguments: LedgerKind.allCases, [23, 24, 25])
    func `a day is as long as the calendar says`(kind: LedgerKind, hours: Int64) async throws {
        let midnight = Timestamp(seconds: 1_774_000_000)
        let end = midnight + .seconds(hours * 3600)
        let clock = ManualClock(midnight)
        let ledger = try await kind.make(clock, OddDays(boundaries: [midnight, end, end + .seconds(86_400)]))
        let limits = [Limit(1, per: .day)]
        #expect(await ledger.admits(alice, limits))
        clock.set(end - .milliseconds(1))
        #expect(await ledger.stop(alice, limits)?.resetsAt == end)
        clock.set(end)
        #expect(await ledger.admits(alice, limits))
        #expect(await ledger.stop(alice, limits)?.resetsAt == end + .seconds(86_400))
    }

    /// The last milliseconds of January, of February in a common and in a leap year, of April, of December.
    @Test(
        arguments: LedgerKind.allCases,
        [1_769_903_999_999, 1_772_323_199_999, 1_835_481_599_999, 1_777_593_599_999, 1_798_761_599_999] as [Int64])
    func `a month ends at its end`(kind: LedgerKind, last: Int64) async throws {
        let clock = ManualClock(Timestamp(milliseconds: last))
        let ledger = try await kind.make(clock)
        let limits = [Limit(1, per: .month)]
        #expect(await ledger.admits(alice, limits))
        #expect(await ledger.stop(alice, limits)?.resetsAt == Timestamp(milliseconds: last + 1))
        clock.advance(by: .milliseconds(1))
        #expect(await ledger.admits(alice, limits))
        clock.advance(by: .seconds(27 * 86_400))
        #expect(await !ledger.admits(alice, limits))
    }

    @Test(arguments: LedgerKind.allCases)
    func `a week begins on Monday`(kind: LedgerKind) async throws {
        // 2026-03-15 is a Sunday.
        let clock = ManualClock(Timestamp(seconds: 1_773_619_199))
        let ledger = try await kind.make(clock)
        #expect(await ledger.admits(alice, [Limit(1, per: .week)]))
        #expect(await ledger.stop(alice, [Limit(1, per: .week)])?.resetsAt == Timestamp(seconds: 1_773_619_200))
    }

    @Test(arguments: LedgerKind.allCases, 1...20)
    func `a ledger that is rebuilt counts as the one that lived`(kind: LedgerKind, seed: UInt64) async throws {
        var random = SplitMix(seed)
        let clock = ManualClock()
        let live = try await kind.make(clock)
        let limits = QuotaWindow.allCases.map { Limit(40, per: $0) }
        let users = (1...3).map { ID<User>($0) }
        var entries: [Key<Charge>: LedgerEntry] = [:]
        for _ in 0..<300 {
            clock.advance(by: .seconds(Int64.random(in: 0...3000, using: &random)))
            let user = users.randomElement(using: &random)!
            guard let place = try? await live.reserve(.random(), for: user, under: limits) else { continue }
            let ending = Int.random(in: 0..<3, using: &random)
            if ending == 0 { await live.refund(place.id) }
            if ending == 1 { await live.commit(place.id) }
            entries[place.id] =
                ending == 0 ? nil : LedgerEntry(charge: place.id, user: user, at: place.at, isSettled: ending == 1)
        }
        let rebuilt = try await kind.make(clock, restoring: entries.values.sorted { $0.at < $1.at })
        for user in users {
            let usage = try await live.usage(of: user, under: limits)
            #expect(try await rebuilt.usage(of: user, under: limits) == usage)
            #expect(usage.allSatisfy { $0.used <= 40 })
            #expect(usage.map(\.used) == QuotaWindow.allCases.map { count(entries.values, user, $0, clock.now) })
        }
        // What was running is settled in the rebuilt ledger, once.
        for entry in entries.values where !entry.isSettled {
            await live.refund(entry.charge)
            await rebuilt.refund(entry.charge)
        }
        for user in users {
            #expect(
                try await rebuilt.usage(of: user, under: limits) == live.usage(of: user, under: limits))
        }
    }

    /// By the definition, without any bookkeeping.
    private func count(
        _ entries: some Collection<LedgerEntry>, _ user: ID<User>, _ window: QuotaWindow, _ now: Timestamp
    ) -> Int {
        entries.filter { entry in
            guard entry.user == user else { return false }
            if case .calendar(let span) = window {
                return UTCCalendar().bounds(of: span, holding: now).contains(entry.at)
            }
            return now < entry.at + .seconds(3600)
        }.count
    }
}

/// What holds for the ledger in memory alone: how far back it looks, and how much it keeps.
@Suite struct MemoryQuotaLedgerTests {
    private let clock = ManualClock()
    private let alice = ID<User>(1)

    @Test func `it forgets what was settled an hour ago, and nothing that still runs`() async throws {
        let archive = ManualArchive()
        let ledger = MemoryQuotaLedger(clock: clock, calendar: UTCCalendar(), archive: archive)
        let slow = try await ledger.reserve(.random(), for: alice, under: [])
        for _ in 0..<3000 {
            let place = try await ledger.reserve(.random(), for: alice, under: [])
            archive.store(place, .committed)
            await ledger.commit(place.id)
        }
        #expect(ledger.heldCount == 3001)
        clock.advance(by: .seconds(3600))
        _ = try await ledger.usage(of: alice, under: [])
        #expect(ledger.heldCount == 1)
        await ledger.refund(slow.id)
        #expect(ledger.heldCount == 0)
        #expect(try await ledger.used(alice, .hour) == 0)
        #expect(try await ledger.used(alice, .day) == 3000)
    }
}

/// A calendar whose days have the bounds that a test gives them.
private struct OddDays: CivilCalendar {
    let boundaries: [Timestamp]

    func bounds(of span: CalendarSpan, holding moment: Timestamp) -> Range<Timestamp> {
        guard span == .day else { return UTCCalendar().bounds(of: span, holding: moment) }
        // Around the odd days lie ordinary ones.
        let day = Duration.seconds(86_400)
        let boundaries = [boundaries[0] - day] + boundaries + [boundaries.last! + day]
        let next = boundaries.firstIndex { $0 > moment }!
        return boundaries[next - 1]..<boundaries[next]
    }
}
