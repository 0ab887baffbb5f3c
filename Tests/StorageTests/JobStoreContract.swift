import Database
import Domain
import JSON
import Storage
import TestKit
import Testing

/// Jobs in a database that several processes share.
@Suite struct JobStoreContract {
    private static func job(of owner: User, at moment: Timestamp) -> Job {
        Job(id: .random(), owner: owner.id, kind: .accountTests, createdAt: moment)
    }

    /// A job of the process that has begun.
    private static func begun(_ bench: Bench, by process: SQLStorage? = nil, _ owner: User) async throws -> Job {
        let job = job(of: owner, at: bench.clock.now)
        try await (process ?? bench.storage).jobs.begin(job, unlessRunning: 4)
        return job
    }

    private static func end(_ job: Job, as status: Job.Status = .done, in bench: Bench) async throws -> Job {
        var job = job
        (job.status, job.endedAt) = (status, bench.clock.now)
        try await bench.storage.jobs.save(job)
        return job
    }

    @Test(arguments: Engine.allCases)
    func `a job is found as it was saved, by every process, until it has ended`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owner = try await bench.admin("root")
        var job = try await Self.begun(bench, owner)
        #expect(try await bench.otherProcess().jobs.find(job.id, of: owner.id) == job)
        job.status = .running
        (job.done, job.total, job.report) = (3, 7, ["accounts": ["é", .double(1.5), nil]])
        try await bench.storage.jobs.save(job)
        #expect(try await bench.otherProcess().jobs.find(job.id, of: owner.id) == job)
        (job.status, job.failure, job.endedAt) = (.failed, .unavailable, bench.clock.now)
        try await bench.storage.jobs.save(job)
        #expect(try await bench.otherProcess().jobs.find(job.id, of: owner.id) == job)
        var later = job
        (later.status, later.failure, later.done) = (.done, nil, 7)
        try await bench.storage.jobs.save(later)
        #expect(try await bench.storage.jobs.find(job.id, of: owner.id) == job)
    }

    @Test(arguments: Engine.allCases)
    func `somebody else's job answers as one that never was, and stays as it is`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (owner, other) = (try await bench.admin("root"), try await bench.admin("peer"))
        let job = try await Self.begun(bench, owner)
        for id in [job.id, .random()] {
            await #expect(throws: ChatError.notFound) { try await bench.storage.jobs.find(id, of: other.id) }
            await #expect(throws: ChatError.notFound) { try await bench.storage.jobs.cancel(id, of: other.id) }
        }
        #expect(try await bench.storage.jobs.mayGoOn(job))
        let foreign = Job(id: job.id, owner: other.id, kind: job.kind, status: .done, createdAt: job.createdAt)
        try await bench.storage.jobs.save(foreign)
        #expect(try await bench.storage.jobs.find(job.id, of: owner.id) == job)
    }

    @Test(arguments: Engine.allCases)
    func `of many jobs of an exclusive kind that begin at once, whoever's, one does`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owners = [try await bench.admin("root"), try await bench.admin("peer")]
        // Not only once: the first finds connections that must be made.
        for _ in 0..<15 {
            let outcomes = await withTaskGroup { group in
                for number in 0..<12 {
                    let process = bench.otherProcess()
                    group.addTask {
                        await Self.outcome { try await Self.begun(bench, by: process, owners[number % 2]) }
                    }
                }
                return await group.reduce(into: [Result<Job, ChatError>]()) { $0.append($1) }
            }
            let begun = outcomes.compactMap { try? $0.get() }
            #expect(begun.count == 1)
            for case .failure(let error) in outcomes { #expect(error == .conflict(.jobRunning)) }
            for job in begun { _ = try await Self.end(job, in: bench) }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a person has at most so many that run, in all processes together`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owner = try await bench.admin("root")
        let first = try await Self.begun(bench, owner)
        let other = bench.otherProcess().jobs
        await #expect(throws: ChatError.tooManyJobs(limit: 1)) {
            try await other.begin(Self.job(of: owner, at: bench.clock.now), unlessRunning: 1)
        }
        _ = try await Self.end(first, in: bench)
        try await other.begin(Self.job(of: owner, at: bench.clock.now), unlessRunning: 1)
    }

    private static func outcome(_ call: () async throws -> Job) async -> Result<Job, ChatError> {
        do { return .success(try await call()) } catch { return .failure(error as? ChatError ?? .notJSON) }
    }

    @Test(arguments: Engine.allCases)
    func `a job is to end when it is cancelled in any process, or its owner may not have it any more`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        // The last administrator stays.
        _ = try await bench.admin("root")
        let users = bench.storage.users
        for (name, change) in [
            ("cancelled", { (job, _) in try await bench.otherProcess().jobs.cancel(job.id, of: job.owner) }),
            ("demoted", { (_, user) in try await users.update(user.changed { $0.role = .member }) }),
            ("disabled", { (_, user) in try await users.update(user.changed { $0.status = .disabled }) }),
            ("deleted", { (_, user) in try await users.delete(user.id, keepingConversationsUntil: nil) }),
        ] as [(String, (Job, User) async throws -> Void)] {
            let owner = try await bench.admin(name)
            let job = try await Self.begun(bench, owner)
            #expect(try await bench.storage.jobs.mayGoOn(job))
            try await change(job, owner)
            #expect(try await !bench.storage.jobs.mayGoOn(job), "\(name)")
            _ = try await Self.end(job, as: .cancelled, in: bench)
        }
        let member = try await bench.member("alice")
        await #expect(throws: ChatError.unauthorized) { _ = try await Self.begun(bench, member) }
    }

    @Test(arguments: Engine.allCases)
    func `what a process left is interrupted or cancelled by another, and what runs goes on`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        let owner = try await bench.admin("root")
        let (dead, judge) = (bench.otherProcess(), bench.otherProcess())
        for process in [dead, judge] { try await process.heartbeat.beat() }
        for isCancelled in [false, true] {
            let job = try await Self.begun(bench, by: dead, owner)
            if isCancelled { try await judge.jobs.cancel(job.id, of: owner.id) }
            #expect(try await judge.jobs.interrupt(except: [], at: bench.clock.now) == 0)
            try await dead.heartbeat.leave()
            #expect(try await judge.jobs.interrupt(except: [], at: bench.clock.now) == 1)
            #expect(try await judge.jobs.interrupt(except: [], at: bench.clock.now) == 0)
            let ended = try await judge.jobs.find(job.id, of: owner.id)
            #expect(ended.status == (isCancelled ? .cancelled : .failed))
            #expect(ended.failure == (isCancelled ? nil : .interrupted))
            #expect(ended.endedAt == bench.clock.now)
            try await dead.heartbeat.beat()
        }
    }

    @Test(arguments: Engine.allCases)
    func `a job of this process that nobody runs ends after a while`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owner = try await bench.admin("root")
        try await bench.storage.heartbeat.beat()
        let job = try await Self.begun(bench, owner)
        // It may have begun after somebody looked which of them are alive.
        #expect(try await bench.storage.jobs.interrupt(except: [], at: bench.clock.now) == 0)
        bench.clock.advance(by: .seconds(16))
        #expect(try await bench.storage.jobs.interrupt(except: [job.id], at: bench.clock.now) == 0)
        #expect(try await bench.storage.jobs.interrupt(except: [], at: bench.clock.now) == 1)
    }

    @Test(arguments: Engine.allCases)
    func `those that ended long ago are removed`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owner = try await bench.admin("root")
        let old = try await Self.end(Self.begun(bench, owner), in: bench)
        bench.clock.advance(by: .seconds(1))
        let young = try await Self.end(Self.begun(bench, owner), in: bench)
        let running = try await Self.begun(bench, owner)
        try await bench.storage.jobs.purge(before: bench.clock.now)
        await #expect(throws: ChatError.notFound) { try await bench.storage.jobs.find(old.id, of: owner.id) }
        #expect(try await bench.storage.jobs.find(young.id, of: owner.id) == young)
        #expect(try await bench.storage.jobs.find(running.id, of: owner.id) == running)
    }
}

extension User {
    fileprivate func changed(_ change: (inout User) -> Void) -> User {
        var user = self
        change(&user)
        return user
    }
}
