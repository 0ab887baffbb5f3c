import Synchronization

/// Saves what running turns have written, so that a process that dies takes no more than a second of an answer with it.
/// One task looks after all turns of the process.
final class TurnSaver: Sendable {
    private let clock: any WallClock
    private let spawn: TurnRunner.Spawn
    private let state = Mutex(State())

    /// How often is looked.
    private static let interval = Duration.milliseconds(250)
    /// So many share a commit; more would keep others from theirs for too long.
    private static let mostAtOnce = 64

    private struct State {
        var jobs: [Key<Turn>: TurnJob] = [:]
        var isLooking = false
    }

    init(clock: any WallClock, spawn: @escaping TurnRunner.Spawn) {
        self.clock = clock
        self.spawn = spawn
    }

    /// Followed by `remove`.
    func add(_ job: TurnJob) {
        let isFirst = state.withLock { state in
            state.jobs[job.turn.id] = job
            defer { state.isLooking = true }
            return !state.isLooking
        }
        if isFirst { _ = spawn { await self.look() } }
    }

    func remove(_ job: TurnJob) { state.withLock { $0.jobs[job.turn.id] = nil } }

    /// Until the last turn has ended.
    private func look() async {
        while true {
            await clock.sleep(Self.interval)
            let jobs = state.withLock { state in
                state.isLooking = !state.jobs.isEmpty
                return Array(state.jobs.values)
            }
            guard !jobs.isEmpty else { return }
            let now = clock.now
            await save(jobs.filter { $0.isDue(at: now) })
        }
    }

    private func save(_ jobs: [TurnJob]) async {
        var rest = jobs[...]
        while !rest.isEmpty {
            let some = rest.prefix(Self.mostAtOnce)
            rest = rest.dropFirst(some.count)
            await withTaskGroup { group in
                for job in some { group.addTask { await job.save() } }
            }
        }
    }
}
