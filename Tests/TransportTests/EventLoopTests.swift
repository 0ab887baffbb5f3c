import Glibc
import Synchronization
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(5))) struct EventLoopTests {
    @Test func `a task that prefers a loop stays on it across suspensions`() async {
        let loops = LoopGroup(count: 1)
        let loop = loops.loops[0]
        let places = await Task(executorPreference: loop) {
            let before = loop.isCurrent
            await loop.sleep(for: .milliseconds(1))
            return [before, loop.isCurrent, EventLoop.current === loop]
        }.value
        #expect(places == [true, true, true])
        #expect(!loop.isCurrent)
    }

    @Test func `a sleeper that is cancelled wakes at once, without an error, and leaves no timer`() async {
        let loops = LoopGroup(count: 1)
        let loop = loops.loops[0]
        let before = Task(executorPreference: loop) { await loop.sleep(for: .seconds(3600)) }
        before.cancel()
        await before.value
        let (starts, started) = AsyncStream.makeStream(of: Void.self)
        let during = Task(executorPreference: loop) {
            started.yield()
            await loop.sleep(for: .seconds(3600))
        }
        for await _ in starts { break }
        during.cancel()
        await during.value
    }

    @Test func `a sleeper from elsewhere sleeps too`() async {
        let loops = LoopGroup(count: 1)
        let start = MonotonicTime.now
        await loops.loops[0].sleep(for: .milliseconds(20))
        #expect(MonotonicTime.now - start >= .milliseconds(20))
    }

    @Test func `timers fire in the order of their moments, cancelled ones never`() async {
        let loops = LoopGroup(count: 1)
        let loop = loops.loops[0]
        let (fires, fired) = AsyncStream.makeStream(of: Int.self)
        loop.execute {
            let timers = [30, 10, 20, 15].map { delay in loop.after(.milliseconds(delay)) { fired.yield(delay) } }
            timers[3].cancel()
            loop.after(.milliseconds(40)) { fired.finish() }
        }
        #expect(await fires.reduce(into: []) { $0.append($1) } == [10, 20, 30])
    }

    @Test func `a cancelled timer leaves the heap at once and the others keep their order`() {
        let heap = TimerHeap()
        var random = SystemRandomNumberGenerator()
        let timers = (0..<200).map { LoopTimer(due: MonotonicTime(nanoseconds: Int64($0 * 7919 % 200)), action: {}) }
        for timer in timers.shuffled(using: &random) { heap.add(timer) }
        for timer in timers.prefix(120) { timer.cancel() }
        #expect(heap.count == 80)
        let due = heap.takeDue(MonotonicTime(nanoseconds: 1000)).map(\.due.nanoseconds)
        #expect(due.count == 80 && due == due.sorted())
    }

    @Test func `a value bound to a loop is used there, whoever asks`() async throws {
        let loops = LoopGroup(count: 2)
        let bound = LoopBound(NotSendable(), to: loops.loops[0])
        for loop in loops.loops {
            let place = await Task(executorPreference: loop) { await bound.run { $0.loopOfCall() } }.value
            #expect(place === loops.loops[0])
        }
        #expect(await bound.run { $0.loopOfCall() } === loops.loops[0])
    }

    @Test func `a group has its loops on threads of their own and hands them out in turn`() async {
        let loops = LoopGroup(count: 2)
        #expect(loops.next() !== loops.next())
        for loop in loops.loops {
            let own = await Task(executorPreference: loop) { loops.next() }.value
            #expect(own === loop)
        }
    }

    private final class NotSendable {
        func loopOfCall() -> EventLoop? { EventLoop.current }
    }
}

@Suite(.timeLimit(.minutes(5))) struct LoopActorTests {
    /// Lives on a loop.
    private actor Resident {
        private let loop: EventLoop
        private var count = 0

        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

        init(on loop: EventLoop) { self.loop = loop }

        func isHome() async -> Bool {
            count += 1
            let before = loop.isCurrent
            await loop.sleep(for: .zero)
            return before && loop.isCurrent
        }

        nonisolated func assumedCount() -> Int { assumeIsolated { $0.count } }
        func ownCount() -> Int { assumedCount() }
    }

    @Test func `an actor of a loop is at home there, whoever calls`() async {
        let loops = LoopGroup(count: 2)
        let resident = Resident(on: loops.loops[0])
        #expect(await resident.isHome())
        for loop in loops.loops {
            let places = await Task(executorPreference: loop) { [await resident.isHome(), loop.isCurrent] }.value
            #expect(places == [true, true])
        }
        #expect(await resident.ownCount() == 3)
    }

    @Test func `a task that is resumed on its loop goes on at once`() async {
        let loops = LoopGroup(count: 1)
        let loop = loops.loops[0]
        let order = await Task(executorPreference: loop) {
            let (steps, step) = AsyncStream.makeStream(of: String.self)
            await Self.pause(on: loop) {
                // Queued behind the task itself, which has nothing to wait for.
                Task(executorPreference: loop) {
                    step.yield("other")
                    step.finish()
                }
            }
            await Self.far { step.yield("one") }
            await Self.near { step.yield("two") }
            return await steps.reduce(into: []) { $0.append($1) }
        }.value
        #expect(order == ["one", "two", "other"])
    }

    private static func pause(on loop: EventLoop, _ then: @escaping () -> Void) async {
        await withUnsafeContinuation { continuation in
            loop.after(.zero) {
                continuation.resume()
                then()
            }
        }
    }

    @concurrent private static func far(_ body: @Sendable () async -> Void) async { await body() }
    private static func near(_ body: @Sendable () async -> Void) async { await body() }
}
