import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import PanelAPI
@testable import Site
@testable import Web

/// Work that people wait for: begun, looked at, cancelled.
@Suite(.timeLimit(.minutes(5))) struct JobTests {
    private let world: World
    private let gate = Watched(false)

    init() async throws { world = try await World() }

    private var jobs: Jobs { world.ports.jobs }

    /// A job of the administrator that counts to two and waits in between.
    private func begin() async throws -> Job {
        try await jobs.begin(.accountTests, for: world.admin.user) { [gate] progress throws(JobStop) in
            progress.expect(2)
            progress.report(["half": true])
            try progress.advance()
            await gate.until(\.self)
            try progress.check()
            try progress.advance()
            progress.report(["half": false])
        }
    }

    private func shown(_ job: Job, as person: Person? = nil) async -> JSONValue {
        await world.get("/api/job/\(job.id)", as: person ?? world.admin).json["data"] ?? .null
    }

    /// Has the next second begin when the watch of the job sleeps.
    private func nextSecond() async {
        await world.clock.sleepers(1)
        world.clock.advance(by: .seconds(1))
        await world.clock.sleepers(1)
    }

    private func ended() async {
        while !jobs.running.isEmpty, !Task.isCancelled { await Task.yield() }
    }

    @Test func `a job shows how far it has come, and its end with the report`() async throws {
        let job = try await begin()
        await nextSecond()
        #expect(
            await shown(job) == [
                "id": .string(job.id.text), "kind": "account_tests", "status": "running", "done": 1, "total": 2,
                "report": ["half": true],
            ])
        gate.change { $0 = true }
        await ended()
        #expect(
            await shown(job) == [
                "id": .string(job.id.text), "kind": "account_tests", "status": "done", "done": 2, "total": 2,
                "report": ["half": false],
            ])
    }

    @Test func `its owner cancels it: what it did stays, and nothing more is done`() async throws {
        let job = try await begin()
        await nextSecond()
        let answer = await world.respond(to: .delete, "/api/job/\(job.id)", as: world.admin)
        #expect(answer.status == 200)
        await ended()
        let shown = await shown(job)
        #expect(shown["status"] == "failed" && shown["error"] == "cancelled")
        #expect(shown["done"] == 1 && shown["report"] == ["half": true])
        // One that has ended stays as it is.
        #expect(await world.respond(to: .delete, "/api/job/\(job.id)", as: world.admin).status == 200)
        #expect(await self.shown(job) == shown)
    }

    @Test func `a job that is cancelled in another process stops at its next look`() async throws {
        let job = try await begin()
        await nextSecond()
        let other = Jobs(world.jobStore, clock: world.clock) { work in Task { await work() } }
        #expect(try await other.cancel(job.id, for: world.admin.user).endedAt == nil)
        #expect(jobs.running == [job.id])
        world.clock.advance(by: .seconds(1))
        await ended()
        #expect(await shown(job)["error"] == "cancelled")
    }

    @Test func `a job ends when its owner may not have it any more, and is not shown to them`() async throws {
        let peer = try await world.person("peer", role: .admin)
        let job = try await jobs.begin(.accountTests, for: peer.user) { [gate] progress throws(JobStop) in
            await gate.until(\.self)
            try progress.check()
        }
        // It has been found to go on.
        await nextSecond()
        var demoted = peer.user
        demoted.role = .member
        try await world.ports.users.update(demoted)
        world.clock.advance(by: .seconds(1))
        await ended()
        #expect(await world.get("/api/job/\(job.id)", as: peer).status == 404)
    }

    @Test func `members begin no job of an administrator's kind`() async throws {
        await #expect(throws: ChatError.forbidden) {
            try await jobs.begin(.accountTests, for: world.alice.user) { _ throws(JobStop) in }
        }
        #expect(jobs.running.isEmpty)
    }

    @Test func `a process that stops interrupts its jobs, stores that, and begins none`() async throws {
        let job = try await begin()
        await nextSecond()
        await jobs.drain()
        let shown = await shown(job)
        #expect(shown["status"] == "failed" && shown["error"] == "interrupted" && shown["done"] == 1)
        await #expect(throws: ChatError.unavailable(what: "restarting")) { try await begin() }
    }

    @Test func `work that fails by itself says why`() async throws {
        let job = try await jobs.begin(.accountTests, for: world.admin.user) { _ throws(JobStop) in
            throw .failed(.unavailable)
        }
        await ended()
        #expect(await shown(job)["error"] == "unavailable")
    }

    @Test func `the refusal of one job too many names the limit`() async throws {
        for language in [("en", "Only 4 of your jobs"), ("zh", "最多同时运行 4 个任务")] {
            let request = Request(
                method: .get, path: "/", query: nil, headers: ["accept-language": Text(language.0)], body: .empty)
            let answer = ChatError.tooManyJobs(limit: 4).response(as: .envelope, to: request, now: world.clock.now)
            #expect(answer.status == 429 && answer.json["code"] == "too_many_jobs")
            #expect(answer.json["data"] == ["limit": 4])
            #expect(answer.json["message"]?.string?.hasPrefix(language.1) == true)
        }
    }
}
