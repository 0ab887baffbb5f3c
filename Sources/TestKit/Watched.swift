import Synchronization

/// Something that changes, and those who wait until it is as they want it. A test that is cancelled, as its time is up, waits no
/// longer: one that did would hold up all that come after it.
public final class Watched<State: Sendable>: Sendable {
    private let inner: Mutex<Inner>

    private struct Inner {
        var state: State
        var serial = 0
        var waiting: [Int: Waiter] = [:]
    }

    private struct Waiter {
        let isDue: @Sendable (State) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    public init(_ state: State) { inner = Mutex(Inner(state: state)) }

    public func read<Answer: Sendable>(_ body: (State) -> Answer) -> Answer { inner.withLock { body($0.state) } }

    @discardableResult
    public func change<Answer: Sendable>(_ body: (inout State) -> Answer) -> Answer {
        let (answer, due) = inner.withLock { inner in
            let answer = body(&inner.state)
            let due = inner.waiting.filter { $0.value.isDue(inner.state) }
            for ticket in due.keys { inner.waiting[ticket] = nil }
            return (answer, due.sorted { $0.key < $1.key }.map(\.value.continuation))
        }
        for continuation in due { continuation.resume() }
        return answer
    }

    /// Returns when it is so, or the task is cancelled.
    public func until(_ isDue: @escaping @Sendable (State) -> Bool) async {
        let ticket = inner.withLock { inner in
            inner.serial += 1
            return inner.serial
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = inner.withLock { inner in
                    // Asked under the lock: a cancellation before this found nobody to wake.
                    guard !Task.isCancelled, !isDue(inner.state) else { return true }
                    inner.waiting[ticket] = Waiter(isDue: isDue, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            inner.withLock { $0.waiting.removeValue(forKey: ticket) }?.continuation.resume()
        }
    }
}
