import Domain
import Storage
import TestKit
import Testing

@testable import Live

/// Balances as the ledgers count them: what is held while an answer is under way, and what is left after it.
@Suite struct QuotaMoneyContract {
    private let times: QuotaTimes
    private let kind: LedgerKind

    private init(_ kind: LedgerKind) {
        self.kind = kind
        times = QuotaTimes(kind)
    }

    init() { self.init(.memory) }

    private static func use(_ money: Int, due: Int, key: Int64 = 7) -> QuotaUse {
        QuotaUse(by: Payer(ID(1), by: ID(key)), on: ID(1), for: "gpt-4o", QuotaCost(money: money, due: due))
    }

    private static func member(_ granted: Int) -> [Limit] { [.balance(of: .member, granted: granted)] }

    private func admits(_ ledger: any QuotaLedger, _ use: QuotaUse, _ limits: [Limit]) async throws -> Bool {
        try await times.take(ledger, use, under: limits) != nil
    }

    private func left(_ ledger: any QuotaLedger, _ limits: [Limit]) async throws -> [Int] {
        try await ledger.usage(of: Self.use(0, due: 0), under: limits).map { $0.limit.amount - $0.used }
    }

    @Test(arguments: LedgerKind.allCases)
    func `the last of a balance is for one answer, and for the next one when that has cost less`(kind: LedgerKind)
        async throws
    {
        let bench = Self(kind)
        let ledger = try await bench.times.process()
        let limits = Self.member(100)
        let first = try #require(try await bench.times.take(ledger, Self.use(5000, due: 10), under: limits))
        #expect(try await !bench.admits(ledger, Self.use(5, due: 1), limits))
        await bench.times.settle(first, ledger, as: .committed, QuotaTotal(tokens: 4, money: 40))
        #expect(try await bench.left(ledger, limits) == [60])
        let second = try #require(try await bench.times.take(ledger, Self.use(5000, due: 60), under: limits))
        await bench.times.settle(second, ledger, as: .refunded)
        #expect(try await bench.left(ledger, limits) == [60])
        let third = try #require(try await bench.times.take(ledger, Self.use(70, due: 1), under: limits))
        // Longer than anybody thought: below nothing by one answer.
        await bench.times.settle(third, ledger, as: .committed, QuotaTotal(money: 85))
        #expect(try await bench.left(ledger, limits) == [-25])
        let stop = await #expect(throws: ChatError.self) {
            try await ledger.reserve(.random(), Self.use(9, due: 1), under: limits)
        }
        guard case .quotaExceeded(let usage) = stop else {
            Issue.record("\(String(describing: stop))")
            return
        }
        #expect(usage.isBalance && usage.remaining == 0 && usage.resetsAt == nil)
    }

    @Test(arguments: LedgerKind.allCases)
    func `what was held beyond what an answer came to is free before its row is written`(kind: LedgerKind) async throws
    {
        let bench = Self(kind)
        let ledger = try await bench.times.process()
        let limits = Self.member(100)
        let place = try #require(try await bench.times.take(ledger, Self.use(5000, due: 10), under: limits))
        await ledger.adjust(place.id, to: QuotaTotal(tokens: 3, money: 40))
        #expect(try await bench.left(ledger, limits) == [60])
        await ledger.adjust(place.id, to: QuotaTotal(tokens: 3, money: 41))
        #expect(try await bench.left(ledger, limits) == [59])
        let other = try #require(try await bench.times.take(ledger, Self.use(59, due: 59), under: limits))
        await bench.times.settle(other, ledger, as: .refunded)
        await bench.times.settle(place, ledger, as: .committed, QuotaTotal(tokens: 3, money: 41))
        await ledger.adjust(place.id, to: QuotaTotal(money: 7))
        #expect(try await bench.left(ledger, limits) == [59])
        let gone = try #require(try await bench.times.take(ledger, Self.use(50, due: 5), under: limits))
        await ledger.adjust(gone.id, to: QuotaTotal(money: 6))
        await bench.times.settle(gone, ledger, as: .refunded)
        #expect(try await bench.left(ledger, limits) == [59])
    }

    @Test(arguments: LedgerKind.allCases)
    func `what is sure to be due must be there, and what is free is never refused`(kind: LedgerKind) async throws {
        let bench = Self(kind)
        let ledger = try await bench.times.process()
        #expect(try await !bench.admits(ledger, Self.use(101, due: 101), Self.member(100)))
        #expect(try await bench.admits(ledger, Self.use(100, due: 100), Self.member(100)))
        #expect(try await !bench.admits(ledger, Self.use(1, due: 1), Self.member(100)))
        #expect(try await bench.admits(ledger, Self.use(0, due: 0), Self.member(100)))
        #expect(try await bench.admits(ledger, Self.use(0, due: 0), Self.member(0)))
        #expect(try await bench.admits(ledger, Self.use(1, due: 1), Self.member(102)))
    }

    @Test(arguments: LedgerKind.allCases)
    func `of many at once on the last unit one is let in, by whatever key`(kind: LedgerKind) async throws {
        let bench = Self(kind)
        let ledger = try await bench.times.process()
        for round in 1...4 {
            let limits = Self.member(round)
            let taken = try await withThrowingTaskGroup(of: Reservation?.self) { group in
                for number in 0..<32 {
                    let use = Self.use(100, due: 1, key: Int64(7 + number % 2))
                    group.addTask { try await bench.times.take(ledger, use, under: limits) }
                }
                return try await group.reduce(into: [Reservation]()) { if let place = $1 { $0.append(place) } }
            }
            #expect(taken.count == 1)
            for place in taken { await bench.times.settle(place, ledger, as: .committed, QuotaTotal(money: 1)) }
            #expect(try await bench.left(ledger, limits) == [0])
        }
    }

    @Test(arguments: LedgerKind.allCases)
    func `a key has a balance beside its owner's`(kind: LedgerKind) async throws {
        let bench = Self(kind)
        let ledger = try await bench.times.process()
        let limits = Self.member(1000) + [.balance(of: .key, granted: 50)]
        let place = try #require(try await bench.times.take(ledger, Self.use(60, due: 20), under: limits))
        #expect(try await !bench.admits(ledger, Self.use(1, due: 1), limits))
        // The other key has none of its own.
        #expect(try await bench.admits(ledger, Self.use(1, due: 1, key: 8), Self.member(1000)))
        await bench.times.settle(place, ledger, as: .committed, QuotaTotal(money: 45))
        #expect(try await bench.left(ledger, limits) == [954, 5])
    }

    @Test(arguments: LedgerKind.allCases)
    func `whoever starts anew knows what was spent, and what is held`(kind: LedgerKind) async throws {
        let bench = Self(kind)
        let limits = Self.member(1000)
        let former = try await bench.times.process()
        for money in [100, 250] {
            let place = try #require(try await bench.times.take(former, Self.use(500, due: 1), under: limits))
            await bench.times.settle(place, former, as: .committed, QuotaTotal(money: money))
        }
        let running = try #require(try await bench.times.take(former, Self.use(600, due: 1), under: limits))
        try await bench.times.loseCounters()
        try await bench.times.pass(.seconds(61))
        let ledger = try await bench.times.process()
        #expect(try await bench.left(ledger, limits) == [50])
        await bench.times.settle(running, ledger, as: .committed, QuotaTotal(money: 650))
        #expect(try await bench.left(ledger, limits) == [0])
    }

    @Test func `what an earlier version left in Redis is read`() async throws {
        let text = "1700000000000 3 120 s,g64,m7,k9 gpt-4o mini"
        let entry = try #require(QuotaEntry(text))
        #expect(entry.text == text)
    }
}
