/// The serial executor of the actors that live on a loop.
///
/// It is not the loop itself: a task that merely prefers the loop is isolated to nobody, and if it ran as if it were
/// isolated, the runtime would put it at the end of the queue again at every step to correct that.
final class LoopIsolation: SerialExecutor {
    private unowned let loop: EventLoop

    init(_ loop: EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) { loop.add(LoopJob(job: UnownedJob(job), isIsolated: true)) }
    func checkIsolated() { loop.checkIsolated() }
    func isIsolatingCurrentContext() -> Bool? { loop.isCurrent }
}

/// A piece of a task that waits for its turn on a loop.
struct LoopJob {
    let job: UnownedJob
    /// It belongs to an actor of the loop.
    let isIsolated: Bool

    func run(_ isolation: UnownedSerialExecutor, _ preference: UnownedTaskExecutor) {
        if isIsolated {
            job.runSynchronously(isolatedTo: isolation, taskExecutor: preference)
        } else {
            job.runSynchronously(on: preference)
        }
    }
}
