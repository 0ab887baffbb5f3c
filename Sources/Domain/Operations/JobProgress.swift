public import JSON
private import Synchronization

/// A job's work tells here how far it has come, and learns that it is to stop. Cheap: what is told is stored once a second.
public final class JobProgress: Sendable {
    private let state = Mutex(State())

    private struct State {
        var done = 0
        var total = 0
        var report: JSONValue = [:]
        var isNews = false
        var stop: JobStop?
        var failure: JobStop?
    }

    init() {}

    /// How much there is to do.
    public func expect(_ total: Int) {
        state.withLock { state in
            state.total = total
            state.isNews = true
        }
    }

    /// So much more is done. Throws as `check` does.
    public func advance(by count: Int = 1) throws(JobStop) {
        state.withLock { state in
            state.done += count
            state.isNews = true
        }
        try check()
    }

    /// What came of it so far.
    public func report(_ report: JSONValue) {
        state.withLock { state in
            state.report = report
            state.isNews = true
        }
    }

    /// Throws why the work is to stop, if it is. Its task is cancelled as well.
    public func check() throws(JobStop) {
        if let stop { throw stop }
    }

    var stop: JobStop? { state.withLock { $0.stop } }

    /// The first reason counts.
    func stop(_ reason: JobStop) { state.withLock { $0.stop = $0.stop ?? reason } }

    /// How the work ended, if before its end: a work that was to stop did not fail by itself.
    var failure: JobStop? { state.withLock { $0.failure } }

    func fail(_ reason: JobStop) { state.withLock { $0.failure = $0.stop ?? reason } }

    /// Whether anything was told since this was asked last.
    func takeNews() -> Bool {
        state.withLock { state in
            defer { state.isNews = false }
            return state.isNews
        }
    }

    /// What was taken could not be stored.
    func putBackNews() { state.withLock { $0.isNews = true } }

    /// The job, as far as it has come.
    func of(_ job: Job) -> Job {
        var job = job
        (job.done, job.total, job.report) = state.withLock { ($0.done, $0.total, $0.report) }
        return job
    }
}
