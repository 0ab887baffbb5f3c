import Synchronization

/// Work that people begin and wait for. It goes on whether or not anybody looks, and stops when its owner or the process does.
public final class Jobs: Sendable {
    private let store: any JobStore
    private let clock: any WallClock
    private let spawn: Spawn
    private let state = Mutex(State())

    /// Starts a task that belongs to nobody, on a loop.
    public typealias Spawn = @Sendable (@escaping @Sendable () async -> Void) -> Task<Void, Never>
    /// Throws what `JobProgress.check` throws, or how it failed by itself. What it did until then stays done.
    public typealias Work = @Sendable (JobProgress) async throws(JobStop) -> Void

    /// How often progress is stored, and a cancellation noticed that came from another process.
    static let interval = Duration.seconds(1)
    /// How often the end is offered to a store that is away, once a second.
    private static let mostTries = 10

    private struct State {
        var running: [Key<Job>: Running] = [:]
        var isDraining = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private struct Running {
        let progress = JobProgress()
        var task: Task<Void, Never>?
    }

    public init(_ store: any JobStore, clock: any WallClock, spawn: @escaping Spawn) {
        self.store = store
        self.clock = clock
        self.spawn = spawn
    }

    /// The jobs of this process that have not ended.
    public var running: Set<Key<Job>> { state.withLock { Set($0.running.keys) } }

    /// Begins `work` as a job of the user's. Throws `forbidden` for a kind that the user may not have, `tooManyJobs`,
    /// `conflict(.jobRunning)`, and `unavailable` in a process that stops.
    public func begin(_ kind: Job.Kind, for user: User, _ work: @escaping Work) async throws(ChatError) -> Job {
        guard user.role >= kind.leastRole else { throw .forbidden }
        let job = Job(id: .random(), owner: user.id, kind: kind, createdAt: clock.now)
        let running = Running()
        // Before the row: whoever ends abandoned jobs must know that this one is not.
        let isAdmitted = state.withLock { state in
            if !state.isDraining { state.running[job.id] = running }
            return !state.isDraining
        }
        guard isAdmitted else { throw .unavailable(what: "restarting") }
        do throws(ChatError) {
            try await store.begin(job, unlessRunning: Job.mostOfOne)
        } catch {
            forget(job.id)
            throw error
        }
        start(job, running.progress, work)
        return job
    }

    /// Throws `notFound`, also for somebody else's, and for one of a kind that the user may not have any more.
    public func find(_ id: Key<Job>, for user: User) async throws(ChatError) -> Job {
        let job = try await store.find(id, of: user.id)
        guard user.role >= job.kind.leastRole else { throw .notFound }
        return job
    }

    /// Has the job stop, in whichever process it runs: there within two seconds. One that has ended stays as it is. Throws as `find`.
    public func cancel(_ id: Key<Job>, for user: User) async throws(ChatError) -> Job {
        _ = try await find(id, for: user)
        try await store.cancel(id, of: user.id)
        stop(id, .cancelled)
        return try await find(id, for: user)
    }

    /// Lets no job begin, interrupts those that run, and returns when their ends are stored.
    public func drain() async {
        let running = state.withLock { state in
            state.isDraining = true
            return state.running.keys.map(\.self)
        }
        for id in running { stop(id, .failed(.interrupted)) }
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if !state.running.isEmpty { state.waiters.append(continuation) }
                return state.running.isEmpty
            }
            if isIdle { continuation.resume() }
        }
    }
}

// MARK: Running

extension Jobs {
    private func start(_ job: Job, _ progress: JobProgress, _ work: @escaping Work) {
        let task = spawn {
            do throws(JobStop) {
                try await work(progress)
            } catch {
                progress.fail(error)
            }
        }
        state.withLock { $0.running[job.id]?.task = task }
        // It may have been stopped before there was a task to cancel.
        if progress.stop != nil { task.cancel() }
        // A task of its own: that of the work may be cancelled, and an end must be stored all the same.
        _ = spawn { [self] in
            let watch = spawn { await self.watch(job, progress) }
            await task.value
            watch.cancel()
            await watch.value
            await finish(progress.of(job), progress.failure)
        }
    }

    private func watch(_ job: Job, _ progress: JobProgress) async {
        var job = job
        job.status = .running
        progress.putBackNews()
        while !Task.isCancelled {
            if progress.takeNews(), (try? await store.save(progress.of(job))) == nil { progress.putBackNews() }
            if (try? await store.mayGoOn(job)) == false { stop(job.id, .cancelled) }
            await clock.sleep(Self.interval)
        }
    }

    private func stop(_ id: Key<Job>, _ reason: JobStop) {
        guard let running = state.withLock({ $0.running[id] }) else { return }
        running.progress.stop(reason)
        running.task?.cancel()
    }

    /// A job that was to stop and came to its end all the same is done.
    private func finish(_ job: Job, _ stop: JobStop?) async {
        var job = job
        job.endedAt = clock.now
        switch stop {
        case nil: job.status = .done
        case .cancelled: job.status = .cancelled
        case .failed(let failure): (job.status, job.failure) = (.failed, failure)
        }
        // What cannot be stored counts as interrupted later.
        for attempt in 1...Self.mostTries {
            if (try? await store.save(job)) != nil { break }
            if attempt < Self.mostTries { await clock.sleep(Self.interval) }
        }
        forget(job.id)
    }

    private func forget(_ job: Key<Job>) {
        let waiters = state.withLock { state in
            state.running[job] = nil
            guard state.running.isEmpty else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}

extension Jobs {
    /// Ends what no process runs any more. Returns how many jobs there were.
    public func endAbandoned() async throws(ChatError) -> Int {
        try await store.interrupt(except: running, at: clock.now)
    }
}
