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

/// The refresh-token manager (oai-rt.md): what programs with its secret call, and what administrators do.
@Suite(.timeLimit(.minutes(5))) struct RefreshTokenTests {
    private let renewer = ScriptedRenewer()
    private let world: World

    init() async throws {
        world = try await World(renewer: renewer)
        renewer.keep(in: world.ports.logins)
    }

    private static let secret: Headers = ["x-api-secret": Text(World.tokenSecret)]

    private func program(_ path: String, _ body: JSONValue, _ headers: Headers = secret) async -> Response {
        await world.post("/public-api/\(path)", body, headers: headers)
    }

    private func admin(_ path: String, _ body: JSONValue = [:]) async -> Response {
        await world.post("/internalweb/v1/\(path)", body, as: world.admin)
    }

    /// The id of a new row.
    private func add(_ name: String = "user001", _ fields: JSONValue = [:]) async throws -> Int64 {
        var body: JSONValue = ["rt_token": .string(Text("rt-of-\(name)-0123456789")), "biz_id": .string(Text(name))]
        for member in fields.members ?? [] { body[member.key] = member.value }
        let answer = await admin("rts/create", body)
        #expect(answer.status == 200 && answer.json["success"] == true, "\(answer.text)")
        return try #require(answer.json["data"]?["id"]?.integer)
    }

    private var acts: [AuditAction] {
        get async throws { try await world.ports.audit.rows(after: 0, atMost: 200).map(\.entry.action) }
    }

    // MARK: Programs

    @Test func `a program refreshes and then reads the same, by name or by address`() async throws {
        _ = try await add()
        let bought = await program("refresh", ["biz_id": "user001"])
        #expect(bought.status == 200 && bought.json["success"] == true && bought.json["msg"] == "刷新成功")
        let pair = bought.json["data"]
        #expect(pair?["access_token"] == "at-1" && pair?["refresh_token"] == "rt-next-1")
        #expect(pair?["email"] == "ada@example.org" && pair?["type"] == "plus" && pair?["biz_id"] == "user001")
        #expect(pair?["user_name"] == "")
        for name: JSONValue in [["biz_id": "user001"], ["email": "ada@example.org"]] {
            let stored = await program("get-at", name)
            #expect(stored.json["msg"] == "获取成功" && stored.json["data"] == pair)
        }
        #expect(renewer.count == 1)
        #expect(try await acts.suffix(3) == [.refreshTokenRefreshed, .refreshTokenRead, .refreshTokenRead])
    }

    @Test func `a row that is switched off is served, and one that bought nothing has an empty token`() async throws {
        _ = try await add("off", ["enabled": false])
        #expect(await program("get-at", ["biz_id": "off"]).json["data"]?["access_token"] == "")
        #expect(await program("refresh", ["biz_id": "off"]).status == 200)
    }

    @Test func `the name wins over the address, and one of them must be there`() async throws {
        _ = try await add("one")
        _ = try await add("two")
        _ = await program("refresh", ["biz_id": "one"])
        let both = await program("get-at", ["biz_id": "two", "email": "ada@example.org"])
        #expect(both.json["data"]?["biz_id"] == "two")
        for body: JSONValue in [[:], ["biz_id": ""], ["biz_id": nil, "email": ""]] {
            let neither = await program("refresh", body)
            #expect(neither.status == 400 && neither.json["success"] == false)
            #expect(neither.json["msg"] == "biz_id 和 email 至少提供一个")
        }
        for (path, body): (String, JSONValue) in [
            ("refresh", ["biz_id": "nobody"]), ("get-at", ["email": "nobody@example.org"]),
            ("get-at", ["biz_id": "one' OR 1=1"]),
        ] {
            let unknown = await program(path, body)
            #expect(unknown.status == 404 && unknown.json["msg"] == "RT不存在")
        }
        #expect(await program("refresh", ["biz_id": 7]).status == 400)
    }

    @Test func `what fails says so without a token, and what was bought before is still there`() async throws {
        _ = try await add()
        _ = await program("refresh", ["biz_id": "user001"])
        renewer.fail(.ended("refresh_token_reused"))
        let failed = await program("refresh", ["biz_id": "user001"])
        #expect(failed.status == 500 && failed.json["success"] == false)
        #expect(failed.json["msg"]?.text?.hasPrefix("刷新失败: ") == true)
        #expect(failed.json["data"]?["refresh_result"] == "ok" && !failed.text.contains("rt-"))
        #expect(await program("get-at", ["biz_id": "user001"]).json["data"]?["access_token"] == "at-1")
        let row = await admin("rts/list").json["data"]?["items"]?.array?.first
        #expect(row?["refresh_result"] == "login ended: refresh_token_reused")
    }

    @Test func `without the secret nobody is told anything, and after twenty wrong ones nobody is heard`() async throws
    {
        _ = try await add()
        let missing = await program("get-at", ["biz_id": "user001"], [:])
        #expect(missing.status == 401 && missing.json == ["success": false, "msg": "缺少API密钥", "message": "缺少API密钥"])
        var two = Self.secret
        two.append("x-api-secret", Text(World.tokenSecret))
        #expect(await program("get-at", ["biz_id": "user001"], two).status == 401)
        for number in 1..<20 {
            let wrong = await program(
                "get-at", ["biz_id": "user001"], ["x-api-secret": "\(World.tokenSecret)\(number)"])
            #expect(wrong.status == 401 && wrong.json["msg"] == "API密钥无效")
        }
        let throttled = await program("get-at", ["biz_id": "user001"], ["x-api-secret": "x"])
        #expect(throttled.status == 429 && throttled.headers["retry-after"] != nil)
        #expect(await program("get-at", ["biz_id": "user001"]).status == 200)
        #expect(try await acts.count { $0 == .accessRefused } == 20)
        // A session is no secret.
        #expect(await world.post("/public-api/get-at", ["biz_id": "user001"], as: world.admin).status == 401)
    }

    @Test func `a network has six hundred calls a minute`() async throws {
        for _ in 0..<600 { #expect(await world.get("/public-api/health", headers: Self.secret).status == 200) }
        #expect(await world.get("/public-api/health", headers: Self.secret).status == 429)
        world.clock.advance(by: .seconds(61))
        let health = await world.get("/public-api/health", headers: Self.secret)
        #expect(health.status == 200 && health.json["status"] == "ok" && health.json["success"] == nil)
    }

    @Test func `without a configured secret the paths are those of nothing, and no bearer is one`() async throws {
        var ports = world.ports
        ports.tokenManager.secret = Secret("")
        let site = try Panel.site(ports, world.frontEnd)
        for path in ["/public-api/health", "/public-api/refresh"] {
            let answer = await Answer(of: site, .get, path, Self.secret)
            #expect(answer.status == 404 && !answer.text.contains("success"))
        }
        for bearer: Text in ["Bearer ", "Bearer x", "Bearer \(World.tokenSecret)"] {
            let answer = await Answer(
                of: site, .post, "/internalweb/v1/rts/list", body: Array("{}".utf8),
                ["authorization": bearer, "content-type": "application/json"])
            #expect(answer.status == 401)
        }
    }

    @Test func `pages of sites that are listed may call, and no others`() async throws {
        var ports = world.ports
        ports.tokenManager.origins = ["https://tool.test"]
        let site = try Panel.site(ports, world.frontEnd)
        func ask(_ method: Wire.Method, from origin: Text) async -> Answer {
            var headers = Self.secret
            headers["origin"] = origin
            headers["content-type"] = "application/json"
            return await Answer(of: site, method, "/public-api/get-at", body: Array(#"{"biz_id":"x"}"#.utf8), headers)
        }
        let asked = await ask(.options, from: "https://tool.test")
        #expect(asked.status == 204 && asked.headers["access-control-allow-origin"] == "https://tool.test")
        #expect(asked.headers["access-control-allow-headers"]?.string.contains("x-api-secret") == true)
        let allowed = await ask(.post, from: "https://tool.test")
        #expect(allowed.status == 404 && allowed.headers["access-control-allow-origin"] == "https://tool.test")
        for method in [Wire.Method.options, .post] {
            let other = await ask(method, from: "https://evil.test")
            #expect([403, 404].contains(other.status) && other.headers["access-control-allow-origin"] == nil)
        }
    }

    // MARK: Administrators

    @Test func `a row is shown without its tokens, which only the password reveals`() async throws {
        let id = try await add("user001", ["proxy": "http://u:canary-password@proxy:1", "tag": "t", "memo": "m"])
        _ = await admin("rts/refresh", ["id": .integer(id)])
        let list = await admin("rts/list", ["biz_id": "USER", "page_size": 5])
        let row = list.json["data"]?["items"]?.array?.first
        #expect(list.json["data"]?["total"] == 1 && list.json["data"]?["page_size"] == 5)
        #expect(row?["rt"] == "…" && row?["last_rt"] == "rt-of-us…6789" && row?["proxy"] == "http://u:***@proxy:1")
        #expect(row?["enabled"] == false && row?["client_id"] == "app_usual" && row?["lends"] == false)
        for text in [list.text, try await auditText] {
            #expect(!text.contains("rt-of-user001-0") && !text.contains("canary-password") && !text.contains("rt-next"))
        }
        let shown = await admin("rts/reveal", ["id": .integer(id)])
        #expect(shown.json["data"] == ["rt": "rt-next-1", "at": "at-1", "last_rt": "rt-of-user001-0123456789"])
        #expect(try await acts.last == .refreshTokenRevealed)
        world.clock.advance(by: Session.confirmationLifetime)
        let late = await admin("rts/reveal", ["id": .integer(id)])
        #expect(late.status == 403 && !late.text.contains("rt-next"))
    }

    private var auditText: String {
        get async throws {
            try await world.ports.audit.rows(after: 0, atMost: 200).map { "\($0.entry.before)\($0.entry.after)" }
                .joined()
        }
    }

    @Test func `members and strangers manage nothing, and a program with the secret does`() async throws {
        let path = "/internalweb/v1/user/info"
        #expect(await world.post(path, [:]).status == 401)
        #expect(await world.post(path, [:], as: world.alice).status == 403)
        #expect(await world.post(path, [:], as: world.admin).json["username"] == "root")
        let program = await world.post(path, [:], headers: ["authorization": "Bearer \(World.tokenSecret)"])
        #expect(program.json == ["success": true, "msg": "", "username": "api_user"])
        for bearer: Text in ["Bearer wrong", "Basic \(World.tokenSecret)", "\(World.tokenSecret)"] {
            // A wrong bearer is nobody, whoever is signed in.
            let answer = await world.post(path, [:], as: world.admin, headers: ["authorization": bearer])
            #expect(answer.status == 401 && answer.json["success"] == false)
        }
    }

    @Test func `one token is kept once, and one name`() async throws {
        _ = try await add()
        let twin = await admin("rts/create", ["rt_token": "rt-of-user001-0123456789", "biz_id": "other"])
        #expect(twin.status == 400 && twin.json["code"] == "token_known")
        let name = await admin("rts/create", ["rt_token": "rt-else-0123456789", "biz_id": "user001"])
        #expect(name.status == 400 && name.json["code"] == "conflict")
        for token: JSONValue in ["", "a b", "rt\u{e9}", nil, 7] {
            #expect(await admin("rts/create", ["rt_token": token]).status == 400)
        }
        let unnamed = await admin("rts/create", ["rt_token": "rt-third-0123456789"])
        #expect(unnamed.json["data"]?["biz_id"]?.text?.byteCount == 32)
    }

    @Test func `many are kept at once, each once, and all switched off`() async throws {
        _ = try await add()
        let body: JSONValue = [
            "rt_tokens": ["rt-of-user001-0123456789", " rt-new-1 ", "", "rt-new-2", "rt-new-1"], "tag": "batch",
        ]
        let made = await admin("rts/batch-import", body)
        #expect(made.json["data"] == ["total_count": 5, "success_count": 2, "fail_count": 1])
        let text = await admin("rts/batch-import", ["rt_tokens": "rt-new-2\nrt-new-3\r\n\n"])
        #expect(text.json["data"]?["success_count"] == 1 && text.json["data"]?["fail_count"] == 1)
        let tagged = await admin("rts/list", ["tag": "batch", "enabled": false])
        #expect(tagged.json["data"]?["total"] == 2)
        let ids = tagged.json["data"]?["items"]?.array?.compactMap { $0["id"] } ?? []
        let gone = await admin("rts/batch-delete", ["ids": .array(ids + [999])])
        #expect(gone.json["data"] == ["success_count": 3, "fail_count": 0])
        #expect(await admin("rts/list").json["data"]?["total"] == 2)
    }

    @Test func `a change passes over what it does not know, and clears what is empty`() async throws {
        let id = try await add("user001", ["tag": "t", "memo": "m", "proxy": "http://u:secret@proxy:1"])
        func change(_ updates: JSONValue) async -> Response {
            await admin("rts/update", ["id": .integer(id), "updates": updates])
        }
        let shown = await change(["tag": 7, "memo": "", "biz_id": "", "proxy": "http://u:***@proxy:1", "odd": 1])
        #expect(shown.json["data"]?["tag"] == "t" && shown.json["data"]?["memo"] == "")
        #expect(shown.json["data"]?["biz_id"] == "user001")
        #expect(try await world.ports.refreshTokens.find(ID(id)).account.proxy == "http://u:secret@proxy:1")
        #expect(await change(["proxy": ""]).json["data"]?["proxy"] == "")
        for proxy: JSONValue in ["ftp://x", "http://", "http://a b:1", "x"] {
            #expect(await change(["proxy": proxy]).status == 400)
        }
        #expect(await change(["enabled": true]).json["data"]?["enabled"] == true)
        #expect(await admin("rts/update", ["id": 999, "updates": [:]]).status == 400)
        _ = try await add("other")
        #expect(await change(["biz_id": "other"]).status == 400)
        world.clock.advance(by: Session.confirmationLifetime)
        #expect(await change(["proxy": "http://elsewhere:1"]).status == 403)
        #expect(await change(["tag": "late"]).status == 200)
    }

    @Test func `an account's login has a row, and becomes one under the name that it is entered with`() async throws {
        let account = try await world.ports.accounts.create(
            ScriptedLogin.account("https://chatgpt.com"), key: ScriptedLogin.pair("at", refresh: "rt-shared").stored)
        let row = await admin("rts/list").json["data"]?["items"]?.array?.first
        #expect(row?["biz_id"] == .string("account-\(account.id)") && row?["lends"] == true)
        #expect(row?["channel_id"] == .integer(account.id.value))
        let named = await admin("rts/create", ["rt_token": "rt-shared", "biz_id": "user001", "enabled": true])
        #expect(named.json["data"]?["channel_id"] == .integer(account.id.value))
        #expect(named.json["data"]?["biz_id"] == "user001")
        let id = try #require(named.json["data"]?["id"]?.integer)
        #expect(await admin("rts/delete", ["id": .integer(id)]).status == 400)
        #expect(await admin("rts/create", ["rt_token": "rt-shared"]).status == 400)
        #expect(await program("get-at", ["biz_id": "user001"]).json["data"]?["access_token"] == "at")
    }

    @Test func `a row's account is no channel until it lends, and its proxy must then hold no password`() async throws {
        let id = try await add("user001", ["proxy": "http://u:secret@proxy:1"])
        let channel = try await world.ports.refreshTokens.find(ID(id)).account.id
        #expect(await world.get("/api/channel/\(channel)", as: world.admin).status == 404)
        func lend(_ updates: JSONValue) async -> Response {
            await admin("rts/update", ["id": .integer(id), "updates": updates])
        }
        #expect(await lend(["lends": true]).status == 400)
        #expect(await lend(["lends": true, "proxy": ""]).json["data"]?["lends"] == true)
        let shown = await world.get("/api/channel/\(channel)", as: world.admin)
        #expect(shown.status == 200 && shown.json["data"]?["models"] == "imported")
        #expect(await lend(["lends": false]).json["data"]?["lends"] == false)
        #expect(await world.get("/api/channel/\(channel)", as: world.admin).status == 404)
    }

    @Test func `lists of proxies and clients are dealt, and settings are told without passwords`() async throws {
        let id = try await add()
        let configs: JSONValue = [
            "proxy_list": #"["http://u:secret@one:1"]"#, "client_id_list": "[]", "auto_refresh_enabled": "true",
            "auto_refresh_interval": "0.5",
        ]
        #expect(await admin("configs/save-system", ["configs": configs]).status == 200)
        let told = await admin("configs/get-system")
        #expect(
            told.json["data"]?["configs"] == [
                "proxy_list": #"["http://u:***@one:1"]"#,
                "client_id_list": #"["app_usual"]"#, "auto_refresh_enabled": "true", "auto_refresh_interval": "0.5",
            ])
        #expect(!told.text.contains("secret@") && !told.text.contains(World.tokenSecret))
        #expect(await admin("configs/get-clientid-list").json["data"] == ["app_usual"])
        #expect(try await world.ports.refreshTokens.find(ID(id)).account.proxy == "http://u:secret@one:1")
        // What was shown is what is kept.
        _ = await admin("configs/save-system", ["configs": ["proxy_list": #"["http://u:***@one:1"]"#]])
        #expect(try await world.ports.refreshTokens.settings().proxies == ["http://u:secret@one:1"])
        for odd: JSONValue in [
            ["proxy_list": "no"], ["proxy_list": "[1]"], ["proxy_list": #"["ftp://x"]"#],
            ["auto_refresh_enabled": "yes"], ["auto_refresh_interval": "0"], ["auto_refresh_interval": "nan"],
        ] {
            #expect(await admin("configs/save-system", ["configs": odd]).status == 400)
        }
        #expect(!(try await auditText).contains("secret@"))
    }

    @Test func `those whose time has come are refreshed, and those that are switched off are not`() async throws {
        _ = try await add("on", ["enabled": true])
        _ = try await add("off")
        let trail = AuditTrail(
            world.ports.audit, clock: world.clock, fingerprint: { _ in "" }, lost: { _, _ in })
        let tokens = RefreshTokens(
            store: world.ports.refreshTokens, renewer: renewer, profiles: world.ports.profiles,
            rate: world.ports.callRate, calendar: UTCCalendar(), usualClient: "", models: [], clock: world.clock,
            confirmation: Confirmation(users: world.ports.users), trail: trail)
        #expect(try await tokens.refreshDue() == 0 && renewer.count == 0)
        _ = await admin(
            "configs/save-system", ["configs": ["auto_refresh_enabled": "true", "auto_refresh_interval": "1"]])
        #expect(try await tokens.refreshDue() == 0)
        #expect(renewer.count == 1)
        // Not again before its time, also after a restart.
        world.clock.advance(by: .seconds(86_399))
        _ = try await tokens.refreshDue()
        #expect(renewer.count == 1)
        world.clock.advance(by: .seconds(1))
        renewer.fail(.unavailable("HTTP 502"))
        #expect(try await tokens.refreshDue() == 1)
        let row = await admin("rts/list", ["biz_id": "on"]).json["data"]?["items"]?.array?.first
        #expect(row?["enabled"] == true && row?["refresh_result"] == "HTTP 502")
    }
}

/// Buys `at-1`, `at-2`, … and keeps them as the one of a server does; or fails.
private final class ScriptedRenewer: LoginRenewer {
    private let state = Mutex(State())

    private struct State {
        var count = 0
        var failure: RenewalFailure?
        var store: (any CredentialStore)?
    }

    var count: Int { state.withLock(\.count) }
    func keep(in store: any CredentialStore) { state.withLock { $0.store = store } }
    func fail(_ failure: RenewalFailure) { state.withLock { $0.failure = failure } }

    func renewed(_ used: TokenPair, of account: Account) async -> Result<TokenPair, RenewalFailure> {
        let (number, failure, store) = state.withLock { state in
            if state.failure == nil { state.count += 1 }
            return (state.count, state.failure, state.store)
        }
        if let failure { return .failure(failure) }
        var next = TokenPair(access: Secret("at-\(number)"), refresh: Secret("rt-next-\(number)"))
        next.previous = used.refresh
        (next.owner.email, next.owner.plan) = ("ada@example.org", "plus")
        guard let kept = try? await store?.replace(used.version, of: account.id, by: next) else {
            return .failure(.unavailable("not kept"))
        }
        return .success(kept)
    }
}
