import Synchronization

/// Holds a turn's question back until it is decided whether the turn begins.
final class TurnGate: Sendable {
    private let state = Mutex(State.undecided([]))

    private enum State {
        case undecided([CheckedContinuation<Bool, Never>])
        case decided(Bool)
    }

    /// Decides. Only the first decision counts.
    func decide(_ begins: Bool) {
        let waiting = state.withLock { state -> [CheckedContinuation<Bool, Never>] in
            guard case .undecided(let waiting) = state else { return [] }
            state = .decided(begins)
            return waiting
        }
        for continuation in waiting { continuation.resume(returning: begins) }
    }

    /// Returns when it is decided, also in a task that is cancelled: whether the turn begins.
    func wait() async -> Bool {
        await withCheckedContinuation { continuation in
            let decision = state.withLock { state -> Bool? in
                switch state {
                case .decided(let begins): return begins
                case .undecided(let waiting):
                    state = .undecided(waiting + [continuation])
                    return nil
                }
            }
            if let decision { continuation.resume(returning: decision) }
        }
    }
}
