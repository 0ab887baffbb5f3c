internal import Domain
internal import JSON
import Synchronization

/// Where a program's connection and the task that asks for its session meet. The task comes first: when an upstream has taken the session, it
/// waits for the connection to become a WebSocket; the connection then stays until the session is over.
final class RealtimeMeeting: Sendable {
    let activity = RealtimeActivity()
    private let state = Mutex(State())

    private struct State {
        var isAccepted = false
        var failure: UpstreamFailure?
        var line: (any RealtimeLine)?
        /// The session is over.
        var isEnded = false
        /// Nobody is there for it, or it is not to be.
        var hasLeft = false
        var whenLeft: (@Sendable () -> Void)?
        /// Whoever waits for a change: the handler or the connection on one side, the task on the other.
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// The line, once there is one.
    var line: (any RealtimeLine)? { state.withLock(\.line) }

    /// Gives the session up when the last one goes who could take the connection there.
    final class Seat: Sendable {
        let meeting: RealtimeMeeting

        init(_ meeting: RealtimeMeeting) { self.meeting = meeting }
        deinit { meeting.leave() }
    }
}

// MARK: The task

extension RealtimeMeeting {
    /// An upstream has taken the session. Returns the program's line, nil when nobody is there.
    func accept() async -> (any RealtimeLine)? {
        change { $0.isAccepted = true }
        return await wait { $0.line != nil || $0.hasLeft }.line
    }

    /// The session is over.
    func end(_ failure: UpstreamFailure?) {
        change { state in
            state.isEnded = true
            state.failure = failure
        }
    }
}

// MARK: The connection

extension RealtimeMeeting {
    /// Returns when an upstream has taken the session, throws why none has.
    func begun() async throws(RelayRefusal) {
        let state = await withTaskCancellationHandler {
            await wait { $0.isAccepted || $0.isEnded || $0.hasLeft }
        } onCancel: {
            leave()
        }
        if state.hasLeft { throw RelayRefusal(499, "The request was cancelled.", code: "cancelled") }
        if state.isAccepted { return }
        if let failure = state.failure { throw RelayRefusal(failure) }
        throw RelayRefusal(499, "The request was cancelled.", code: "cancelled")
    }

    /// Returns when the session is over.
    func join(_ line: any RealtimeLine) async {
        change { $0.line = line }
        if state.withLock(\.hasLeft) { line.interrupt() }
        _ = await wait(\.isEnded)
    }

    /// What is to be done when nobody is there for the session any more.
    func whenLeft(_ body: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            state.whenLeft = body
            return state.hasLeft
        }
        if isLate { body() }
    }

    /// Nobody takes the session.
    func leave() { stop() }

    /// From anywhere: ends the session. Where both sides speak already, each is told.
    func stop() {
        let (line, then) = state.withLock { state in
            state.hasLeft = true
            defer { state.whenLeft = nil }
            return (state.line, state.line == nil ? state.whenLeft : nil)
        }
        line?.interrupt()
        then?()
        change { _ in }
    }
}

extension RealtimeMeeting {
    private func change(_ body: (inout State) -> Void) {
        let waiting = state.withLock { state in
            body(&state)
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func wait(_ isDue: (State) -> Bool) async -> State {
        while true {
            let now = state.withLock { $0 }
            if isDue(now) { return now }
            await withCheckedContinuation { continuation in
                let isLate = state.withLock { state in
                    guard !isDue(state) else { return true }
                    state.waiting.append(continuation)
                    return false
                }
                if isLate { continuation.resume() }
            }
        }
    }
}
