import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import PanelAPI
@testable import Site
@testable import Web

/// Testing every account, as a job.
@Suite(.timeLimit(.minutes(5))) struct TestAllTests {
    private let panel: Panel
    private let prober: Prober

    init() async throws {
        prober = Prober()
        panel = try await Panel(probe: prober)
    }

    private func account(_ name: String) async throws -> ID<Account> {
        try await panel.ports.addAccount(name, models: ["alpha"], at: panel.clock.now).id
    }

    private func begin(_ body: JSONValue? = nil) async throws -> String {
        let answer = await panel.root(.post, "/api/channel/test_all", body)
        try #require(answer.status == 202)
        return try #require(answer.data["job_id"]?.string)
    }

    /// What the job came to when it has ended.
    private func end(of job: String) async -> JSONValue {
        while !panel.ports.jobs.running.isEmpty, !Task.isCancelled { await Task.yield() }
        return await panel.root(.get, "/api/job/\(job)").data
    }

    private func items(_ job: JSONValue) -> [JSONValue] { job["report"]?["accounts"]?.array ?? [] }

    @Test func `every account is tested once, and the report says what each showed`() async throws {
        let names = (0..<20).map { "number \($0)" }
        for name in names { _ = try await account(name) }
        prober.failing = ["number 3", "number 11"]
        let job = try await end(of: begin())
        #expect(job["status"] == "done" && job["done"] == 21 && job["total"] == 21)
        #expect(job["report"]?["passed"] == 19 && job["report"]?["failed"] == 2)
        let items = items(job)
        #expect(Set(items.compactMap { $0["name"]?.string }) == Set(names + ["shared"]))
        #expect(items.count == 21)
        for item in items {
            let isFailing = prober.failing.contains(item["name"]!.string!)
            #expect(item["success"] == .bool(!isFailing))
            #expect(item["message"]?.string?.contains("as the test wants it") == isFailing)
            #expect(item["time"]?.double != nil && item["id"]?.integer != nil)
        }
        #expect(prober.mostAtOnce <= 8)
    }

    @Test func `a keyword has those tested that the list shows`() async throws {
        _ = try await account("blue one")
        _ = try await account("blue two")
        let job = try await end(of: begin(["keyword": "blue"]))
        #expect(Set(items(job).compactMap { $0["name"]?.string }) == ["blue one", "blue two"])
        let none = try await end(of: begin(["keyword": "green"]))
        #expect(none["status"] == "done" && none["total"] == 0 && items(none).isEmpty)
    }

    @Test func `its row in the audit log stands beside those of the tests`() async throws {
        _ = try await end(of: begin(["keyword": "shared"]))
        let rows = try await panel.ports.audit.rows(after: 0, atMost: 100).map(\.entry)
        #expect(Set(rows.map(\.action)) == [.accountsTested, .accountTested])
        let all = try #require(rows.first { $0.action == .accountsTested })
        #expect(all.after == #"{"accounts":1,"keyword":"shared"}"#)
        #expect(all.actor.user == panel.root.id)
    }

    @Test func `a second one is refused while it runs, and cancelling asks no account any more`() async throws {
        for number in 0..<30 { _ = try await account("number \(number)") }
        prober.holds = true
        let job = try await begin()
        await prober.asked(8)
        let second = await panel.root(.post, "/api/channel/test_all")
        #expect(second.status == 409 && second.code == "job_running")
        #expect(await panel.root(.delete, "/api/job/\(job)").status == 200)
        let ended = await end(of: job)
        #expect(ended["status"] == "failed" && ended["error"] == "cancelled")
        // Those that were broken off say nothing of their accounts.
        #expect(items(ended).isEmpty && ended["done"] == 0)
        #expect(prober.count == 8)
        prober.holds = false
        #expect(try await end(of: begin())["done"] == 31)
    }

    @Test func `an account that is deleted meanwhile is no failure`() async throws {
        let gone = try await account("gone")
        for number in 0..<9 { _ = try await account("number \(number)") }
        // Lists show the newest first: it is among the last to be tested.
        prober.holds = true
        let job = try await begin()
        await prober.asked(8)
        try await panel.ports.accounts.delete(gone)
        prober.holds = false
        let ended = await end(of: job)
        #expect(ended["status"] == "done" && ended["report"]?["failed"] == 0 && ended["done"] == 11)
    }

    @Test func `what cannot be read is said in the reader's language, and nobody is asked`() async throws {
        try await panel.world.damage(.key, of: panel.world.account.id)
        let answer = await panel.call(
            .post, "/api/channel/test_all", as: panel.rootCookie, headers: ["accept-language": "zh"])
        let job = await end(of: try #require(answer.data["job_id"]?.string))
        let message = try #require(items(job)[0]["message"]?.string)
        #expect(message.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        #expect(prober.count == 0)
    }

    @Test func `as New API has it a GET begins it, from our own pages alone, and HEAD does not`() async throws {
        let same: Headers = ["sec-fetch-site": "same-origin"]
        let target = "/api/channel/test"
        #expect(await panel.call(.head, target, as: panel.rootCookie, headers: same).status == 200)
        #expect(await panel.call(.get, target, as: panel.rootCookie).status == 403)
        #expect(prober.count == 0)
        let answer = await panel.call(.get, target, as: panel.rootCookie, headers: same)
        #expect(answer.status == 200)
        #expect(await end(of: try #require(answer.data["job_id"]?.string))["status"] == "done")
    }
}

/// An upstream whose probes fail for some accounts, or wait.
private final class Prober: ConversationBackend {
    private let state = Watched(State())

    private struct State {
        var failing: Set<String> = []
        var holds = false
        var count = 0
        var running = 0
        var mostAtOnce = 0
    }

    var failing: Set<String> {
        get { state.read { $0.failing } }
        set { state.change { $0.failing = newValue } }
    }
    var holds: Bool {
        get { state.read { $0.holds } }
        set { state.change { $0.holds = newValue } }
    }
    var count: Int { state.read { $0.count } }
    var mostAtOnce: Int { state.read { $0.mostAtOnce } }

    func asked(_ count: Int) async { await state.until { $0.count >= count } }

    func answer(
        _: Prompt, as _: Account, key _: Secret, after _: @Sendable () async -> Void, to _: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason { .stop }

    func probe(_ account: Account, key _: Secret) async throws(UpstreamError) -> AccountFindings {
        let isFailing = state.change { state in
            state.count += 1
            state.running += 1
            state.mostAtOnce = max(state.mostAtOnce, state.running)
            return state.failing.contains(account.name)
        }
        defer { state.change { $0.running -= 1 } }
        await state.until { !$0.holds }
        if Task.isCancelled { throw .cancelled }
        if isFailing { throw .failed(UpstreamFailure(.upstreamError, detail: "as the test wants it")) }
        return AccountFindings()
    }
}
