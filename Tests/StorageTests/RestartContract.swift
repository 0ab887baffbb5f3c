import Domain
import Storage
import TestKit
import Testing

/// What is found at a start: turns that nobody runs any more, and the rows that quotas are rebuilt from.
@Suite struct RestartContract {
    @Test(arguments: Engine.allCases)
    func `a turn that nobody runs is interrupted, paid for if it had output`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let silent = Thread(bench, alice)
        let speaking = Thread(bench, alice)
        let living = Thread(bench, alice)
        let first = try await silent.start()
        let second = try await speaking.start()
        let third = try await living.start()
        _ = try await Thread(bench, alice).finished()
        try await speaking.store.save(second, .of("so far", reasoning: "hm"))
        bench.clock.advance(by: .seconds(30))

        let store = bench.storage.conversations
        let interrupted = try await store.interruptTurns(except: [third.id], at: bench.clock.now)
        let settlements = Dictionary(uniqueKeysWithValues: interrupted.map { ($0.turn.id, $0.settlement) })
        #expect(settlements == [first.id: .refunded, second.id: .committed])
        #expect(interrupted.allSatisfy { $0.turn.status == .interrupted && $0.turn.endedAt == bench.clock.now })

        #expect(try await speaking.messages().map(\.text) == ["question", "hm", "so far"])
        #expect(try await speaking.messages().map(\.status) == [.finished, .interrupted, .interrupted])
        let stored = try await store.latestTurn(of: silent.id, for: alice.id)
        #expect(stored?.status == .interrupted)
        #expect(try await store.latestTurn(of: living.id, for: alice.id)?.isRunning == true)
        #expect(try await store.interruptTurns(except: [third.id], at: bench.clock.now).isEmpty)
        // The conversation goes on.
        try await silent.store.begin(silent.opening(parent: first.answer))
    }

    @Test(arguments: Engine.allCases)
    func `an interrupted turn that ends after all changes nothing`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let turn = try await thread.start()
        bench.clock.advance(by: .seconds(30))
        _ = try await thread.store.interruptTurns(except: [], at: bench.clock.now)
        try await thread.end(turn)
        #expect(try await thread.messages()[1].status == .interrupted)
        #expect(try await bench.entries(since: turn.createdAt).isEmpty)
    }

    @Test(arguments: Engine.allCases)
    func `the archive tells what counts and since when`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let early = try await Thread(bench, alice).finished()
        bench.clock.advance(by: .seconds(10))
        let since = bench.clock.now
        let committed = try await Thread(bench, alice).finished()
        let refunded = Thread(bench, alice)
        try await refunded.end(refunded.start(), Answer(), TurnEnd(.error, failure: .upstreamAuth), .refunded)
        let running = try await Thread(bench, alice).start()
        let entries = try await bench.entries(since: since)
        #expect(Set(entries.map(\.charge)) == [committed.charge, running.charge])
        #expect(entries.first { $0.charge == running.charge }?.isSettled == false)
        #expect(entries.first { $0.charge == committed.charge }?.isSettled == true)
        #expect(entries.allSatisfy { $0.user == alice.id && $0.at == since })
        #expect(try await bench.entries(since: early.createdAt).count == 3)
    }
}
