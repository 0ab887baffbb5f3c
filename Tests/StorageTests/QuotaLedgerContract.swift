import Domain
import Storage
import TestKit
import Testing

/// What a quota ledger promises: never over, never under, all windows or none, each place ended once.
@Suite struct QuotaLedgerContract {
    private let clock = ManualClock()
    private let alice = ID<User>(1)
    private let bob = ID<User>(2)

    @Test(arguments: LedgerKind.allCases)
    func `of 64 who reserve at once on a limit of 7 exactly 7 get a place`(kind: LedgerKind) async throws {
        for _ in 0..<20 {
            let ledger = try await kind.make(clock)
            let admitted = await withTaskGroup { group in
                for _ in 0..<64 {
                    group.addTask { await ledger.admits(alice, [Limit(7, per: .hour), Limit(100, per: .day)]) ? 1 : 0 }
                }
                return await group.reduce(0, +)
            }
            #expect(admitted == 7)
            #expect(try await ledger.used(alice, .day) == 7)
        }
    }

    @Test(arguments: LedgerKind.allCases)
    func `places that are given back at once are taken again, and never more`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock)
        let limits = [Limit(7, per: .hour)]
        await withTaskGroup { group in
            for number in 0..<64 {
                group.addTask {
                    for _ in 0..<20 {
                        let id = Key<Charge>.random()
                        guard (try? await ledger.reserve(id, for: alice, under: limits)) != nil else { continue }
                        #expect(((try? await ledger.used(alice, .hour)) ?? 99) <= 7)
                        if number % 2 == 0 { await ledger.commit(id) }
                        await ledger.refund(id)
                        await ledger.refund(id)
                    }
                }
            }
        }
        #expect(try await ledger.used(alice, .hour) == 7)
        #expect(await !ledger.admits(alice, limits))
    }

    @Test(arguments: LedgerKind.allCases)
    func `the hour rolls to the millisecond`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock)
        let start = clock.now
        let limits = [Limit(2, per: .hour)]
        #expect(await ledger.admits(alice, limits))
        clock.advance(by: .seconds(600))
        #expect(await ledger.admits(alice, limits))
        clock.set(start + .milliseconds(3_599_999))
        let stop = await ledger.stop(alice, limits)
        #expect(stop == WindowUsage(of: Limit(2, per: .hour), used: 2, resetsAt: start + .seconds(3600)))
        clock.set(start + .seconds(3600))
        #expect(await ledger.admits(alice, limits))
        #expect(await ledger.stop(alice, limits)?.resetsAt == start + .seconds(4200))
    }

    @Test(arguments: LedgerKind.allCases)
    func `a refusal takes nothing anywhere and names the window that stops longest`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock)
        let limits = [Limit(9, per: .month), Limit(1, per: .hour), Limit(1, per: .day), Limit(1, per: .hour)]
        #expect(await ledger.admits(alice, limits))
        let stop = await ledger.stop(alice, limits)
        #expect(stop?.window == .day)
        #expect(stop?.resetsAt == UTCCalendar().bounds(of: .day, holding: clock.now).upperBound)
        #expect(try await ledger.usage(of: alice, under: limits).map(\.used) == [1, 1, 1, 1])
        // In the last hour of a day the hour stops longer.
        clock.set(UTCCalendar().bounds(of: .day, holding: clock.now).upperBound + .seconds(23 * 3600 + 1800))
        #expect(await ledger.admits(alice, limits))
        #expect(await ledger.stop(alice, limits)?.window == .hour)
    }

    @Test(arguments: LedgerKind.allCases)
    func `a repeated reservation takes nothing`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock)
        let id = Key<Charge>.random()
        let limits = [Limit(1, per: .day)]
        let first = try await ledger.reserve(id, for: alice, under: limits)
        clock.advance(by: .seconds(5))
        #expect(try await ledger.reserve(id, for: alice, under: limits) == first)
        await ledger.commit(id)
        #expect(try await ledger.reserve(id, for: alice, under: limits) == first)
        #expect(try await ledger.used(alice, .day) == 1)
    }

    @Test(arguments: LedgerKind.allCases)
    func `a message that is sent twice at once takes one place`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock)
        let limits = [Limit(1, per: .day)]
        let message = Key<Message>.random()
        let admitted = await withTaskGroup { group in
            for _ in 0..<32 {
                group.addTask { () -> Bool? in
                    // Nobody is refused: the limit is full only of this message's own place.
                    do {
                        return try await ledger.reserve(.random(), for: alice, asking: message, under: limits) != nil
                    } catch {
                        return nil
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(admitted == [true: 1, false: 31])
        #expect(try await ledger.used(alice, .day) == 1)
        // Another message, and the same one of another member, are what they are.
        #expect(await !ledger.admits(alice, limits))
        #expect(try await ledger.reserve(.random(), for: bob, asking: message, under: limits) != nil)
    }

    @Test(arguments: LedgerKind.allCases)
    func `whoever was first with a message keeps it from others until he fails or takes too long`(kind: LedgerKind)
        async throws
    {
        let ledger = try await kind.make(clock)
        let message = Key<Message>.random()
        func reserve(_ id: Key<Charge> = .random()) async throws -> Reservation? {
            try await ledger.reserve(id, for: alice, asking: message, under: [Limit(2, per: .day)])
        }
        let first = try #require(try await reserve())
        #expect(try await reserve() == nil)
        #expect(try await reserve(first.id) == first)
        await ledger.refund(first.id)
        let second = try #require(try await reserve())
        clock.advance(by: Reservation.precedence - .milliseconds(1))
        #expect(try await reserve() == nil)
        clock.advance(by: .milliseconds(1))
        let third = try #require(try await reserve())
        #expect(try await reserve() == nil)
        // The end of the one that took too long changes nothing for the one that followed.
        await ledger.refund(second.id)
        #expect(try await reserve() == nil)
        await ledger.commit(third.id)
        #expect(try await reserve() != nil)
        #expect(try await ledger.used(alice, .day) == 2)
    }

    @Test(arguments: LedgerKind.allCases)
    func `a place ends once`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock)
        let committed = try await ledger.reserve(.random(), for: alice, under: [])
        let refunded = try await ledger.reserve(.random(), for: alice, under: [])
        await ledger.commit(committed.id)
        await ledger.refund(committed.id)
        await ledger.refund(refunded.id)
        await ledger.refund(refunded.id)
        await ledger.commit(refunded.id)
        await ledger.refund(.random())
        for window in QuotaWindow.allCases { #expect(try await ledger.used(alice, window) == 1) }
    }

    @Test(arguments: LedgerKind.allCases)
    func `a refund goes to the windows it was taken from`(kind: LedgerKind) async throws {
        let midnight = UTCCalendar().bounds(of: .day, holding: clock.now).upperBound
        clock.set(midnight - .seconds(60))
        let ledger = try await kind.make(clock)
        let late = try await ledger.reserve(.random(), for: alice, under: [])
        clock.set(midnight + .seconds(60))
        _ = try await ledger.reserve(.random(), for: alice, under: [])
        #expect(try await ledger.used(alice, .day) == 1)
        #expect(try await ledger.used(alice, .hour) == 2)
        await ledger.refund(late.id)
        // Today's place was not his; the week's was.
        #expect(try await ledger.used(alice, .day) == 1)
        #expect(try await ledger.used(alice, .hour) == 1)
        #expect(try await ledger.used(alice, .week) == 1)
    }

    @Test(arguments: LedgerKind.allCases)
    func `a clock that steps back a little reopens nothing`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock)
        let start = clock.now
        let limits = [Limit(1, per: .day), Limit(5, per: .hour)]
        #expect(await ledger.admits(alice, limits))
        for step in [Duration.milliseconds(1), .seconds(60), Reservation.acceptedLead] {
            clock.set(start - step)
            #expect(await !ledger.admits(alice, limits))
            #expect(try await ledger.used(alice, .day) == 1)
        }
        let stamped = try await ledger.reserve(.random(), for: bob, under: limits)
        #expect(stamped.at == start)
        clock.set(start + .seconds(86_400))
        #expect(await ledger.admits(alice, limits))
    }

    @Test(arguments: LedgerKind.allCases)
    func `what was used without a limit counts for one that comes later`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock)
        for _ in 0..<5 { #expect(await ledger.admits(alice, [])) }
        for window in QuotaWindow.allCases { #expect(try await ledger.used(alice, window) == 5) }
        #expect(await !ledger.admits(alice, [Limit(5, per: .week)]))
        #expect(await ledger.admits(alice, [Limit(6, per: .week)]))
        #expect(try await ledger.used(bob, .month) == 0)
    }

    @Test(arguments: LedgerKind.allCases)
    func `a lowered limit refuses, and shows no less than nothing`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock)
        let start = clock.now
        for _ in 0..<3 {
            #expect(await ledger.admits(alice, [Limit(3, per: .hour)]))
            clock.advance(by: .seconds(60))
        }
        let lowered = try await ledger.usage(of: alice, under: [Limit(1, per: .hour)])[0]
        #expect(lowered.remaining == 0)
        // All three must leave before there is a place under a limit of one.
        #expect(lowered.resetsAt == start + .seconds(120 + 3600))
        #expect(await !ledger.admits(alice, [Limit(1, per: .hour)]))
        #expect(await ledger.admits(alice, [Limit(4, per: .hour)]))
    }

    @Test(arguments: LedgerKind.allCases)
    func `a limit of nothing blocks`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock)
        for window in QuotaWindow.allCases { #expect(await !ledger.admits(alice, [Limit(0, per: window)])) }
        #expect(await ledger.admits(alice, [Limit(1, per: .hour)]))
    }
}

extension QuotaLedger {
    func admits(_ user: ID<User>, _ limits: [Limit]) async -> Bool { await stop(user, limits) == nil }

    /// The window that refuses; nil after a place was taken.
    func stop(_ user: ID<User>, _ limits: [Limit]) async -> WindowUsage? {
        do {
            _ = try await reserve(.random(), for: user, under: limits)
            return nil
        } catch {
            guard case .quotaExceeded(let usage) = error else { return nil }
            return usage
        }
    }

    func used(_ user: ID<User>, _ window: QuotaWindow) async throws(ChatError) -> Int {
        try await usage(of: user, under: [Limit(1, per: window)])[0].used
    }
}
