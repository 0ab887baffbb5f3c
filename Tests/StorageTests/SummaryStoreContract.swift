import Domain
import Storage
import TestKit
import Testing

/// What a store of summaries promises.
@Suite struct SummaryStoreContract {
    private func summary(_ text: String, upTo message: Key<Message>, _ clock: ManualClock) -> Summary {
        Summary(upTo: message, text: text, count: 3, model: "m1", createdAt: clock.now)
    }

    @Test(arguments: Engine.allCases)
    func `each is kept once up to its message, for its owner alone`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = Thread(bench, try await bench.member("alice"))
        let turn = try await thread.finished()
        let (store, id, owner) = (thread.store, thread.id, thread.owner)
        try await store.keep(summary("first 😀", upTo: turn.question, bench.clock), of: id, for: owner)
        try await store.keep(summary("second", upTo: turn.answer, bench.clock), of: id, for: owner)
        let again = summary("first again", upTo: turn.question, bench.clock)
        try await store.keep(again, of: id, for: owner)
        let kept = try await store.summaries(of: id, for: owner)
        #expect(kept.count == 2 && kept.contains(again))
        let bob = try await bench.member("bob")
        #expect(try await store.summaries(of: id, for: bob.id).isEmpty)
        await #expect(throws: ChatError.notFound) { try await store.keep(again, of: id, for: bob.id) }
        await #expect(throws: ChatError.notFound) { try await store.keep(again, of: .random(), for: owner) }
        let other = Thread(bench, try await bench.member("carol"))
        _ = try await other.finished()
        #expect(try await store.summaries(of: other.id, for: other.owner).isEmpty)
    }

    @Test(arguments: Engine.allCases)
    func `how many messages an answer read as a summary is kept with it`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = Thread(bench, try await bench.member("alice"))
        let turn = try await thread.start()
        var answer = Answer.of("answer")
        answer.summedUp = 12
        try await thread.end(turn, answer)
        let messages = try await thread.store.messages(of: thread.id, for: thread.owner)
        #expect(messages.map(\.summedUp) == [0, 12])
    }
}
