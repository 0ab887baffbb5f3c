import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import PanelAPI
@testable import Site
@testable import Web

/// Accounts that somebody signs in to, in the panel.
@Suite(.timeLimit(.minutes(5))) struct AdminLoginsTests {
    private let panel: Panel
    private let access: String

    init() async throws {
        panel = try await Panel()
        access = ScriptedLogin.access(expires: panel.clock.now.seconds + 864_000)
    }

    private var file: String {
        let json: JSONValue = [
            "auth_mode": "chatgpt",
            "tokens": ["access_token": .string(access), "refresh_token": "rt-canary-0123456789"],
        ]
        return json.serialized
    }

    private func create(_ key: String, _ changes: JSONValue = [:]) async -> Answer {
        var channel: JSONValue = ["name": "Codex", "type": 57, "models": "gpt-5.4", "key": .string(key)]
        for member in changes.members ?? [] { channel[member.key] = member.value }
        return await panel.root(.post, "/api/channel/", ["mode": "single", "channel": channel])
    }

    private var auditText: String {
        get async throws {
            try await panel.ports.audit.rows(after: 0, atMost: 100).map { "\($0.entry.before)\($0.entry.after)" }
                .joined()
        }
    }

    @Test func `a pasted file becomes an account, of which everything is shown but its tokens`() async throws {
        let answer = await create(file)
        #expect(answer.status == 200 && answer.data["base_url"] == "https://chatgpt.com")
        #expect(answer.data["has_key"] == true && answer.data["key"] == "")
        #expect(
            answer.data["login"] == [
                "email": "ada@example.org", "plan": "plus", "account_id": "acc-1",
                "expires_at": .integer(panel.clock.now.seconds + 864_000), "renews": true,
            ])
        let list = await panel.root(.get, "/api/channel/")
        for text in [answer.text, list.text, try await auditText] {
            #expect(!text.contains("rt-canary") && !text.contains(access))
        }
        let pair = try await panel.ports.logins.pair(of: ID(answer.id))
        #expect(pair?.refresh == Secret("rt-canary-0123456789") && pair?.access == Secret(access))
    }

    @Test func `what is read is shown before it is saved`() async throws {
        let check = await panel.root(.post, "/api/channel/check", ["type": 57, "key": .string(file)])
        #expect(check.data["login"]?["email"] == "ada@example.org" && check.data["login"]?["renews"] == true)
        #expect(!check.text.contains("rt-canary"))
        let broken = await panel.root(.post, "/api/channel/check", ["type": 57, "key": "hello"])
        #expect(broken.status == 200 && broken.data["login"] == .null)
        #expect(broken.data["problems"]?.array?.first?["field"] == "key")
        let other = await panel.root(.post, "/api/channel/check", ["type": 1, "key": .string(file)])
        #expect(other.data["login"] == .null)
    }

    @Test func `what is no login is refused in the reader's words, without what was pasted`() async throws {
        let key = #"{"auth_mode":"apikey","OPENAI_API_KEY":"sk-canary"}"#
        let answer = await create(key)
        #expect(answer.status == 400 && answer.data["field"] == "key")
        #expect(answer.text.contains("API key") && !answer.text.contains("sk-canary"))
        let two = await create("[\(file),\(file)]")
        #expect(two.status == 400 && two.text.contains("Import"))
        let broken = await create(#"{"access_token":"a b canary"}"#)
        #expect(broken.status == 400 && !broken.text.contains("canary"))
    }

    @Test func `a new login takes the place of the old one, also where the kind is not said`() async throws {
        let account = await create(file).id
        let id = ID<Account>(account)
        let before = try await panel.ports.logins.pair(of: id)!
        let next = ScriptedLogin.access("two", expires: panel.clock.now.seconds + 864_000, email: "bob@example.org")
        let answer = await panel.root(.put, "/api/channel/", ["id": .integer(account), "key": .string(next)])
        #expect(answer.data["login"]?["email"] == "bob@example.org" && answer.data["login"]?["renews"] == false)
        #expect(try await panel.ports.logins.pair(of: id)!.version > before.version)
        let kept = await panel.root(.put, "/api/channel/", ["id": .integer(account), "remark": "x", "key": ""])
        #expect(kept.data["login"]?["email"] == "bob@example.org")
    }

    @Test func `where tokens are renewed can be said for an account, and changing it takes the password and the login`()
        async throws
    {
        let settings: JSONValue = ["token_url": "https://id.example/token", "client_id": "app_x"]
        let account = await create(file, ["settings": .string(settings.serialized)])
        let shown = try JSONValue(parsing: (account.data["settings"]?.string ?? "").utf8)
        #expect(shown["token_url"] == "https://id.example/token" && shown["client_id"] == "app_x")
        for url in ["ftp://x/token", "https://u:p@x/token", "https://x/token?a=b", "x"] {
            let odd: JSONValue = ["id": .integer(account.id), "settings": ["token_url": .string(url)]]
            #expect(await panel.root(.put, "/api/channel/", odd).status == 400)
        }
        let same: JSONValue = ["id": .integer(account.id), "settings": ["token_url": "https://id.example/other"]]
        #expect(await panel.root(.put, "/api/channel/", same).data["has_key"] == true)
        let other: JSONValue = ["id": .integer(account.id), "settings": ["token_url": "https://other.example/token"]]
        #expect(await panel.root(.put, "/api/channel/", other).data["has_key"] == false)
        panel.clock.advance(by: .seconds(3600))
        let late: JSONValue = ["id": .integer(account.id), "settings": ["token_url": "https://third.example/token"]]
        #expect(await panel.root(.put, "/api/channel/", late).code == "confirm_password")
    }

    @Test func `why somebody must sign in again is said in both languages`() async throws {
        let id = ID<Account>(await create(file).id)
        let failure = UpstreamFailure(.upstreamAuth, detail: AccountLogin.ended("invalid_grant"), fault: .loggedOut)
        _ = panel.ports.pool.note(.failed(failure), of: id, for: "gpt-5.4")
        let english = await panel.call(
            .get, "/api/channel/\(id)", as: panel.rootCookie, headers: ["accept-language": "en"])
        #expect(english.data["health"]?["state"] == "needs_login")
        #expect(
            english.data["health"]?["reason"]
                == "The login has ended (invalid_grant). Sign in again and paste the new login.")
        let chinese = await panel.call(
            .get, "/api/channel/\(id)", as: panel.rootCookie, headers: ["accept-language": "zh-CN"])
        #expect(chinese.data["health"]?["reason"]?.string?.contains("请重新登录") == true)
        // A new login ends that.
        let next = ScriptedLogin.access("two", expires: panel.clock.now.seconds + 864_000)
        let saved = await panel.root(.put, "/api/channel/", ["id": .integer(id.value), "key": .string(next)])
        #expect(saved.data["health"]?["state"] == "healthy")
    }

    @Test func `how much is used is shown with the account`() async throws {
        let id = ID<Account>(await create(file).id)
        let reset = panel.clock.now + .seconds(600)
        try await panel.ports.accounts.note(
            UsageWindows([UsageWindow("5h", usedPercent: 12.5, resetsAt: reset)], readAt: panel.clock.now), of: id)
        let shown = await panel.root(.get, "/api/channel/\(id)").data
        #expect(
            shown["windows"] == [["name": "5h", "used_percent": .double(12.5), "resets_at": .integer(reset.seconds)]])
        #expect(shown["windows_at"] == .integer(panel.clock.now.seconds))
    }
}
