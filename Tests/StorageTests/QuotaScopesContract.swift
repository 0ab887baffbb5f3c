import Domain
import Live
import Storage
import TestKit
import Testing

/// Every scope, window and unit: whose use a limit counts, how much of it, and for which models.
@Suite struct QuotaScopesContract {
    private let clock = ManualClock()
    private let archive = ManualArchive()

    static let windows = [
        QuotaWindow.calendar(.hour), .hour, .day, .week, .month, .rolling(.seconds(1800)), .rolling(.seconds(5 * 3600)),
        .rolling(.seconds(7 * 86_400)),
    ]

    private func use(
        _ user: Int64 = 1, key: Int64? = nil, group: String? = "g", account: Int64 = 1, model: String = "gpt-4o",
        weighing weight: Int = 1, tokens: Int = 0
    ) -> QuotaUse {
        QuotaUse(
            by: Payer(ID(user), by: key.map { ID($0) }), in: group, on: ID(account), for: model,
            QuotaCost(weighted: weight, tokens: tokens))
    }

    /// Takes a place and keeps its row.
    @discardableResult
    private func take(_ ledger: any QuotaLedger, _ use: QuotaUse, under limits: [Limit] = []) async throws
        -> Reservation
    {
        let place = try await ledger.reserve(.random(), use, under: limits)
        archive.store(place, .reserved, use)
        return place
    }

    private func admits(_ ledger: any QuotaLedger, _ use: QuotaUse, _ limits: [Limit]) async throws -> Bool {
        do {
            try await take(ledger, use, under: limits)
            return true
        } catch ChatError.quotaExceeded {
            return false
        }
    }

    /// Who shares the counter with `use()`, and who does not.
    static let company:
        [(scope: QuotaScope, others: [(user: Int64, key: Int64?, group: String, account: Int64, shares: Bool)])] = [
            (.global, [(2, nil, "h", 2, true)]),
            (.group, [(2, nil, "g", 2, true), (1, nil, "h", 1, false)]),
            (.account, [(2, nil, "h", 1, true), (1, nil, "g", 2, false)]),
            (.member, [(1, nil, "h", 2, true), (2, nil, "g", 1, false)]),
            (.memberOnAccount, [(1, 9, "h", 1, true), (1, nil, "g", 2, false), (2, nil, "g", 1, false)]),
            (.key, [(1, 7, "h", 2, true), (1, 8, "g", 1, false)]),
        ]

    @Test(arguments: LedgerKind.allCases, company.indices)
    func `a scope says whose use is counted together`(kind: LedgerKind, index: Int) async throws {
        let (scope, others) = Self.company[index]
        for window in Self.windows {
            for other in others {
                let archive = ManualArchive()
                let ledger = try await kind.make(clock, over: archive)
                let limits = [Limit(1, per: window, of: scope)]
                _ = try await ledger.reserve(.random(), use(key: 7), under: limits)
                let second = use(other.user, key: other.key ?? 7, group: other.group, account: other.account)
                let isAdmitted = (try? await ledger.reserve(.random(), second, under: limits)) != nil
                #expect(isAdmitted == !other.shares, "\(scope) \(window) \(other)")
            }
        }
    }

    @Test(arguments: LedgerKind.allCases)
    func `a limit of a scope that a use has no subject of is not looked at`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock, over: archive)
        let limits = [Limit(0, per: .day, of: .key), Limit(0, per: .day, of: .group)]
        #expect(try await admits(ledger, use(group: nil), limits))
        #expect(try await !admits(ledger, use(key: 7), limits))
        #expect(try await ledger.usage(of: use(group: nil), under: limits).isEmpty)
    }

    @Test(arguments: LedgerKind.allCases, windows)
    func `a window frees when it is over, and not before`(kind: LedgerKind, window: QuotaWindow) async throws {
        let ledger = try await kind.make(clock, over: archive)
        let limits = [Limit(2, per: window)]
        #expect(try await admits(ledger, use(), limits))
        #expect(try await admits(ledger, use(), limits))
        let stop = try #require(await ledger.usage(of: use(), under: limits).first)
        let frees = try #require(stop.resetsAt)
        clock.set(frees - .milliseconds(1))
        #expect(try await !admits(ledger, use(), limits))
        clock.set(frees)
        #expect(try await admits(ledger, use(), limits))
        #expect(try await ledger.usage(of: use(), under: limits)[0].used == 1)
        // Never too early, and late by a 3600th of the length at most.
        if case .rolling(let span) = window {
            let start = ManualClock().now
            #expect(frees >= start + span && frees <= start + span + .milliseconds(window.resolution))
        }
    }

    @Test(arguments: LedgerKind.allCases)
    func `models that a limit is not about cost nothing of it`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock, over: archive)
        let limits = [Limit(1, per: .day, models: ["gpt-*", "o3"])]
        for model in ["claude", "o3-mini", "GPT-4o", "xgpt-4"] {
            #expect(try await admits(ledger, use(model: model), limits), "\(model)")
        }
        #expect(try await admits(ledger, use(model: "o3"), limits))
        #expect(try await !admits(ledger, use(model: "gpt-4o"), limits))
        #expect(try await admits(ledger, use(model: "claude"), limits))
        #expect(try await ledger.usage(of: use(), under: limits)[0].used == 1)
    }

    @Test(arguments: LedgerKind.allCases, [QuotaWindow.day, .hour])
    func `what a model weighs is what it takes`(kind: LedgerKind, window: QuotaWindow) async throws {
        let ledger = try await kind.make(clock, over: archive)
        let limits = [Limit(11, per: window, in: .weighted)]
        #expect(try await admits(ledger, use(model: "o3", weighing: 5), limits))
        let heavy = try await take(ledger, use(model: "o3", weighing: 5), under: limits)
        #expect(try await !admits(ledger, use(model: "o3", weighing: 5), limits))
        #expect(try await admits(ledger, use(model: "mini", weighing: 1), limits))
        #expect(try await admits(ledger, use(model: "free", weighing: 0), limits))
        #expect(try await !admits(ledger, use(model: "mini", weighing: 1), limits))
        await ledger.refund(heavy.id)
        #expect(try await ledger.usage(of: use(), under: limits)[0].used == 6)
    }

    @Test(arguments: LedgerKind.allCases, [QuotaWindow.day, .hour])
    func `tokens are reserved at their most, and settled with what they came to`(kind: LedgerKind, window: QuotaWindow)
        async throws
    {
        let ledger = try await kind.make(clock, over: archive)
        let limits = [Limit(1000, per: window, in: .tokens), Limit(9, per: window)]
        let first = try await take(ledger, use(tokens: 700), under: limits)
        #expect(try await !admits(ledger, use(tokens: 400), limits))
        archive.settle(first.id, .committed, QuotaTotal(tokens: 150))
        await ledger.commit(first.id, QuotaTotal(tokens: 150))
        #expect(try await ledger.usage(of: use(), under: limits).map(\.used) == [150, 1])
        let second = try await take(ledger, use(tokens: 850), under: limits)
        archive.settle(second.id, .committed, QuotaTotal(tokens: 900))
        await ledger.commit(second.id, QuotaTotal(tokens: 900))
        // Exact but for one answer.
        #expect(try await ledger.usage(of: use(), under: limits).map(\.used) == [1050, 2])
        #expect(try await !admits(ledger, use(tokens: 1), limits))
        await ledger.refund(second.id)
        #expect(try await ledger.usage(of: use(), under: limits).map(\.used) == [1050, 2])
    }

    @Test(arguments: LedgerKind.allCases)
    func `nothing blocks, and no limit is none`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock, over: archive)
        #expect(try await !admits(ledger, use(weighing: 0), [Limit(0, per: .day, in: .weighted)]))
        for _ in 0..<3 { #expect(try await admits(ledger, use(), [Limit(-1, per: .day)])) }
        #expect(try await ledger.usage(of: use(), under: [Limit(-1, per: .day)])[0].used == 3)
    }

    @Test(arguments: LedgerKind.allCases, windows + [.lifetime])
    func `a limit that comes later counts what the rows hold, and what runs`(kind: LedgerKind, window: QuotaWindow)
        async throws
    {
        let ledger = try await kind.make(clock, over: archive)
        for number in 0..<6 {
            let place = try await take(ledger, use(Int64(number % 2) + 1, weighing: 3, tokens: 10))
            guard number < 4 else { continue }
            archive.settle(place.id, .committed)
            await ledger.commit(place.id)
        }
        let later = [
            Limit(9, per: window), Limit(99, per: window, of: .account),
            Limit(99, per: window, of: .account, in: .weighted),
            Limit(999, per: window, of: .global, in: .tokens), Limit(9, per: window, models: ["o*"]),
        ]
        #expect(try await ledger.usage(of: use(), under: later).map(\.used) == [3, 6, 18, 60, 0])
        // A minute later what was kept is looked for among the rows alone, by a ledger that is new, too.
        clock.advance(by: .seconds(61))
        let others = later.map {
            Limit($0.amount + 1, per: $0.window, of: $0.scope, in: $0.unit, models: $0.models + ["-"])
        }
        #expect(try await ledger.usage(of: use(), under: others).map(\.used) == [3, 6, 18, 60, 0])
        let new = try await kind.make(clock, over: archive)
        #expect(try await new.usage(of: use(), under: later).map(\.used) == [3, 6, 18, 60, 0])
    }

    @Test(arguments: LedgerKind.allCases)
    func `what is counted under one limit is counted under all that are there`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock, over: archive)
        let (own, everybody) = (Limit(9, per: .day), Limit(9, per: .day, of: .global))
        _ = try await ledger.usage(of: use(), under: [own, everybody])
        // They ask under no limit, or under another one.
        let place = try await take(ledger, use(2))
        try await take(ledger, use(), under: [own])
        #expect(try await ledger.usage(of: use(), under: [own, everybody]).map(\.used) == [1, 2])
        await ledger.refund(place.id)
        #expect(try await ledger.usage(of: use(), under: [own, everybody]).map(\.used) == [1, 1])
    }

    @Test(arguments: LedgerKind.allCases)
    func `a place that moves to another account counts there, if there is room`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock, over: archive)
        let limits = [
            Limit(1, per: .day, of: .account), Limit(1, per: .hour, of: .memberOnAccount), Limit(2, per: .day),
        ]
        func used(_ account: Int64) async throws -> [Int] {
            try await ledger.usage(of: use(account: account), under: limits).map(\.used)
        }
        let place = try await take(ledger, use(), under: limits)
        try await take(ledger, use(2, account: 2), under: limits)
        #expect(try await used(1) == [1, 1, 1])
        #expect(try await !ledger.move(place.id, to: use(account: 2), under: limits))
        #expect(try await used(1) == [1, 1, 1])
        #expect(try await ledger.move(place.id, to: use(account: 3), under: limits))
        #expect(try await used(1) == [0, 0, 1])
        #expect(try await used(3) == [1, 1, 1])
        #expect(try await used(2) == [1, 0, 1])
        // It is given back where it is.
        await ledger.refund(place.id)
        #expect(try await used(3) == [0, 0, 0])
        #expect(try await used(1) == [0, 0, 0])
        // What has ended stays where it was.
        #expect(try await ledger.move(place.id, to: use(account: 1), under: limits))
        #expect(try await used(1) == [0, 0, 0])
    }

    /// A pattern, what it is about, and what it is not.
    static let patterns: [(String, [String], [String])] = [
        ("*", ["a", "a b", "汉"], []), ("gpt-*", ["gpt-", "gpt-4o"], ["gpt", "xgpt-4", "GPT-4"]),
        ("*-mini", ["-mini", "o3-mini"], ["o3-mini-high", "mini"]), ("a*a", ["aa", "aba", "a*a"], ["a", "ab"]),
        ("a*b*c", ["abc", "a-b-b-c", "abcabc"], ["acb", "ab", "abca"]), ("ab*ba", ["abba", "abxba"], ["aba"]),
        ("a.b", ["a.b"], ["axb"]), ("%d+[x]-$", ["%d+[x]-$"], ["5x"]), ("**", ["x"], []), ("汉*", ["汉", "汉字"], ["字"]),
        ("*a*a*a*", ["aaa", String(repeating: "a", count: 255)], [String(repeating: "b", count: 255), "aa"]),
    ]

    @Test(arguments: LedgerKind.allCases)
    func `a pattern means the same in every ledger`(kind: LedgerKind) async throws {
        let ledger = try await kind.make(clock, over: archive)
        for (pattern, about, others) in Self.patterns {
            let limits = [Limit(0, per: .day, models: [pattern])]
            for model in about { #expect(try await !admits(ledger, use(model: model), limits), "\(pattern) \(model)") }
            for model in others { #expect(try await admits(ledger, use(model: model), limits), "\(pattern) \(model)") }
        }
    }
}
