import Synchronization
import TestKit
import Testing

@testable import Domain

/// Work that one of several processes does for all.
@Suite(.timeLimit(.minutes(5))) struct LeasedWorkTests {
    private let clock = ManualClock()
    private let table: MemoryLeases
    private let rounds = Watched([Int]())

    init() { table = MemoryLeases(clock) }

    /// A process that does its round every ten seconds.
    private func process(_ number: Int) -> (work: LeasedWork, task: Task<Void, Never>) {
        let work = LeasedWork(.expiredRows, of: MemoryLeases.Process(table: table, number: number), clock: clock)
        let task = Task { [rounds] in
            await work.run(every: .seconds(10)) { rounds.change { $0.append(number) } }
        }
        return (work, task)
    }

    /// Moves on by five seconds, `count` times, each time waiting until all `sleeping` have looked.
    private func pass(_ count: Int = 1, sleeping: Int) async {
        for _ in 0..<count {
            await clock.sleepers(sleeping)
            clock.advance(by: LeasedWork.interval)
            await clock.sleepers(sleeping)
        }
    }

    @Test func `one process does every round, and does none too often`() async {
        let processes = [process(0), process(1), process(2)]
        await pass(9, sleeping: 3)
        let done = rounds.read { $0 }
        #expect(Set(done).count == 1)
        #expect(done.count == 5)
        for process in processes { process.task.cancel() }
    }

    @Test func `when it stops and gives back, another goes on at its next look`() async {
        let first = process(0)
        await pass(sleeping: 1)
        #expect(rounds.read { $0 } == [0])
        let second = process(1)
        await pass(sleeping: 2)
        first.task.cancel()
        await first.task.value
        await first.work.giveBack()
        await pass(sleeping: 1)
        #expect(rounds.read { $0 } == [0, 1])
        second.task.cancel()
    }

    @Test func `when it dies, another goes on after the term`() async {
        let first = process(0)
        await pass(sleeping: 1)
        first.task.cancel()
        await first.task.value
        let second = process(1)
        await pass(2, sleeping: 1)
        #expect(rounds.read { $0 } == [0])
        await pass(sleeping: 1)
        #expect(rounds.read { $0 } == [0, 1])
        second.task.cancel()
    }

    @Test func `a round that takes longer than the term keeps the lease`() async {
        let gate = Watched(false)
        let work = LeasedWork(.expiredRows, of: MemoryLeases.Process(table: table, number: 0), clock: clock)
        let first = Task { [rounds] in
            await work.run(every: .seconds(10)) {
                rounds.change { $0.append(0) }
                await gate.until(\.self)
            }
        }
        await pass(sleeping: 1)
        let second = process(1)
        await pass(8, sleeping: 2)
        #expect(rounds.read { $0 } == [0])
        gate.change { $0 = true }
        first.cancel()
        second.task.cancel()
        await first.value
    }

    @Test func `while nobody can say who has it, nobody works`() async {
        table.isAway = true
        let first = process(0)
        await pass(5, sleeping: 1)
        #expect(rounds.read { $0 } == [])
        table.isAway = false
        await pass(sleeping: 1)
        #expect(rounds.read { $0 } == [0])
        first.task.cancel()
    }

    @Test func `a clock that goes back by an hour holds up no round`() async {
        let first = process(0)
        await pass(sleeping: 1)
        #expect(rounds.read { $0 } == [0])
        table.beforeNext { [clock] in clock.set(clock.now - .seconds(3600)) }
        await pass(sleeping: 1)
        #expect(rounds.read { $0 } == [0, 0])
        first.task.cancel()
    }
}

/// Leases in memory, and a process among those that share them.
private final class MemoryLeases: Sendable {
    private let clock: ManualClock
    private let state = Mutex(State())

    private struct State {
        var holders: [Lease: (process: Int, end: Timestamp)] = [:]
        var isAway = false
        var first: (@Sendable () -> Void)?
    }

    init(_ clock: ManualClock) { self.clock = clock }

    var isAway: Bool {
        get { state.withLock { $0.isAway } }
        set { state.withLock { $0.isAway = newValue } }
    }

    /// What happens when a lease is next asked for, before the answer.
    func beforeNext(_ act: @escaping @Sendable () -> Void) { state.withLock { $0.first = act } }

    func takeFirst() -> (@Sendable () -> Void)? {
        state.withLock { state in
            defer { state.first = nil }
            return state.first
        }
    }

    struct Process: LeaseStore {
        let table: MemoryLeases
        let number: Int

        func take(_ lease: Lease, for span: Duration) async throws(ChatError) -> Bool {
            table.takeFirst()?()
            let now = table.clock.now
            let isTaken: Bool? = table.state.withLock { state in
                if state.isAway { return nil }
                if let holder = state.holders[lease], holder.process != number, holder.end > now { return false }
                state.holders[lease] = (number, now + span)
                return true
            }
            guard let isTaken else { throw .unavailable(what: "storage") }
            return isTaken
        }

        func giveBack(_ lease: Lease) async throws(ChatError) {
            table.state.withLock { state in
                if state.holders[lease]?.process == number { state.holders[lease] = nil }
            }
        }
    }
}
