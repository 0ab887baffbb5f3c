public import Domain

/// A clock that stands still until a test moves it. Sleepers wake when it reaches their moment.
public final class ManualClock: WallClock {
    private let state: Watched<State>

    private struct State {
        var now: Timestamp
        var serial = 0
        var sleepers: [Int: Sleeper] = [:]
    }

    private struct Sleeper {
        let due: Timestamp
        let continuation: CheckedContinuation<Void, Never>
    }

    /// 2026-03-11T12:00:00Z, a Wednesday, unless told otherwise.
    public init(_ now: Timestamp = Timestamp(seconds: 1_773_230_400)) {
        state = Watched(State(now: now))
    }

    public var now: Timestamp { state.read { $0.now } }

    public func advance(by span: Duration) { set(now + span) }

    /// Moves to `moment`, also backwards, as a clock that is corrected does.
    public func set(_ moment: Timestamp) {
        let due = state.change { state in
            state.now = moment
            let due = state.sleepers.filter { $0.value.due <= moment }
            for key in due.keys { state.sleepers[key] = nil }
            return due.values.sorted { $0.due < $1.due }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Moves to the moment at which the next sleeper wakes; stands still when nobody sleeps.
    public func skip() {
        if let next = state.read({ $0.sleepers.values.map(\.due).min() }) { set(max(next, now)) }
    }

    public func sleep(_ span: Duration) async {
        let ticket = state.change { state in
            state.serial += 1
            return state.serial
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { fallAsleep(ticket, for: span, $0) }
        } onCancel: {
            state.change { $0.sleepers.removeValue(forKey: ticket) }?.continuation.resume()
        }
    }

    /// Waits until at least `count` tasks sleep, so that a test moves the clock only when everybody looks at it.
    public func sleepers(_ count: Int) async {
        await state.until { $0.sleepers.count >= count }
    }

    private func fallAsleep(_ ticket: Int, for span: Duration, _ continuation: CheckedContinuation<Void, Never>) {
        let isAsleep = state.change { state in
            // Asked under the lock: a cancellation before this found nobody to wake and must be seen here.
            guard span > .zero, !Task.isCancelled else { return false }
            state.sleepers[ticket] = Sleeper(due: state.now + span, continuation: continuation)
            return true
        }
        if !isAsleep { continuation.resume() }
    }
}
