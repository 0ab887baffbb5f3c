import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import PanelAPI
@testable import Site
@testable import Web

/// Many logins at once.
@Suite(.timeLimit(.minutes(5))) struct AdminImportTests {
    private let panel: Panel

    init() async throws { panel = try await Panel() }

    private func login(_ user: String, email: String? = nil, expires: Int64 = 864_000, refresh: String? = nil)
        -> JSONValue
    {
        let access = ScriptedLogin.access(
            user, expires: panel.clock.now.seconds + expires, user: user, email: email ?? "\(user)@example.org")
        var login: JSONValue = ["access_token": .string(access), "name": .string("name of \(user)")]
        if let refresh { login["refresh_token"] = .string(refresh) }
        return login
    }

    private func post(_ path: String, _ body: [UInt8]) async -> Answer {
        await Answer(of: panel.site, .post, path, cookie: panel.rootCookie, body: body)
    }

    private func end(of job: String) async -> JSONValue {
        while !panel.ports.jobs.running.isEmpty, !Task.isCancelled { await Task.yield() }
        return await panel.root(.get, "/api/job/\(job)").data
    }

    private var many: JSONValue {
        [
            login("one", refresh: "rt-canary-1"), login("two", refresh: "rt-canary-2"),
            login("one", refresh: "rt-canary-3"),
            login("three", expires: -5), ["type": "claude"], ["OPENAI_API_KEY": "sk-canary"],
        ]
    }

    @Test func `a preview says of each what would become of it, and holds no token`() async throws {
        let answer = await post("/api/channel/import/preview", many.bytes)
        #expect(answer.status == 200)
        #expect(answer.items.map { $0["outcome"]?.string } == ["new", "new", "duplicate", "expired", "invalid", "new"])
        #expect(answer.items.map { $0["line"]?.integer } == [1, 2, 3, 4, 5, 6])
        #expect(answer.items.map { $0["kind"]?.string } == ["codex", "codex", "codex", "codex", "codex", "openai"])
        #expect(answer.items[0]["email"] == "one@example.org" && answer.items[0]["plan"] == "plus")
        #expect(answer.items[0]["reason"] == "" && answer.items[3]["reason"] != "" && answer.items[4]["reason"] != "")
        #expect(!answer.text.contains("canary") && !answer.text.contains("eyJ"))
        #expect(await panel.root(.get, "/api/channel/").items.count == 1, "nothing was made")
    }

    @Test func `an import makes an account of each new login, and of each once`() async throws {
        for round in 0..<2 {
            let begun = await post("/api/channel/import?type=57", many.bytes)
            #expect(begun.status == 202)
            let job = await end(of: begun.data["job_id"]?.string ?? "")
            #expect(job["status"] == "done" && job["done"] == 6 && job["total"] == 6 && job["kind"] == "account_import")
            let report = job["report"] ?? .null
            // A key says nothing of whose it is.
            #expect(report["new"] == (round == 0 ? 3 : 1) && report["duplicate"] == (round == 0 ? 1 : 3))
            #expect(report["invalid"] == 1 && report["expired"] == 1)
            #expect(!report.serialized.contains("canary"))
        }
        let list = await panel.root(.get, "/api/channel/").items
        #expect(Set(list.compactMap { $0["name"]?.string }) == ["shared", "name of one", "name of two", "OpenAI 6"])
        let one = list.first { $0["name"] == "name of one" }
        #expect(one?["type"] == 57 && one?["models"] == "imported" && one?["login"]?["renews"] == true)
        let again = await post("/api/channel/import/preview", login("one", refresh: "rt-other").bytes)
        #expect(again.items.first?["outcome"] == "duplicate" && again.items.first?["channel_id"] == one?["id"])
        let audit = try await panel.ports.audit.rows(after: 0, atMost: 100).map { "\($0.entry.after)" }.joined()
        #expect(!audit.contains("canary"))
    }

    @Test func `text is taken as it was pasted, tokens one a line`() async throws {
        let text = "rt-0123456789abcdef\n\nword\n"
        let raw = await Answer(
            of: panel.site, .post, "/api/channel/import/preview", cookie: panel.rootCookie, body: Array(text.utf8),
            ["content-type": "application/octet-stream"])
        let quoted = await post("/api/channel/import/preview", JSONValue.string(text).bytes)
        for answer in [raw, quoted] {
            #expect(answer.items.map { $0["line"]?.integer } == [1, 3])
            #expect(answer.items.map { $0["outcome"]?.string } == ["new", "invalid"])
        }
    }

    @Test func `nothing, another kind and too much are refused`() async throws {
        #expect(await post("/api/channel/import/preview", Array("[]".utf8)).status == 400)
        #expect(await post("/api/channel/import/preview?type=1", many.bytes).data["field"] == "type")
        let one = login("x")
        let much = JSONValue.array([JSONValue](repeating: ["a": 1], count: Accounts.mostImported + 1))
        #expect(await post("/api/channel/import", much.bytes).status == 400)
        #expect(
            await Answer(of: panel.site, .post, "/api/channel/import", cookie: panel.member.cookie, body: one.bytes)
                .status == 403)
    }
}
