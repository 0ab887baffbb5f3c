import Domain
import Synchronization
import TestKit
import Testing

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// How stores are tried when a supervisor asks whether the service is ready.
@Suite(.timeLimit(.minutes(5))) struct StoreProbeTests {
    private let clock = ManualClock()
    private let store = ProbedStore()

    private func probe(_ name: String = "database") -> StoreProbe {
        // Unstructured: an attempt goes on when nobody waits for it.
        StoreProbe(name, clock: clock, spawn: { body in Task { await body() } }, store.work)
    }

    @Test func `however many ask at once, the store is tried once, and again a second later`() async {
        let probe = probe()
        async let answers = withTaskGroup { group in
            for _ in 0..<64 { group.addTask { await StoreProbe.missing(among: [probe]) } }
            return await group.reduce(into: Set<[String]>()) { $0.insert($1) }
        }
        await store.attempts(1)
        store.answer(true)
        #expect(await answers == [[]])
        // Those who came too late for the first attempt were told what it said.
        #expect(store.count == 1)
        clock.advance(by: .milliseconds(999))
        #expect(await StoreProbe.missing(among: [probe]).isEmpty)
        #expect(store.count == 1)
        clock.advance(by: .milliseconds(1))
        async let later = StoreProbe.missing(among: [probe])
        await store.attempts(2)
        store.answer(false)
        #expect(await later == ["database"])
    }

    @Test func `a store that stays silent is missing after three seconds, is not tried again meanwhile, and recovers`()
        async
    {
        let probe = probe()
        async let first = StoreProbe.missing(among: [probe])
        await store.attempts(1)
        await clock.sleepers(1)
        clock.advance(by: .seconds(3))
        #expect(await first == ["database"])
        for _ in 0..<5 {
            #expect(await StoreProbe.missing(among: [probe]) == ["database"])
            clock.advance(by: .seconds(2))
        }
        #expect(store.count == 1)
        store.answer(true)
        while await StoreProbe.missing(among: [probe]) != [], !Task.isCancelled { await Task.yield() }
        #expect(store.count == 1)
    }

    @Test func `a clock that goes back does not prolong what was found`() async {
        let probe = probe()
        async let first = StoreProbe.missing(among: [probe])
        await store.attempts(1)
        store.answer(true)
        #expect(await first.isEmpty)
        clock.advance(by: .seconds(-86_400))
        async let second = StoreProbe.missing(among: [probe])
        await store.attempts(2)
        store.answer(false)
        #expect(await second == ["database"])
    }

    @Test func `each store is named`() async {
        let probes = [probe("database"), probe("redis")]
        async let missing = StoreProbe.missing(among: probes)
        await store.attempts(2)
        store.answer(false)
        store.answer(false)
        #expect(await missing == ["database", "redis"])
    }
}

/// A store that answers when a test says so.
private final class ProbedStore: Sendable {
    private let state = Mutex(State())

    private struct State {
        var count = 0
        var waiting: [CheckedContinuation<Bool, Never>] = []
    }

    var count: Int { state.withLock { $0.count } }

    @Sendable func work() async -> Bool {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                state.count += 1
                state.waiting.append(continuation)
            }
        }
    }

    func attempts(_ count: Int) async { while self.count < count, !Task.isCancelled { await Task.yield() } }

    func answer(_ isWell: Bool) {
        state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }?.resume(returning: isWell)
    }
}
