import Database
import Domain
import Storage
import TestKit
import Testing

/// What a store promises of the history of an account's health.
@Suite struct AccountEventContract {
    private static func cooling(_ reason: String = "HTTP 500: “oops”", at now: Timestamp) -> AccountHealth {
        AccountHealth(
            state: .cooling, reason: reason, since: now, until: now + .seconds(5), failures: 1, changedAt: now)
    }

    @Test(arguments: Engine.allCases)
    func `an event is written once for each change, and comes back as it was`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (accounts, clock) = (bench.storage.accounts, bench.clock)
        let account = try await bench.account()
        let other = try await bench.account("other")
        // A reset of one that always worked is no change.
        try await accounts.note(AccountHealth(changedAt: clock.now), of: account.id)
        #expect(try await bench.events(of: account) == [])

        let start = clock.now
        try await accounts.note(Self.cooling(at: start), of: account.id)
        for _ in 0..<3 {
            clock.advance(by: .seconds(5))
            try await accounts.note(Self.cooling(at: clock.now), of: account.id)
        }
        let began = AccountEvent(
            account: account.id, at: start, state: .cooling, reason: "HTTP 500: “oops”", until: start + .seconds(5))
        #expect(try await bench.events(of: account) == [began])

        let resting = AccountHealth(
            reason: "二", models: ["é": clock.now + .seconds(9)], changedAt: clock.now)
        try await accounts.note(resting, of: account.id)
        let partly = AccountEvent(
            account: account.id, at: clock.now, state: .healthy, reason: "二", until: clock.now + .seconds(9), model: "é"
        )
        #expect(try await bench.events(of: account) == [partly, began])
        #expect(try await bench.events(of: other) == [])
        #expect(try await accounts.health()[account.id] == resting)
        await #expect(throws: ChatError.notFound) { try await accounts.note(resting, of: ID(99)) }
    }

    @Test(arguments: Engine.allCases)
    func `the same failure in two processes is one event, also at once`(engine: Engine) async throws {
        let bench = try await engine.open()
        let account = try await bench.account()
        let processes = [bench.storage, bench.otherProcess()]
        // The first round opens connections, so that those after it do meet.
        for round in 0..<10 {
            let health = Self.cooling("reason \(Self.letter(round))", at: bench.clock.now)
            try await withThrowingTaskGroup { group in
                for number in 0..<32 {
                    group.addTask { try await processes[number % 2].accounts.note(health, of: account.id) }
                }
                try await group.waitForAll()
            }
            #expect(try await bench.events(of: account).count == round + 1)
        }
        // What one found out is no news from the other, and its end is told once.
        for process in processes {
            try await process.accounts.note(AccountHealth(changedAt: bench.clock.now), of: account.id)
        }
        #expect(try await bench.events(of: account).prefix(2).map(\.state) == [.healthy, .cooling])
    }

    @Test(arguments: Engine.allCases)
    func `an account that is switched off has one event, whatever comes of its last answers`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        let (accounts, clock) = (bench.storage.accounts, bench.clock)
        var account = try await bench.account()
        account.remark = "other"
        try await accounts.update(account, key: nil, at: clock.now)
        #expect(try await bench.events(of: account) == [])

        account.status = .disabled
        try await accounts.update(account, key: nil, at: clock.now)
        let off = AccountEvent(account: account.id, at: clock.now, state: .disabled)
        clock.advance(by: .seconds(1))
        try await accounts.note(Self.cooling(at: clock.now), of: account.id)
        try await accounts.note(AccountHealth(changedAt: clock.now), of: account.id)
        try await accounts.update(account, key: nil, at: clock.now)
        #expect(try await bench.events(of: account) == [off])

        account.status = .enabled
        try await accounts.update(account, key: nil, at: clock.now)
        try await accounts.note(AccountHealth(changedAt: clock.now), of: account.id)
        let on = AccountEvent(account: account.id, at: clock.now, state: .healthy)
        #expect(try await bench.events(of: account) == [on, off])
    }

    @Test(arguments: Engine.allCases)
    func `pages follow each other without a gap or a repetition, also of one moment`(engine: Engine) async throws {
        let bench = try await engine.open()
        let account = try await bench.account()
        let other = try await bench.account("other")
        let now = bench.clock.now
        for number in 0..<5 {
            for each in [account, other] {
                try await bench.storage.accounts.note(
                    Self.cooling("reason \(Self.letter(number))", at: now), of: each.id)
            }
        }
        var (found, last, pages) = ([String](), ID<AccountEvent>?.none, 0)
        repeat {
            let page = try await bench.storage.accounts.history(of: account.id, before: last, atMost: 2)
            found += page.events.map(\.reason)
            (last, pages) = (page.next, pages + 1)
        } while last != nil && pages < 9
        #expect(found == (0..<5).reversed().map { "reason \(Self.letter($0))" })
        #expect(pages == 3)
        // A page that ends with the last one has none after it.
        #expect(try await bench.storage.accounts.history(of: account.id, before: nil, atMost: 5).next == nil)
    }

    private static func letter(_ number: Int) -> String { String(UnicodeScalar(UInt8(97 + number))) }

    @Test(arguments: Engine.allCases)
    func `old events are forgotten, and what follows them is told all the same`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (accounts, clock) = (bench.storage.accounts, bench.clock)
        let account = try await bench.account()
        try await accounts.note(Self.cooling(at: clock.now), of: account.id)
        clock.advance(by: .seconds(1))
        try await accounts.note(Self.cooling("another", at: clock.now), of: account.id)
        try await accounts.purgeEvents(before: clock.now)
        #expect(try await bench.events(of: account).map(\.reason) == ["another"])
        try await accounts.purgeEvents(before: clock.now + .seconds(1))
        #expect(try await bench.events(of: account) == [])
        try await accounts.note(AccountHealth(changedAt: clock.now), of: account.id)
        #expect(try await bench.events(of: account).map(\.state) == [.healthy])
    }

    @Test(arguments: Engine.allCases)
    func `of an account that never rests from changing the newest events are kept`(engine: Engine) async throws {
        let bench = try await engine.open()
        let account = try await bench.account()
        let other = try await bench.account("other")
        let (id, now, rows) = (account.id, bench.clock.now, AccountEvent.mostKept)
        try await bench.storage.accounts.note(Self.cooling(at: now), of: other.id)
        try await bench.database.write { session in
            for _ in 0..<rows {
                try session.execute(
                    "INSERT INTO account_events (account_id, at, state, reason) VALUES (\(id), \(now), 'cooling', 'old')"
                )
            }
        }
        try await bench.storage.accounts.note(Self.cooling("new", at: now), of: id)
        let kept = try await bench.storage.accounts.history(of: id, before: nil, atMost: rows + 1).events
        #expect(kept.count == rows && kept.first?.reason == "new")
        #expect(try await bench.events(of: other).count == 1)
    }

    @Test(arguments: Engine.allCases)
    func `a deleted account takes its history along, and no other's`(engine: Engine) async throws {
        let bench = try await engine.open()
        let account = try await bench.account()
        let other = try await bench.account("other")
        for each in [account, other] {
            try await bench.storage.accounts.note(Self.cooling(at: bench.clock.now), of: each.id)
        }
        try await bench.storage.accounts.delete(account.id)
        #expect(try await bench.events(of: account) == [])
        #expect(try await bench.events(of: other).count == 1)
        await #expect(throws: ChatError.notFound) {
            try await bench.storage.accounts.note(Self.cooling(at: bench.clock.now), of: account.id)
        }
    }
}

extension Bench {
    fileprivate func events(of account: Account) async throws -> [AccountEvent] {
        try await storage.accounts.history(of: account.id, before: nil, atMost: 100).events
    }
}
