import Synchronization

/// Holds a turn's question back until the turn is stored.
final class TurnGate: Sendable {
    private let state = Mutex(State.closed)

    private enum State {
        case closed
        case waitedFor(CheckedContinuation<Void, Never>)
        case open
    }

    var isOpen: Bool {
        state.withLock { if case .open = $0 { true } else { false } }
    }

    func open() { change(to: .open) }

    /// Returns when it is open, or the task is cancelled. One waiter at a time.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustWait = state.withLock { state in
                    // Asked under the lock: a cancellation before this found nobody to wake.
                    guard case .closed = state, !Task.isCancelled else { return false }
                    state = .waitedFor(continuation)
                    return true
                }
                if !mustWait { continuation.resume() }
            }
        } onCancel: {
            change(to: .closed)
        }
    }

    /// Whoever waits goes on. What is open stays so.
    private func change(to next: State) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard case .open = state else {
                defer { state = next }
                return if case .waitedFor(let waiter) = state { waiter } else { nil }
            }
            return nil
        }
        waiter?.resume()
    }
}
