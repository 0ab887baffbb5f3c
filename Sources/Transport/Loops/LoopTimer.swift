/// A pending call on a loop. Belongs to the loop's thread.
public final class LoopTimer {
    let due: MonotonicTime
    private var action: (() -> Void)?
    fileprivate weak var heap: TimerHeap?
    fileprivate var index = 0

    init(due: MonotonicTime, action: @escaping () -> Void) {
        self.due = due
        self.action = action
    }

    public var isPending: Bool { action != nil }

    /// Forgets the call at once.
    public func cancel() {
        action = nil
        heap?.remove(self)
    }

    func fire() {
        let action = action
        self.action = nil
        action?()
    }
}

/// The timers of one loop, soonest first (a binary heap). A cancelled timer leaves at once: most time-outs never come.
final class TimerHeap {
    private var heap: [LoopTimer] = []

    var count: Int { heap.count }

    /// Milliseconds until the next timer is due, rounded up; -1 when there is none.
    func wait(now: MonotonicTime) -> Int32 {
        guard let first = heap.first else { return -1 }
        let milliseconds = (first.due.nanoseconds - now.nanoseconds + 999_999) / 1_000_000
        return Int32(clamping: max(0, milliseconds))
    }

    func add(_ timer: LoopTimer) {
        timer.heap = self
        heap.append(timer)
        rise(from: heap.count - 1)
    }

    func remove(_ timer: LoopTimer) {
        guard timer.heap === self else { return }
        timer.heap = nil
        let last = heap.removeLast()
        guard last !== timer else { return }
        place(last, at: timer.index)
        rise(from: timer.index)
        sink(from: timer.index)
    }

    /// Removes what is due at `now`, in order. The caller fires it: a call may add timers.
    func takeDue(_ now: MonotonicTime) -> [LoopTimer] {
        var due: [LoopTimer] = []
        while let first = heap.first, first.due <= now {
            remove(first)
            due.append(first)
        }
        return due
    }

    private func place(_ timer: LoopTimer, at index: Int) {
        heap[index] = timer
        timer.index = index
    }

    private func rise(from start: Int) {
        let timer = heap[start]
        var child = start
        while child > 0, timer.due < heap[(child - 1) / 2].due {
            place(heap[(child - 1) / 2], at: child)
            child = (child - 1) / 2
        }
        place(timer, at: child)
    }

    private func sink(from start: Int) {
        let timer = heap[start]
        var parent = start
        while true {
            let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
            guard let least = children.min(by: { heap[$0].due < heap[$1].due }), heap[least].due < timer.due else {
                break
            }
            place(heap[least], at: parent)
            parent = least
        }
        place(timer, at: parent)
    }
}
