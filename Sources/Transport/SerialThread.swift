internal import CLinux
import Glibc
import Synchronization

/// A serial executor with a thread of its own, for libraries that block. The thread ends with the executor.
public final class SerialThread: SerialExecutor {
    private let queue = JobQueue()

    public init() {
        let queue = queue
        startThread { queue.run() }
    }

    deinit { queue.close() }

    public func enqueue(_ job: consuming ExecutorJob) {
        queue.add(UnownedJob(job), of: self)
    }

    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
}

/// The jobs of one serial thread. A job keeps its executor alive until it has run.
private final class JobQueue: Sendable {
    private let jobs = Mutex<[(UnownedJob, SerialThread)]>([])
    private let isClosed = Atomic<Bool>(false)
    private let pending = eventfd(0, Int32(EFD_CLOEXEC))

    deinit { Glibc.close(pending) }

    func add(_ job: UnownedJob, of executor: SerialThread) {
        let wasEmpty = jobs.withLock { jobs in
            jobs.append((job, executor))
            return jobs.count == 1
        }
        if wasEmpty { wake() }
    }

    func close() {
        isClosed.store(true, ordering: .releasing)
        wake()
    }

    func run() {
        while !isClosed.load(ordering: .acquiring) {
            var count: UInt64 = 0
            guard read(pending, &count, 8) == 8 || errno == EINTR else { return }
            for (job, executor) in jobs.withLock({ jobs in
                defer { jobs = [] }
                return jobs
            }) {
                job.runSynchronously(on: executor.asUnownedSerialExecutor())
            }
        }
    }

    private func wake() {
        var one: UInt64 = 1
        _ = write(pending, &one, 8)
    }
}
