import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import Web

/// Accounts with several keys, in the panel.
@Suite(.timeLimit(.minutes(5))) struct AdminAccountKeysTests {
    private let panel: Panel

    init() async throws { panel = try await Panel() }

    private func create(_ key: String, mode: String = "multi_to_single", _ fields: JSONValue = [:]) async -> Answer {
        var body: JSONValue = [
            "mode": .string(mode),
            "channel": [
                "name": "many", "type": 1, "base_url": "https://a.example", "models": "m", "key": .string(key),
            ],
        ]
        for member in fields.members ?? [] { body[member.key] = member.value }
        return await panel.root(.post, "/api/channel/", body)
    }

    private func manage(_ id: Int64, _ action: String, _ fields: JSONValue = [:]) async -> Answer {
        var body: JSONValue = ["channel_id": .integer(id), "action": .string(action)]
        for member in fields.members ?? [] { body[member.key] = member.value }
        return await panel.root(.post, "/api/channel/multi_key/manage", body)
    }

    private func keys(_ id: Int64) async -> [JSONValue] { await manage(id, "get_key_status").data["keys"]?.array ?? [] }
    private func numbers(_ id: Int64) async -> [Int64?] { await keys(id).map { $0["number"]?.integer } }

    private func stored(_ id: Int64) async throws -> [String] {
        KeyRing.secrets(in: try await panel.ports.accounts.key(of: ID(id))).map { $0.reveal() }
    }

    @Test func `keys that are pasted a line each make one account, and none is shown`() async throws {
        let pasted = "\u{FEFF}sk-canary-00a1\r\n\r\n  sk-canary-00b2 \r\nsk-canary-00a1\n"
        let answer = await create(pasted, ["multi_key_mode": "polling"])
        #expect(answer.status == 200 && answer.data["has_key"] == true && answer.data["key"] == "")
        #expect(
            answer.data["channel_info"] == [
                "is_multi_key": true, "multi_key_size": 2, "multi_key_status_list": [:], "multi_key_polling_index": 0,
                "multi_key_mode": "polling",
            ])
        #expect(try await stored(answer.id) == ["sk-canary-00a1", "sk-canary-00b2"])
        let list = await manage(answer.id, "get_key_status")
        #expect(list.data["total"] == 2 && list.data["enabled_count"] == 2 && list.data["total_pages"] == 1)
        #expect(await keys(answer.id).map { $0["key_preview"]?.string } == ["...00a1", "...00b2"])
        let audit = try await panel.ports.audit.rows(after: 0, atMost: 100).map { $0.entry.before + $0.entry.after }
        for text in [answer.text, list.text, audit.joined()] { #expect(!text.contains("canary")) }
    }

    @Test func `one key is an account with one key, in either mode`() async throws {
        for mode in ["single", "multi_to_single"] {
            let answer = await create("sk-canary-00a1\n", mode: mode)
            #expect(answer.data["channel_info"]?["is_multi_key"] == false)
            #expect(try await stored(answer.id) == ["sk-canary-00a1"])
            #expect(await manage(answer.id, "get_key_status").status == 404)
        }
    }

    @Test(arguments: [
        ("sk-a\nsk canary", 400), ("sk-a\nsk-\u{7}canary", 400), ("sk-a\nsk-ключ-canary", 400),
        ("sk-a\nsk-\u{2028}canary", 400), ("sk-a\rsk-canary", 400), (String(repeating: "x", count: 9000), 400),
        ((0..<5000).map { "sk-canary-\($0)" }.joined(separator: "\n"), 400), ("\n \r\n", 200),
    ])
    func `what is no key is refused by its line, without what was pasted`(key: String, status: Int) async {
        let answer = await create(key)
        #expect(answer.status == status)
        if status == 400 { #expect(answer.data["field"] == "key" && !answer.text.contains("canary")) }
        if status == 200 { #expect(answer.data["has_key"] == false) }
    }

    @Test func `as many keys as an account may have are taken, and no more are added`() async throws {
        let answer = await create((0..<KeyRing.most).map { "sk-\($0)" }.joined(separator: "\n"))
        #expect(answer.data["channel_info"]?["multi_key_size"] == .integer(KeyRing.most))
        let more = await panel.root(
            .put, "/api/channel/", ["id": .integer(answer.id), "key": "sk-more", "key_mode": "append"])
        #expect(more.status == 400 && more.data["field"] == "key")
        #expect(try await stored(answer.id).count == KeyRing.most)
    }

    @Test func `keys are added, replaced and removed, and the last one stays`() async throws {
        let id = await create("sk-a\nsk-b").id
        var answer = await panel.root(
            .put, "/api/channel/", ["id": .integer(id), "key": "sk-b\nsk-c", "key_mode": "append"])
        #expect(answer.data["channel_info"]?["multi_key_size"] == 3)
        #expect(await manage(id, "delete_key", ["key_index": 0]).status == 200)
        #expect(try await stored(id) == ["sk-b", "sk-c"])
        #expect(await numbers(id) == [2, 3])
        #expect(await manage(id, "delete_key", ["key_number": 3]).status == 200)
        let last = await manage(id, "delete_key", ["key_index": 0])
        #expect(last.status == 400 && last.data["field"] == "key_index")
        answer = await panel.root(
            .put, "/api/channel/", ["id": .integer(id), "key": "sk-d\nsk-b", "key_mode": "replace"])
        #expect(answer.data["channel_info"]?["multi_key_size"] == 2)
        #expect(await numbers(id) == [4, 2])
        for wrong in [["key_index": 2], ["key_index": -1], ["key_index": "0"], ["key_number": 99], [:]] as [JSONValue] {
            #expect((400...404).contains(await manage(id, "delete_key", wrong).status))
        }
        #expect(await manage(id, "reveal").status == 400)
        #expect(
            await panel.root(.put, "/api/channel/", ["id": .integer(id), "key": "x", "key_mode": "add"]).status == 400)
    }

    @Test func `keys are switched off and on, also all of them, and the account rests without any`() async throws {
        let id = await create("sk-a\nsk-b").id
        #expect(await manage(id, "disable_key", ["key_index": 0]).status == 200)
        #expect(await keys(id).map { $0["status"]?.integer } == [2, 1])
        #expect(await keys(id)[0]["state"] == "disabled")
        #expect(await manage(id, "get_key_status", ["status": 2]).data["total"] == 1)
        #expect(await manage(id, "disable_all_keys").status == 200)
        #expect(await manage(id, "disable_all_keys").status == 400)
        var row = await panel.root(.get, "/api/channel/\(id)").data
        #expect(row["health"]?["state"] == "disabled" && row["health"]?["reason"] == "No key can be used")
        #expect(row["channel_info"]?["multi_key_status_list"] == ["0": 2, "1": 2])
        // What ends a rest does not switch on what somebody switched off.
        _ = await panel.root(.post, "/api/channel/\(id)/retry")
        #expect(await keys(id).map { $0["status"]?.integer } == [2, 2])
        row = await panel.root(.get, "/api/channel/\(id)").data
        #expect(row["health"]?["state"] == "disabled")
        #expect(await manage(id, "enable_key", ["key_index": 1]).status == 200)
        row = await panel.root(.get, "/api/channel/\(id)").data
        #expect(row["health"]?["state"] == "healthy")
        let changes = try await panel.ports.audit.rows(after: 0, atMost: 100).map(\.entry)
            .filter { $0.action == .accountChanged }.map(\.after)
        #expect(changes == [#"{"keys_off":"1"}"#, #"{"keys_off":"1, 2"}"#, #"{"keys_off":"1"}"#])
    }

    @Test func `a key that rests is told with its reason, and asked with again when somebody wants it`() async throws {
        let id = await create("sk-a\nsk-b\nsk-c").id
        let account = try await panel.ports.accounts.find(ID(id))
        let kept = try await panel.ports.accounts.key(of: ID(id))
        for (passing, code) in [([2, 3], TurnFailure.upstreamAuth), ([1, 3], .upstreamRateLimited)] {
            let key = panel.ports.pool.lendKey(kept, of: account, passing: Set(passing))
            panel.ports.pool.note(
                .failed(UpstreamFailure(code, status: 401, detail: "refused")), of: account.id, by: key, for: "m")
        }
        var all = await keys(id)
        #expect(all.map { $0["state"]?.string } == ["needs_login", "limited", "healthy"])
        #expect(all[0]["reason"] == "HTTP 401: refused" && all[0]["until"]?.integer != nil)
        #expect(await manage(id, "enable_key", ["key_number": 1]).status == 200)
        all = await keys(id)
        #expect(all.map { $0["status"]?.integer } == [1, 3, 1])
        // A key that only waits for its time is a good key.
        #expect(await manage(id, "delete_disabled_keys").status == 400)
    }

    @Test func `keys are no login's, and a foreign id is a missing one`() async {
        let login = ScriptedLogin.access(expires: panel.clock.now.seconds + 864_000)
        let codex = await panel.root(
            .post, "/api/channel/",
            ["mode": "single", "channel": ["name": "c", "type": 57, "models": "m", "key": .string(login)]])
        #expect(
            await panel.root(.put, "/api/channel/", ["id": .integer(codex.id), "key": "sk-a", "key_mode": "append"])
                .status
                == 400)
        #expect(await manage(codex.id, "get_key_status").status == 404)
        #expect(await manage(999, "get_key_status").status == 404)
    }

    @Test func `what is exported can be imported again, with all keys`() async throws {
        let id = await create("sk-canary-00a1\nsk-canary-00b2", ["multi_key_mode": "polling"]).id
        _ = await panel.root(.post, "/api/user/confirm", ["password": "unknown"])
        let credential = Credential(try await panel.ports.accounts.key(of: ID(id)), of: .openAI)
        let lines = KeyRing.secrets(in: credential.stored).map { $0.reveal() }.joined(separator: "\n")
        let body: JSONValue = [["name": "again", "type": 1, "key": .string(lines), "multi_key_mode": "polling"]]
        let same = await panel.root(.post, "/api/channel/import/preview", body)
        #expect(same.items.first?["outcome"] == "duplicate")
        _ = await panel.root(.delete, "/api/channel/\(id)")
    }
}
