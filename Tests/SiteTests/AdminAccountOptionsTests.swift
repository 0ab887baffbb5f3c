import Domain
import HTTP
import JSON
import Synchronization
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

@Suite struct AdminAccountOptionsTests {
    @Test func `options are saved, shown, and kept by a change of something else`() async throws {
        let panel = try await Panel()
        let path = "/api/channel/\(panel.world.account.id)"
        let usual = await panel.root(.get, path).data["options"]
        #expect(usual?["stream"] == true && usual?["token_limit"] == "max_tokens" && usual?["first_byte"] == .null)
        let options: JSONValue = [
            "stream": false, "stream_usage": false, "token_limit": "max_completion_tokens", "system_role": "user",
            "concurrency": 3, "first_byte": 5, "silence": 6, "total": 7, "parameters": ["temperature": .number("0.10")],
            "headers": ["X-Title": "chat"], "model_mapping": [:], "status_code_mapping": [:], "system_prompt": "",
            "system_prompt_override": false, "endpoint_types": [], "api_version": "", "azure_responses_version": "",
        ]
        let id = JSONValue.integer(panel.world.account.id.value)
        #expect(await panel.root(.put, "/api/channel/", ["id": id, "options": options]).status == 200)
        #expect(await panel.root(.get, path).data["options"] == options)
        #expect(await panel.root(.put, "/api/channel/", ["id": id, "remark": "x"]).status == 200)
        #expect(await panel.root(.get, path).data["options"] == options)
        for wrong in [0, -1, 10_001, .number("1.5"), "many", true] as [JSONValue] {
            let refused = await panel.root(.put, "/api/channel/", ["id": id, "options": ["concurrency": wrong]])
            #expect(refused.status == 400 && refused.data["field"] == "options.concurrency", "\(wrong)")
        }
        let part: JSONValue = ["first_byte": nil, "parameters": nil, "stream": true]
        #expect(await panel.root(.put, "/api/channel/", ["id": id, "options": part]).status == 200)
        let changed = await panel.root(.get, path).data["options"]
        #expect(changed?["first_byte"] == .null && changed?["parameters"] == [:] && changed?["total"] == 7)
    }

    @Test(
        arguments: [
            (["stream": "yes"], "options.stream"), (["token_limit": "tokens"], "options.token_limit"),
            (["system_role": "assistant"], "options.system_role"), (["first_byte": 0], "options.first_byte"),
            (["silence": 86_401], "options.silence"), (["total": "60"], "options.total"),
            (["parameters": ["messages": []]], "options.parameters"), (["parameters": "x"], "options.parameters"),
            (["parameters": ["stream": false]], "options.parameters"),
            (["headers": ["Authorization": "x"]], "options.headers"),
            (["headers": ["Host": "x"]], "options.headers"), (["headers": ["X-Title": "a\r\nb"]], "options.headers"),
            (["headers": ["X-Title": ""]], "options.headers"), (["headers": []], "options.headers"), ("x", "options"),
        ] as [(JSONValue, String)])
    func `what an upstream must not be asked is refused, before saving, too`(options: JSONValue, field: String)
        async throws
    {
        let panel = try await Panel()
        let id = JSONValue.integer(panel.world.account.id.value)
        let saved = await panel.root(.put, "/api/channel/", ["id": id, "options": options])
        #expect(saved.status == 400 && saved.text.contains(field))
        let checked = await panel.root(.post, "/api/channel/check", ["options": options])
        #expect(checked.data["problems"]?.array?.map { $0["field"]?.string } == [field])
    }

    @Test func `where questions will go is said before saving`() async throws {
        let panel = try await Panel()
        for (pasted, address) in [
            ("https://a.test/v1/", "https://a.test/v1/chat/completions"),
            ("https://a.test/api/v3", "https://a.test/api/v3/chat/completions"),
            ("https://a.test/v1/chat/completions", "https://a.test/v1/chat/completions"), ("ftp://x", ""),
        ] {
            let answer = await panel.root(.post, "/api/channel/check", ["base_url": .string(Text(pasted))])
            #expect(answer.data["address"]?.string == address)
        }
    }

    @Test func `what was learned and skipped is shown, and forgotten on demand`() async throws {
        let panel = try await Panel()
        let account = panel.world.account.id
        let findings = AccountFindings(
            skipped: 3, learned: [LearnedOption("max_tokens", instead: "max_completion_tokens")])
        try await panel.ports.accounts.note(findings, of: account, at: panel.clock.now)
        let item = await panel.root(.get, "/api/channel/\(account)").data
        #expect(item["lessons"] == [["field": "max_tokens", "instead": "max_completion_tokens"]])
        #expect(item["skipped"] == 3 && item["skipped_at"] == .integer(panel.clock.now.seconds))
        let id = JSONValue.integer(account.value)
        #expect(await panel.root(.put, "/api/channel/", ["id": id, "lessons": []]).status == 200)
        let after = await panel.root(.get, "/api/channel/\(account)").data
        #expect(after["lessons"] == [] && after["skipped"] == 0 && after["skipped_at"] == .null)
    }

    @Test func `an account is tested and asked for its models as it is typed, with a key for its own host alone`()
        async throws
    {
        let backend = KeyBackend()
        let panel = try await Panel(probe: backend)
        let id = JSONValue.integer(panel.world.account.id.value)
        let stored = try await panel.ports.accounts.key(of: panel.world.account.id)
        let base = JSONValue.string(Text(panel.world.account.baseURL))
        let elsewhere: JSONValue = "https://elsewhere.test"
        let bodies: [(JSONValue, String)] = [
            (["id": id], stored.reveal()), (["id": id, "base_url": base], stored.reveal()),
            (["id": id, "base_url": elsewhere], ""), (["id": id, "proxy": "http://p.test:1"], ""),
            (["id": id, "base_url": elsewhere, "key": "typed"], "typed"),
            (["base_url": elsewhere, "models": "m", "key": "typed"], "typed"),
            (["base_url": elsewhere, "models": "m"], ""),
        ]
        for (body, key) in bodies {
            for path in ["/api/channel/test", "/api/channel/fetch_models"] {
                let answer = await panel.root(.post, path, body)
                #expect(answer.status == 200 && answer.json["success"] == true)
                #expect(backend.lastKey == key)
            }
        }
        #expect(await panel.root(.post, "/api/channel/fetch_models", ["id": id]).json["data"] == ["from", "upstream"])
        #expect(await panel.root(.post, "/api/channel/test", ["base_url": "https://x.test"]).status == 400)
        // Nothing was changed.
        #expect(await panel.root(.get, "/api/channel/").items.count == 1)
    }
}

/// Notes which key it was given.
private final class KeyBackend: ConversationBackend {
    private let key = Mutex("")

    var lastKey: String { key.withLock { $0 } }

    func answer(
        _: Prompt, as _: Account, key _: Secret, after _: @Sendable () async -> Void, to _: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason { .stop }

    func probe(_: Account, key: Secret) async throws(UpstreamError) -> AccountFindings {
        self.key.withLock { $0 = key.reveal() }
        return AccountFindings()
    }

    func models(of _: Account, key: Secret) async throws(UpstreamError) -> [String] {
        self.key.withLock { $0 = key.reveal() }
        return ["from", "upstream"]
    }
}
