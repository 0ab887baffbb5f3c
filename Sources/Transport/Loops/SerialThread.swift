import Glibc
import Synchronization

/// A serial executor with a thread of its own, for C libraries that block. An actor that returns it as its
/// `unownedExecutor` may block as long as it likes. The thread ends when the executor is released and has nothing to do.
public final class SerialThread: SerialExecutor {
    // The thread owns the queue and not this object: else neither would ever end.
    private let queue = JobQueue()

    /// `name` (at most 15 bytes) is what the system's tools show.
    public init(named name: String = "serial") {
        let queue = queue
        startThread(named: name) { queue.run() }
    }

    deinit { queue.finish() }

    public var isCurrent: Bool { queue.isOnItsThread }

    public func enqueue(_ job: consuming ExecutorJob) { queue.add(UnownedJob(job), for: self) }

    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
    public func checkIsolated() { precondition(isCurrent, "not on the executor's thread") }
    public func isIsolatingCurrentContext() -> Bool? { isCurrent }
}

/// The jobs of a serial thread, in order.
private final class JobQueue: @unchecked Sendable {
    // Unchecked: `pending` is a semaphore, made for several threads; everything else is behind the lock.
    private let pending = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    private let thread = Atomic<UInt>(0)
    private let state = Mutex(State())

    private struct State {
        var jobs: [Entry] = []
        var isFinished = false
    }

    /// The job keeps its executor alive: it may itself let go of the last actor that owns it.
    private struct Entry {
        let job: UnownedJob
        let executor: SerialThread
    }

    init() { sem_init(pending, 0, 0) }

    deinit {
        sem_destroy(pending)
        pending.deallocate()
    }

    var isOnItsThread: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    func add(_ job: UnownedJob, for executor: SerialThread) {
        state.withLock { $0.jobs.append(Entry(job: job, executor: executor)) }
        sem_post(pending)
    }

    func finish() {
        state.withLock { $0.isFinished = true }
        sem_post(pending)
    }

    func run() {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        var batch: [Entry] = []
        while true {
            while sem_wait(pending) != 0 {}
            let isFinished = state.withLock { state in
                swap(&batch, &state.jobs)
                return state.isFinished
            }
            for entry in batch { entry.job.runSynchronously(on: entry.executor.asUnownedSerialExecutor()) }
            if isFinished, batch.isEmpty { return }
            batch.removeAll(keepingCapacity: true)
        }
    }
}
