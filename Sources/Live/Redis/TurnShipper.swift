internal import Database
internal import Domain
import Synchronization
internal import Transport

/// Brings one turn's log from the memory of the process that runs it to Redis, in batches, for the viewers elsewhere.
///
/// It keeps no copy: what is not in Redis yet is read from the log again. So a Redis that was away, or lost what it had,
/// is given everything from where it stands.
final class TurnShipper: Sendable {
    private let log: SharedLog
    private let stream: TurnStream
    private let clock: any WallClock
    private let state = Mutex(State())
    private let done: @Sendable () -> Void

    private typealias Shipping = Task<Bool, Never>

    private struct State {
        /// The number of the last event in Redis.
        var shipped = 0
        var waitingBytes = 0
        var isScheduled = false
        var isOver = false
        var shipping: Shipping?
        /// Something was added while it was shipping.
        var again = false
        var pause = TurnShipper.shortestPause
    }

    private static let shortestPause = Duration.milliseconds(50)
    private static let batchBytes = 4096
    private static let longestBatch = 64 * 1024

    /// `done` is called when all is shipped, the end too, or when it is of no use any more.
    init(_ log: SharedLog, to stream: TurnStream, clock: any WallClock, done: @escaping @Sendable () -> Void) {
        self.log = log
        self.stream = stream
        self.clock = clock
        self.done = done
    }

    /// Events were added to the log. Returns at once, unless the turn has ended: then when that is known elsewhere, or
    /// cannot be told now.
    func note(_ events: [TurnEvent]) async {
        if case .ended = events.last {
            _ = await ship()
            return
        }
        let isFull = state.withLock { state in
            state.waitingBytes += events.reduce(0) { $0 + $1.byteCount }
            return state.waitingBytes >= Self.batchBytes
        }
        if isFull { _ = startShipping() } else { schedule() }
    }

    /// False when it could not be shipped now; it is tried again.
    func ship() async -> Bool { await startShipping().value }

    private func schedule() {
        let pause = state.withLock { state in
            guard !state.isScheduled, !state.isOver else { return nil as Duration? }
            state.isScheduled = true
            return state.pause
        }
        guard let pause else { return }
        let loop = stream.client.loop
        Task(executorPreference: loop) {
            await loop.sleep(for: pause)
            self.state.withLock { $0.isScheduled = false }
            _ = self.startShipping()
        }
    }

    private func startShipping() -> Shipping {
        state.withLock { state in
            state.waitingBytes = 0
            if let shipping = state.shipping {
                state.again = true
                return shipping
            }
            let task = Task(executorPreference: stream.client.loop) { await self.run() }
            state.shipping = task
            return task
        }
    }

    private func run() async -> Bool {
        while true {
            let shipped = state.withLock { $0.shipped }
            let (events, endedAt) = log.exactEvents(after: shipped, bytes: Self.longestBatch)
            if events.isEmpty {
                if finish(hasEnded: endedAt != nil) { return true }
                continue
            }
            do throws(RedisError) {
                switch try await stream.add(
                    events, after: shipped, at: endedAt ?? clock.now, isLong: log.byteCount > TurnLogBounds.longest)
                {
                case .added(let last), .missing(after: let last): state.withLock { $0.shipped = last }
                case .ended, .gone: if finish(hasEnded: true) { return true }
                }
            } catch {
                fail(error)
                return false
            }
        }
    }

    /// True unless something was added meanwhile.
    private func finish(hasEnded: Bool) -> Bool {
        let isFinished = state.withLock { state in
            state.pause = Self.shortestPause
            guard !state.again || hasEnded else {
                state.again = false
                return false
            }
            state.shipping = nil
            state.again = false
            state.isOver = hasEnded
            return true
        }
        if isFinished, hasEnded { done() }
        return isFinished
    }

    private func fail(_ error: RedisError) {
        // Nobody will see it any more, or nobody will ever take it.
        let isOver = error == .closed || log.isOver(at: clock.now)
        state.withLock { state in
            state.shipping = nil
            state.again = false
            state.isOver = isOver
            state.pause = min(state.pause * 2, .seconds(1))
        }
        if isOver { done() } else { schedule() }
    }
}
