public import Domain
import Synchronization

/// A clock that stands still until a test moves it. Sleepers wake when it reaches their moment.
public final class ManualClock: WallClock {
    private let state: Mutex<State>

    private struct State {
        var now: Timestamp
        var serial = 0
        var sleepers: [Int: Sleeper] = [:]
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private struct Sleeper {
        let due: Timestamp
        let continuation: CheckedContinuation<Void, Never>
    }

    /// 2026-03-11T12:00:00Z, a Wednesday, unless told otherwise.
    public init(_ now: Timestamp = Timestamp(seconds: 1_773_230_400)) {
        state = Mutex(State(now: now))
    }

    public var now: Timestamp { state.withLock { $0.now } }

    public func advance(by span: Duration) { set(now + span) }

    /// Moves to `moment`, also backwards, as a clock that is corrected does.
    public func set(_ moment: Timestamp) {
        let due = state.withLock { state in
            state.now = moment
            let due = state.sleepers.filter { $0.value.due <= moment }
            for key in due.keys { state.sleepers[key] = nil }
            return due.values.sorted { $0.due < $1.due }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Moves to the moment at which the next sleeper wakes; stands still when nobody sleeps.
    public func skip() {
        if let next = state.withLock({ state in state.sleepers.values.map(\.due).min() }) { set(max(next, now)) }
    }

    public func sleep(_ span: Duration) async {
        let ticket = state.withLock { state in
            state.serial += 1
            return state.serial
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { fallAsleep(ticket, for: span, $0) }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: ticket) }?.continuation.resume()
        }
    }

    /// Waits until at least `count` tasks sleep, so that a test moves the clock only when everybody looks at it.
    public func sleepers(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                guard state.sleepers.count < count else { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    private func fallAsleep(_ ticket: Int, for span: Duration, _ continuation: CheckedContinuation<Void, Never>) {
        let awake = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            // Asked under the lock: a cancellation before this found nobody to wake and must be seen here.
            guard span > .zero, !Task.isCancelled else { return [continuation] }
            state.sleepers[ticket] = Sleeper(due: state.now + span, continuation: continuation)
            let count = state.sleepers.count
            let ready = state.watchers.filter { $0.count <= count }
            state.watchers.removeAll { $0.count <= count }
            return ready.map(\.continuation)
        }
        for continuation in awake { continuation.resume() }
    }
}
