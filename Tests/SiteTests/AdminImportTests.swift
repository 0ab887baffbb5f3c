import Domain
import HTTP
import JSON
import Synchronization
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

    private func post(_ path: String, _ body: [UInt8], _ headers: Headers = [:]) async -> Answer {
        await Answer(of: panel.site, .post, path, cookie: panel.rootCookie, body: body, headers)
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
        #expect(answer.items.map { $0["kind"]?.string } == ["codex", "codex", "codex", "codex", "", "openai"])
        #expect(answer.items[0]["email"] == "one@example.org" && answer.items[0]["plan"] == "plus")
        #expect(answer.items[0]["reason"] == "" && answer.items[3]["reason"] != "" && answer.items[4]["reason"] != "")
        #expect(
            answer.items[3]["type"] == 57 && answer.items[4]["type"]?.isNull == true && answer.items[5]["type"] == 1)
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
            #expect(report["new"] == (round == 0 ? 3 : 0) && report["duplicate"] == (round == 0 ? 1 : 4))
            let left = report["left_out"]?.array ?? []
            #expect(left.map { $0["line"]?.integer } == (round == 0 ? [3, 4, 5] : [1, 2, 3, 4, 5, 6]))
            #expect(left.allSatisfy { $0["reason"]?.string?.isEmpty == false })
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
        #expect(await post("/api/channel/import/preview?type=2", many.bytes).data["field"] == "type")
        let one = login("x")
        #expect(
            await post("/api/channel/import?models=\(String(repeating: "m", count: 300))", many.bytes).data["field"]
                == "models")
        let much = await post("/api/channel/import", Array(String(repeating: "sk-abcdef\n", count: 20_001).utf8))
        #expect(much.status == 400 && much.data["field"] == "body" && much.text.contains("20000"))
        let whole = await post(
            "/api/channel/import/preview", Array(String(repeating: "sk-abcdef\n", count: 20_000).utf8))
        let items = try JSONValue(parsing: whole.bytes, most: 1_000_000)["data"]?["items"]?.array ?? []
        #expect(whole.status == 200 && items.count == 20_000 && items.last?["outcome"] == "duplicate")
        #expect(
            await Answer(of: panel.site, .post, "/api/channel/import", cookie: panel.member.cookie, body: one.bytes)
                .status == 403)
    }

    @Test func `keys become accounts of their provider, with what stands beside them`() async throws {
        let table = """
            name,key,base_url,models,tags,priority,weight,proxy
            desk,sk-canary-1,https://gw.example/v1/,a;b,team,5,3,http://p:1
            ,sk-ant-canary-2,,,,,,
            ,AIza-canary-3,,,,,,
            wrong,sk-canary-4,gw.example,,,,,
            proxy,sk-canary-5,,,,,,http://me:secret@p:1
            again,sk-canary-1,,,,,,
            """
        let preview = await post("/api/channel/import/preview", Array(table.utf8), ["accept-language": "zh"])
        #expect(
            preview.items.map { $0["outcome"]?.string } == ["new", "new", "new", "invalid", "invalid", "duplicate"])
        #expect(
            preview.items.map { $0["kind"]?.string } == ["openai", "anthropic", "gemini", "openai", "openai", "openai"])
        #expect(preview.items.map { $0["name"]?.string } == ["desk", "", "", "wrong", "proxy", "again"])
        #expect(preview.items[3]["reason"]?.string?.contains("base_url") == true)
        #expect(preview.items[5]["reason"] == "此密钥在粘贴的内容中重复")
        #expect(!preview.text.contains("canary") && !preview.text.contains("secret@"))
        let begun = await post("/api/channel/import", Array(table.utf8))
        let report = await end(of: begun.data["job_id"]?.string ?? "")["report"] ?? .null
        #expect(report["new"] == 3 && report["models_assumed"] == 2)
        let list = await panel.root(.get, "/api/channel/?page_size=100").items
        let desk = list.first { $0["name"] == "desk" }
        #expect(desk?["type"] == 1 && desk?["base_url"] == "https://gw.example" && desk?["models"] == "a,b")
        #expect(
            desk?["tag"] == "team" && desk?["priority"] == 5 && desk?["weight"] == 3
                && desk?["proxy"] == "http://p:1")
        let claude = list.first { $0["type"] == 14 }
        #expect(claude?["base_url"] == "https://api.anthropic.com" && claude?["name"] == "Anthropic 3")
        #expect(claude?["models"]?.string?.contains("claude") == true && claude?["has_key"] == true)
        let again = await post("/api/channel/import/preview", Array("sk-ant-canary-2".utf8))
        #expect(again.items.first?["outcome"] == "duplicate" && again.items.first?["channel_id"] == claude?["id"])
    }

    @Test func `the models are those that the upstream lists, and it is asked no more than it must be`() async throws {
        let backend = ListingBackend()
        let panel = try await Panel(probe: backend)
        let lines =
            (1...20).map { "sk-own-\($0)" } + (1...9).map { #"{"key":"sk-gw-\#($0)","base_url":"https://gw.example"}"# }
            + (1...9).map { #"{"key":"sk-off-\#($0)","base_url":"https://off.example"}"# }
        let begun = await Answer(
            of: panel.site, .post, "/api/channel/import", cookie: panel.rootCookie,
            body: Array(lines.joined(separator: "\n").utf8))
        while !panel.ports.jobs.running.isEmpty, !Task.isCancelled { await Task.yield() }
        let job = await panel.root(.get, "/api/job/\(begun.data["job_id"]?.string ?? "")").data
        #expect(job["report"]?["new"] == 38 && job["report"]?["models_assumed"] == 9)
        #expect(backend.asked == ["https://api.openai.com": 1, "https://gw.example": 9, "https://off.example": 3])
        let list = await panel.root(.get, "/api/channel/?page_size=100").items
        func models(_ base: String) -> Set<String> {
            Set(list.filter { $0["base_url"]?.string == base }.compactMap { $0["models"]?.string })
        }
        #expect(models("https://api.openai.com") == ["of sk-own-1"])
        #expect(models("https://gw.example") == Set((1...9).map { "of sk-gw-\($0)" }))
        #expect(models("https://off.example") == ["gpt-5.4,gpt-5.4-mini"])
    }
}

/// An upstream that lists a model for each key, unless it is off.
private final class ListingBackend: ConversationBackend {
    private let counts = Mutex<[String: Int]>([:])

    var asked: [String: Int] { counts.withLock { $0 } }

    func models(of account: Account, key: Secret) async throws(UpstreamError) -> [String] {
        counts.withLock { $0[account.baseURL, default: 0] += 1 }
        guard account.baseURL != "https://off.example" else {
            throw .failed(UpstreamFailure(.upstreamUnreachable, detail: "off"))
        }
        return ["of \(key.reveal())"]
    }

    func probe(_: Account, key _: Secret) async throws(UpstreamError) -> AccountFindings { AccountFindings() }

    func answer(
        _: Prompt, as _: Account, key _: Secret, after _: @Sendable () async -> Void, to _: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason { throw .cancelled }
}
