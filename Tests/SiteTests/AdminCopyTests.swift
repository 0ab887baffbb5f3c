import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// An account made into two.
@Suite(.timeLimit(.minutes(5))) struct AdminCopyTests {
    private let panel: Panel

    init() async throws { panel = try await Panel() }

    private func copy(_ id: Int64, _ query: String = "", language: Text = "en") async -> Answer {
        await panel.call(
            .post, "/api/channel/copy/\(id)\(query)", as: panel.rootCookie, headers: ["accept-language": language])
    }

    private func create(_ channel: JSONValue) async -> Int64 {
        await panel.root(.post, "/api/channel/", ["mode": "single", "channel": channel]).id
    }

    private func codex(refresh: String?) async -> Int64 {
        var login: JSONValue = [
            "access_token": .string(ScriptedLogin.access(expires: panel.clock.now.seconds + 864_000))
        ]
        if let refresh { login["refresh_token"] = .string(refresh) }
        return await create(["name": "Codex", "type": 57, "models": "gpt-5.4", "key": .string(login.serialized)])
    }

    @Test func `a copy has every field but its name and status, and is bound to nobody`() async throws {
        let package = await panel.root(.post, "/api/package/", ["name": "Basic", "limits": []]).id
        let id = await create([
            "name": "Main", "type": 1, "base_url": "https://api.example.org", "models": "m1,m2", "key": "sk-canary",
            "contexts": ["m1": 32000], "priority": 3, "weight": 7, "proxy": "http://proxy.test:3128", "remark": "r",
            "tag": "blue", "package_id": .integer(package), "model_mapping": #"{"m1":"other"}"#,
        ])
        let account = try await panel.ports.accounts.find(ID(id))
        try await panel.ports.bind(panel.member, to: account, at: panel.clock.now)
        let original = await panel.root(.get, "/api/channel/\(id)").data
        let answer = await copy(id)
        #expect(answer.status == 200 && answer.id != id && !answer.text.contains("sk-canary"))
        var expected = original
        expected["id"] = .integer(answer.id)
        expected["name"] = "Main (copy)"
        expected["status"] = 2
        expected["health"]?["state"] = "disabled"
        expected["bound_count"] = 0
        expected["needs_login"] = false
        #expect(answer.data == expected)
        #expect(await panel.root(.get, "/api/channel/\(id)").data == original)
    }

    @Test func `a question that goes to the copy carries the key of the original`() async throws {
        let answer = await copy(panel.world.account.id.value)
        let copied = try await panel.ports.accounts.find(ID(answer.id))
        let carol = try await panel.world.person("carol")
        try await panel.ports.bind(carol, to: copied, at: panel.clock.now)
        let early = await panel.call(.post, "/backend-api/conversation", as: carol.cookie, DraftBody().json)
        #expect(early.status == 409 && panel.world.backend.count == 0, "it is disabled at first")
        let enabled = await panel.root(.put, "/api/channel/", ["id": .integer(answer.id), "status": 1])
        #expect(enabled.data["status"] == 1)
        async let sent = panel.call(.post, "/backend-api/conversation", as: carol.cookie, DraftBody().json)
        let asked = await panel.world.backend.asked()
        #expect(asked.account.id == copied.id && asked.key == Secret("key of shared"))
        asked.finish()
        #expect(await sent.status == 200)
    }

    @Test func `names stay apart, within their length and in the reader's language`() async throws {
        let id = panel.world.account.id.value
        #expect(await copy(id).data["name"] == "shared (copy)")
        #expect(await copy(id).data["name"] == "shared (copy) 2")
        #expect(await copy(id).data["name"] == "shared (copy) 3")
        #expect(await copy(id, language: "zh").data["name"] == "shared_复制")
        #expect(await copy(id, "?suffix=_mine&reset_balance=true").data["name"] == "shared_mine")
        #expect(await copy(id, "?suffix=\(String(repeating: "x", count: 33))").data["field"] == "suffix")
        let long = await create(["name": .string(String(repeating: "漢", count: 64)), "type": 1000])
        for end in [" (copy)", " (copy) 2"] {
            let name = try #require(await copy(long).data["name"]?.string)
            #expect(name.hasSuffix(end) && name.unicodeScalars.count == 64)
        }
    }

    @Test func `a login with a refresh token stays where it is, and the answer says so`() async throws {
        let id = await codex(refresh: "rt-canary-1")
        for (language, word) in [("en", "refresh token"), ("zh", "刷新令牌")] as [(Text, String)] {
            let answer = await copy(id, language: language)
            #expect(answer.status == 200 && answer.data["needs_login"] == true)
            #expect(answer.json["message"]?.string?.contains(word) == true)
            #expect(answer.data["has_key"] == false && answer.data["login"] == .null && answer.data["type"] == 57)
            #expect(!answer.text.contains("canary"))
            #expect(try await panel.ports.accounts.key(of: ID(answer.id)) == Secret(""))
            #expect(try await panel.ports.logins.pair(of: ID(answer.id)) == nil)
        }
        #expect(try await panel.ports.logins.pair(of: ID(id))?.refresh == Secret("rt-canary-1"))
    }

    @Test func `one without a refresh token can be used by two`() async throws {
        let id = await codex(refresh: nil)
        let answer = await copy(id)
        #expect(answer.data["needs_login"] == false && answer.json["message"] == "")
        #expect(answer.data["login"]?["email"] == "ada@example.org")
        let original = try await panel.ports.logins.pair(of: ID(id))
        #expect(original != nil)
        #expect(try await panel.ports.logins.pair(of: ID(answer.id))?.access == original?.access)
    }

    @Test func `a copy leaves a row that names the original, and no key`() async throws {
        let original = panel.world.account.id.value
        let answer = await copy(original)
        let rows = try await panel.ports.audit.rows(after: 0, atMost: 100).map(\.entry)
        #expect(rows.map(\.action) == [.accountCopied] && rows[0].object?.id == answer.id)
        let after = try JSONValue(parsing: Array(rows[0].after.utf8))
        #expect(after["copy_of"] == .integer(original) && after["status"] == 2 && after["tag"] == "")
        #expect(after["key"]?.string?.isEmpty == false && !rows[0].after.contains("key of shared"))
    }

    @Test func `what is not there, or cannot be read, is not copied`() async throws {
        #expect(await copy(999).status == 404)
        let member = await panel.call(
            .post, "/api/channel/copy/\(panel.world.account.id)", as: panel.member.cookie)
        #expect(member.status == 403)
        let proxied = await create([
            "name": "Proxied", "type": 1, "base_url": "https://api.example.org", "models": "m1", "key": "sk-canary",
            "proxy": "http://proxy.test:3128",
        ])
        try await panel.world.damage(.proxy, of: ID(proxied))
        try await panel.world.damage(.key, of: panel.world.account.id)
        for id in [proxied, panel.world.account.id.value] { #expect(await copy(id).status == 503) }
        #expect(await panel.root(.get, "/api/channel/").data["total"] == 2)
    }
}
