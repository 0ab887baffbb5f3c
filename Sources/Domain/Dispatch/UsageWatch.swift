internal import Synchronization

/// What begins and ends in this process, for those who watch. While nobody does, a note costs one load.
public final class UsageWatch: Sendable {
    private let isWatched = Atomic<Bool>(false)
    private let state = Mutex(State())

    /// What was noted: calls as they are now, and turns, whose rows say that.
    struct State {
        var calls: [UsageEntry] = []
        var turns: [Key<Charge>] = []
    }

    /// What is noted between two looks. What finds no room is found in the log.
    private static let most = 1000

    func watch(_ isWanted: Bool) {
        isWatched.store(isWanted, ordering: .relaxed)
        if !isWanted { _ = take() }
    }

    /// A call has begun, or has ended.
    func note(_ call: @autoclosure () -> UsageEntry) {
        guard isWatched.load(ordering: .relaxed) else { return }
        let call = call()
        state.withLock { if $0.calls.count < Self.most { $0.calls.append(call) } }
    }

    /// The row of a turn was written: its beginning or its end.
    func noteTurn(_ id: Key<Charge>) {
        guard isWatched.load(ordering: .relaxed) else { return }
        state.withLock { if $0.turns.count < Self.most { $0.turns.append(id) } }
    }

    func take() -> State {
        state.withLock { state in
            defer { state = State() }
            return state
        }
    }
}
