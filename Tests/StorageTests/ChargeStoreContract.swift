import Domain
import TestKit
import Testing

@testable import Storage

/// The usage log, on every engine.
@Suite struct ChargeStoreContract {
    @Test(arguments: Engine.allCases)
    func `a call is read as it was written, and counts in the ledger as long as it was not given back`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let account = try await bench.account()
        var running = bench.call(of: alice.id, on: account.id)
        try await bench.storage.charges.write([running])
        #expect(try await bench.entries(since: running.charge.at).map(\.isSettled) == [false])
        running.firstOutputAt = bench.clock.now
        var usage = Usage(promptTokens: 3, completionTokens: 4, cachedTokens: 1, reasoningTokens: 2)
        usage.isEstimate = true
        let receipt = Receipt(
            attempts: [Attempt(ID(77), failure: .upstreamError, status: 500), Attempt(account.id)],
            end: .finished(.length),
            usage: usage, firstOutputAt: bench.clock.now)
        running.choice = Choice([.init(ID(77), .chosen), .init(account.id, .balanced), .init(ID(78), .needsLogin)])
        let ended = running.ended(by: receipt, at: bench.clock.now + .seconds(1))
        let refused = bench.call(of: alice.id, on: account.id).ended(
            by: Receipt(attempts: [], end: .failed(UpstreamFailure(.upstreamAuth, detail: "secret words"))),
            at: bench.clock.now)
        try await bench.storage.charges.write([ended, refused])
        let rows = try await bench.storage.charges.list(UsageFilter(user: alice.id), after: nil, .all)
        #expect(Set(rows.map(\.entry.charge.id)) == [ended.charge.id, refused.charge.id])
        let row = try #require(rows.first { $0.entry.charge.id == ended.charge.id })
        #expect(row.entry == ended)
        #expect(row.username == "alice")
        #expect(row.accountNames == [account.id: account.name])
        var byRequest = UsageFilter()
        byRequest.requestID = ended.requestID
        #expect(try await bench.storage.charges.list(byRequest, after: nil, .all).map(\.entry).contains(ended))
        byRequest.requestID = "another"
        #expect(try await bench.storage.charges.count(byRequest) == 0)
        let counts = try await bench.storage.charges.counts(since: running.charge.at)
        #expect(counts == [AccountLoad(account.id, name: account.name, count: 2)])
        #expect(try await bench.storage.charges.counts(since: bench.clock.now + .seconds(9)).isEmpty)
        let ledger = try await bench.entries(since: running.charge.at)
        #expect(ledger.map(\.charge) == [ended.charge.id])
        #expect(
            try await bench.storage.ledger.standings(of: [ended.charge.id, refused.charge.id]).mapValues(\.state)
                == [ended.charge.id: .committed, refused.charge.id: .refunded])
    }

    @Test(arguments: Engine.allCases)
    func `the row that a message was written for is found by the message, in its own conversation`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let (thread, other) = (Thread(bench, alice), Thread(bench, alice))
        let (first, elsewhere) = (try await thread.finished(), try await other.finished())
        let second = try await thread.start(after: first)
        let charges = bench.storage.charges
        for (message, turn) in [(first.question, first), (first.answer, first), (second.answer, second)] {
            let row = try await charges.row(of: message, in: thread.id, for: alice.id)
            #expect(row.entry.charge.id.text == turn.id.text && row.username == "alice")
        }
        for message in [elsewhere.answer, .random()] {
            await #expect(throws: ChatError.notFound) {
                try await charges.row(of: message, in: thread.id, for: alice.id)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `pages follow each other without a gap, and filters hold`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let account = try await bench.account()
        var calls: [UsageEntry] = []
        for number in 0..<7 {
            // Some at the same moment.
            if number.isMultiple(of: 2) { bench.clock.advance(by: .seconds(1)) }
            calls.append(bench.call(of: number == 3 ? bob.id : alice.id, on: account.id))
        }
        try await bench.storage.charges.write(calls)
        var (seen, place): ([Key<Charge>], UsagePlace?) = ([], nil)
        while true {
            let rows = try await bench.storage.charges.list(
                UsageFilter(user: alice.id), after: place, Page(offset: 0, limit: 2))
            guard let last = rows.last?.entry.charge else { break }
            seen += rows.map(\.entry.charge.id)
            place = UsagePlace(at: last.at, id: last.id)
        }
        let own = calls.filter { $0.charge.payer.user == alice.id }.map(\.charge.id)
        #expect(seen.count == 6 && Set(seen) == Set(own))
        var filter = UsageFilter()
        filter.username = "bob"
        #expect(try await bench.storage.charges.count(filter) == 1)
        filter.username = "nobody"
        #expect(try await bench.storage.charges.list(filter, after: nil, .all).isEmpty)
        filter = UsageFilter()
        filter.model = "al%"
        #expect(try await bench.storage.charges.count(filter) == 7)
        filter.statuses = [.error]
        #expect(try await bench.storage.charges.count(filter) == 0)
        filter.statuses = []
        filter.since = bench.clock.now
        #expect(try await bench.storage.charges.count(filter) == 1)
    }

    @Test(arguments: Engine.allCases)
    func `turns of chats stand in the same log`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let turn = try await Thread(bench, alice).finished()
        let row = try #require(try await bench.storage.charges.list(UsageFilter(), after: nil, .all).first)
        #expect(row.entry.charge.id == turn.charge)
        #expect(row.entry.charge.endpoint == .chat && row.entry.settlement == .committed)
        // A call of a program with the id of a turn takes nothing of it away.
        var forged = bench.call(of: alice.id, on: turn.account)
        forged.charge = Charge(
            id: turn.charge, payer: Payer(alice.id), endpoint: .chatCompletions, model: "m", account: turn.account,
            at: bench.clock.now)
        let entry = forged
        await #expect(throws: ChatError.self) { try await bench.storage.charges.write([entry]) }
        #expect(try await bench.storage.charges.list(UsageFilter(), after: nil, .all) == [row])
    }

    @Test(arguments: Engine.allCases)
    func `calls of a process that died are ended by what came of them`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let account = try await bench.account()
        try await bench.storage.heartbeat.beat()
        var (silent, speaking) = (bench.call(of: alice.id, on: account.id), bench.call(of: alice.id, on: account.id))
        speaking.firstOutputAt = bench.clock.now
        silent.requestID = "x"
        let alive = bench.call(of: alice.id, on: account.id)
        try await bench.storage.charges.write([silent, speaking, alive])
        bench.clock.advance(by: .seconds(60))
        let ended = try await bench.storage.charges.interruptCalls(except: [alive.charge.id], at: bench.clock.now)
        #expect(
            Dictionary(uniqueKeysWithValues: ended.map { ($0.id, $0.settlement) })
                == [silent.charge.id: .refunded, speaking.charge.id: .committed])
        #expect(try await bench.storage.charges.interruptCalls(except: [alive.charge.id], at: bench.clock.now).isEmpty)
        #expect(try await bench.storage.conversations.interruptTurns(except: [], at: bench.clock.now).isEmpty)
    }
}

extension Bench {
    fileprivate func call(of user: ID<User>, on account: ID<Account>) -> UsageEntry {
        let charge = Charge(
            id: .random(), payer: Payer(user), endpoint: .chatCompletions, model: "alpha", account: account,
            at: clock.now)
        return UsageEntry(charge, isStream: true, requestID: "r1")
    }
}
