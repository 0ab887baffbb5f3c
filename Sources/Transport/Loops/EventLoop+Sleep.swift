import Synchronization

extension EventLoop {
    /// Returns after `span`, or early, without an error, when the task is cancelled. From any task.
    public func sleep(for span: Duration) async {
        let alarm = Alarm(due: MonotonicTime.now + span, loop: self)
        await withTaskCancellationHandler {
            await withUnsafeContinuation { alarm.arm($0) }
        } onCancel: {
            alarm.cancel()
        }
    }
}

/// Wakes one sleeper once: when its time has come or its task is cancelled, whichever is first.
private final class Alarm: @unchecked Sendable {
    // Unchecked: `timer` is touched by the loop's thread alone.
    private let due: MonotonicTime
    private let loop: EventLoop
    private let state = Mutex(State.new)
    private var timer: LoopTimer?

    private enum State {
        case new
        case armed(UnsafeContinuation<Void, Never>)
        case rung
    }

    init(due: MonotonicTime, loop: EventLoop) {
        self.due = due
        self.loop = loop
    }

    func arm(_ continuation: UnsafeContinuation<Void, Never>) {
        let isArmed = state.withLock { state in
            guard case .new = state else { return false }
            state = .armed(continuation)
            return true
        }
        guard isArmed else { return continuation.resume() }
        if loop.isCurrent { start() } else { loop.execute { self.start() } }
    }

    func cancel() {
        ring()
        loop.execute { self.timer?.cancel() }
    }

    private func start() { timer = loop.at(due) { self.ring() } }

    private func ring() {
        let continuation = state.withLock { state in
            defer { state = .rung }
            return if case .armed(let continuation) = state { continuation } else {
                nil as UnsafeContinuation<Void, Never>?
            }
        }
        continuation?.resume()
    }
}
