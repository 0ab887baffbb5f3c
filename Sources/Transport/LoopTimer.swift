/// A pending call on a loop. Belongs to the loop's thread.
public final class LoopTimer {
    let due: MonotonicTime
    private var action: (() -> Void)?

    init(due: MonotonicTime, action: @escaping () -> Void) {
        self.due = due
        self.action = action
    }

    public var isPending: Bool { action != nil }

    /// Forgets the call at once; the heap drops the empty timer when it comes to the top.
    public func cancel() { action = nil }

    func fire() {
        let action = action
        self.action = nil
        action?()
    }
}

/// The timers of one loop, soonest first (a binary heap).
struct TimerHeap {
    private var heap: [LoopTimer] = []

    /// Milliseconds until the next timer is due, rounded up; -1 when there is none.
    mutating func wait(now: MonotonicTime) -> Int32 {
        while let first = heap.first, !first.isPending { _ = removeFirst() }
        guard let first = heap.first else { return -1 }
        let milliseconds = (first.due.nanoseconds - now.nanoseconds + 999_999) / 1_000_000
        return Int32(clamping: max(0, milliseconds))
    }

    mutating func add(_ timer: LoopTimer) {
        heap.append(timer)
        var child = heap.count - 1
        while child > 0, heap[child].due < heap[(child - 1) / 2].due {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Removes what is due at `now`, in order. The caller fires it: a call may add timers.
    mutating func takeDue(_ now: MonotonicTime) -> [LoopTimer] {
        var due: [LoopTimer] = []
        while let first = heap.first, first.due <= now { due.append(removeFirst()) }
        return due
    }

    private mutating func removeFirst() -> LoopTimer {
        heap.swapAt(0, heap.count - 1)
        let first = heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].due < heap[least].due
            {
                least = child
            }
            guard least != parent else { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
