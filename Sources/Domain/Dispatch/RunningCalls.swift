private import Synchronization

/// The calls of programs that this process answers right now: whoever may not call any more is not answered to the end.
public final class RunningCalls: Sendable {
    private let state = Mutex<[Key<Charge>: Running]>([:])

    private struct Running {
        let payer: Payer
        let isBusy: (@Sendable () -> Bool)?
        let stop: @Sendable () -> Void
    }

    public init() {}

    /// Followed by `remove`. `stop` may be called from anywhere, and more than once. `isBusy` is of sessions, which last until somebody ends them.
    public func add(
        _ id: Key<Charge>, of payer: Payer, isBusy: (@Sendable () -> Bool)? = nil, stop: @escaping @Sendable () -> Void
    ) {
        state.withLock { $0[id] = Running(payer: payer, isBusy: isBusy, stop: stop) }
    }

    public func remove(_ id: Key<Charge>) { state.withLock { $0[id] = nil } }

    /// While the process stops: answers are waited for, and so are those of sessions; a session would last.
    public func endIdleSessions() {
        let running = state.withLock { Array($0.values) }
        for session in running where session.isBusy?() == false { session.stop() }
    }

    /// Those that are answered or kept right now.
    public var running: Set<Key<Charge>> { state.withLock { Set($0.keys) } }

    /// Ends all there are: the process stops.
    public func stopAll() { stop { _ in true } }

    /// The same for one.
    func stop(_ id: Key<Charge>, of owner: ID<User>) -> Bool {
        guard let running = state.withLock({ $0[id] }), running.payer.user == owner else { return false }
        running.stop()
        return true
    }

    /// Whether there was something to stop.
    @discardableResult
    func stop(where isMeant: (Payer) -> Bool) -> Bool {
        let meant = state.withLock { $0.values.filter { isMeant($0.payer) } }
        for running in meant { running.stop() }
        return !meant.isEmpty
    }
}
