import Domain
import Live
import Storage
import Synchronization
import TestKit
import Testing

/// A clock that jumps ahead and comes back: what was taken ahead of it does not stand in anybody's way.
@Suite struct QuotaClockContract {
    private let clock = ManualClock()
    private let archive = ManualArchive()
    private let alice = ID<User>(1)

    static let jumps = [Duration.seconds(2 * 3600), .seconds(86_400), .seconds(40 * 86_400), .seconds(400 * 86_400)]

    /// Takes a place and stores it, as a send does.
    private func take(_ ledger: any QuotaLedger, under limits: [Limit] = []) async throws -> Reservation {
        let place = try await ledger.reserve(.random(), for: alice, under: limits)
        archive.store(place)
        return place
    }

    private func settle(_ place: Reservation, _ ledger: any QuotaLedger, as settlement: Settlement) async {
        archive.settle(place.id, settlement == .refunded ? .refunded : .committed)
        settlement == .refunded ? await ledger.refund(place.id) : await ledger.commit(place.id)
    }

    private func used(_ ledger: any QuotaLedger) async throws -> [Int] {
        try await ledger.usage(of: alice, under: QuotaWindow.allCases.map { Limit(1, per: $0) }).map(\.used)
    }

    @Test(arguments: LedgerKind.allCases, jumps)
    func `places taken ahead of the clock are forgotten when it is back, those before are not`(
        kind: LedgerKind, jump: Duration
    ) async throws {
        let told = Mutex<[Duration]>([])
        let ledger = try await kind.make(clock, over: archive) { lead in told.withLock { $0.append(lead) } }
        let start = clock.now
        let limits = QuotaWindow.allCases.map { Limit(5, per: $0) }
        _ = try await take(ledger, under: limits)
        clock.set(start + jump)
        for _ in 0..<3 { await settle(try await take(ledger, under: limits), ledger, as: .committed) }
        clock.set(start + .seconds(1))
        #expect(try await used(ledger) == [1, 1, 1, 1])
        for _ in 0..<4 { _ = try await take(ledger, under: limits) }
        #expect(await !ledger.admits(alice, limits))
        #expect(told.withLock { $0 } == [jump - .seconds(1)])
        // It goes on as every clock does.
        clock.set(start + .seconds(3600))
        #expect(try await used(ledger) == [4, 5, 5, 5])
    }

    @Test(arguments: LedgerKind.allCases)
    func `the end of a place that was taken ahead changes nothing now`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock, over: archive)
        let start = clock.now
        let kept = try await take(ledger)
        clock.set(start + .seconds(86_400))
        let ahead = [try await take(ledger), try await take(ledger)]
        clock.set(start)
        #expect(try await used(ledger) == [1, 1, 1, 1])
        await settle(ahead[0], ledger, as: .refunded)
        await settle(ahead[1], ledger, as: .committed)
        #expect(try await used(ledger) == [1, 1, 1, 1])
        await settle(kept, ledger, as: .refunded)
        #expect(try await used(ledger) == [0, 0, 0, 0])
    }

    @Test(arguments: LedgerKind.allCases)
    func `what was taken ahead counts when its time has come`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock, over: archive)
        let start = clock.now
        clock.set(start + .seconds(86_400))
        for _ in 0..<2 { _ = try await take(ledger) }
        clock.set(start)
        _ = try await take(ledger)
        // In the same week, and the same month.
        clock.set(start + .seconds(86_400) - .milliseconds(1))
        #expect(try await used(ledger) == [0, 0, 1, 1])
        clock.set(start + .seconds(86_400))
        #expect(try await used(ledger) == [2, 2, 3, 3])
        clock.set(start + .seconds(90_000))
        #expect(try await used(ledger) == [0, 2, 3, 3])
    }

    @Test(arguments: LedgerKind.allCases)
    func `a start finds rows of the future, and counts none of them before its time`(kind: LedgerKind) async throws {
        let ahead = clock.now + Reservation.acceptedLead + .milliseconds(1)
        archive.store(Reservation(id: .random(), user: alice, at: ahead), .committed)
        archive.store(Reservation(id: .random(), user: alice, at: clock.now), .committed)
        let ledger = try await kind.make(clock, over: archive)
        #expect(try await used(ledger) == [1, 1, 1, 1])
        clock.set(ahead)
        #expect(try await used(ledger) == [2, 2, 2, 2])
    }

    @Test(arguments: LedgerKind.allCases, 1...12)
    func `however the clock jumps, a ledger counts as one that is made anew, and as the rows say`(
        kind: LedgerKind, seed: UInt64
    ) async throws {
        var random = SplitMix(seed)
        let ledger = try await kind.make(clock, over: archive)
        let limits = QuotaWindow.allCases.map { Limit(30, per: $0) }
        var right = clock.now
        var open: [Reservation] = []
        for _ in 0..<120 {
            right = right + .seconds(Int64.random(in: 1...1500, using: &random))
            // It is right, or ahead by hours or months.
            let lead: Int64 = [0, 0, 0, 7200, 100_000, 3_000_000].randomElement(using: &random)!
            clock.set(right + .seconds(lead))
            if let place = try? await take(ledger, under: limits) { open.append(place) }
            guard open.count > 3, let place = open.randomElement(using: &random) else { continue }
            open.removeAll { $0 == place }
            await settle(place, ledger, as: Bool.random(using: &random) ? .refunded : .committed)
        }
        clock.set(right + .seconds(1))
        let usage = try await ledger.usage(of: alice, under: limits)
        let rebuilt = try await kind.make(clock, over: archive)
        #expect(try await rebuilt.usage(of: alice, under: limits) == usage)
        let rows = archive.entries.filter { $0.at <= clock.now }
        #expect(
            usage.map(\.used)
                == QuotaWindow.allCases.map { window in
                    rows.count { row in
                        guard case .calendar(let span) = window else {
                            return clock.now < row.at + .seconds(3600)
                        }
                        return UTCCalendar().bounds(of: span, holding: clock.now).contains(row.at)
                    }
                })
    }
}

/// What holds while the ledger in memory is made anew.
@Suite struct MemoryQuotaRebuildTests {
    private let clock = ManualClock()
    private let alice = ID<User>(1)

    @Test func `an end that comes while the rows are read is not lost`() async throws {
        let archive = HeldArchive()
        let ledger = MemoryQuotaLedger(clock: clock, calendar: UTCCalendar(), archive: archive)
        let (kept, given) = (
            try await ledger.reserve(.random(), for: alice, under: []),
            try await ledger.reserve(.random(), for: alice, under: [])
        )
        for place in [kept, given] { archive.rows.store(place) }
        let start = clock.now
        clock.advance(by: .seconds(86_400))
        _ = try await ledger.used(alice, .hour)
        clock.set(start)
        archive.hold()
        async let used = ledger.used(alice, .day)
        async let others = ledger.used(alice, .week)
        await archive.isRead()
        await ledger.refund(given.id)
        await ledger.commit(kept.id)
        archive.goOn()
        #expect(try await used == 1)
        #expect(try await others == 1)
        await ledger.refund(kept.id)
        #expect(try await ledger.used(alice, .day) == 1)
    }

    @Test func `nobody is admitted while the rows cannot be read`() async throws {
        let archive = HeldArchive()
        let ledger = MemoryQuotaLedger(clock: clock, calendar: UTCCalendar(), archive: archive)
        archive.rows.store(try await ledger.reserve(.random(), for: alice, under: []))
        let start = clock.now
        clock.advance(by: .seconds(86_400))
        _ = try await ledger.used(alice, .hour)
        clock.set(start)
        archive.isAway = true
        await #expect(throws: ChatError.unavailable(what: "quota")) { try await ledger.used(alice, .day) }
        await #expect(throws: ChatError.unavailable(what: "quota")) {
            try await ledger.reserve(.random(), for: alice, under: [])
        }
        archive.isAway = false
        #expect(try await ledger.used(alice, .day) == 1)
    }
}

/// An archive whose answer can be held back after its rows were read, or that cannot be asked.
private final class HeldArchive: LedgerArchive {
    let rows = ManualArchive()
    private let state = Watched(State())

    private struct State {
        var isAway = false
        var isHeld = false
        var isReading = false
    }

    var isAway: Bool {
        get { state.read { $0.isAway } }
        set { state.change { $0.isAway = newValue } }
    }

    func hold() { state.change { $0.isHeld = true } }

    /// Waits until somebody has read the rows and waits for them.
    func isRead() async { await state.until(\.isReading) }

    func goOn() { state.change { $0.isHeld = false } }

    func open() async throws(ChatError) -> [OpenCharge] {
        if isAway { throw .unavailable(what: "storage") }
        let charges = try await rows.open()
        state.change { $0.isReading = $0.isHeld }
        await state.until { !$0.isHeld }
        return charges
    }

    func tally(
        of counter: QuotaCounter, in span: ClosedRange<Timestamp>, by bucket: Int64?, except: Set<Key<Charge>>
    ) async throws(ChatError) -> [Timestamp: Int] {
        if isAway { throw .unavailable(what: "storage") }
        return try await rows.tally(of: counter, in: span, by: bucket, except: except)
    }

    func edges(around moment: Timestamp) async throws(ChatError) -> (latest: Timestamp?, next: Timestamp?) {
        try await rows.edges(around: moment)
    }

    func standings(of turns: [Key<Charge>]) async throws(ChatError) -> [Key<Charge>: LedgerStanding] {
        try await rows.standings(of: turns)
    }
}
