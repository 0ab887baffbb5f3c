private import Synchronization

/// The calls of programs that this process answers right now: whoever may not call any more is not answered to the end.
public final class RunningCalls: Sendable {
    private let state = Mutex<[Key<Charge>: Running]>([:])

    private struct Running {
        let payer: Payer
        let isSession: Bool
        let stop: @Sendable () -> Void
    }

    public init() {}

    /// Followed by `remove`. `stop` may be called from anywhere, and more than once. A session ends only when somebody ends it.
    public func add(
        _ id: Key<Charge>, of payer: Payer, isSession: Bool = false, stop: @escaping @Sendable () -> Void
    ) {
        state.withLock { $0[id] = Running(payer: payer, isSession: isSession, stop: stop) }
    }

    public func remove(_ id: Key<Charge>) { state.withLock { $0[id] = nil } }

    /// Before the process stops: an answer would be waited for, a session would last.
    public func endSessions() {
        let sessions = state.withLock { $0.values.filter(\.isSession) }
        for session in sessions { session.stop() }
    }

    /// Whether there was something to stop.
    @discardableResult
    func stop(where isMeant: (Payer) -> Bool) -> Bool {
        let meant = state.withLock { $0.values.filter { isMeant($0.payer) } }
        for running in meant { running.stop() }
        return !meant.isEmpty
    }
}
