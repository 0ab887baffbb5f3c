import Domain
import Transport

/// Ends the jobs that no process runs any more: of processes that died, or whose end could not be stored. Every five seconds.
struct AbandonedJobs: Service {
    let name = "abandoned-jobs"
    let jobs: Jobs
    let clock: any WallClock
    let log: Log

    func run() async {
        await every(.seconds(5), on: clock) {
            guard let count = try? await jobs.endAbandoned(), count > 0 else { return }
            log.warn("ended abandoned jobs", .init("count", count))
        }
    }
}
