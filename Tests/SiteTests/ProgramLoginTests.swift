import Domain
import HTTP
import JSON
import TestKit
import Testing
import Transport
import Wire

@testable import PanelAPI
@testable import Site
@testable import Web

/// The login of the refresh-token manager (oai-rt.md §1, §4): a name and a password for a token.
@Suite(.timeLimit(.minutes(5))) struct ProgramLoginTests {
    private let panel: Panel
    private static let right = "right password"

    init() async throws {
        panel = try await Panel()
        for person in [panel.root, panel.member.user] {
            try await panel.ports.users.setPassword(
                panel.ports.passwords.hash(Self.right, in: .signedIn), of: person.id)
        }
    }

    private func login(_ name: String = "root", _ password: String = right, from address: String = "10.0.0.1") async
        -> Answer
    {
        await panel.call(
            .post, "/internalweb/v1/auth/login",
            ["username": .string(Text(name)), "password": .string(Text(password))],
            headers: ["content-type": "application/json"], from: address)
    }

    private func token(_ name: String = "root") async throws -> String {
        let answer = await login(name)
        #expect(answer.status == 200, "\(answer.text)")
        return try #require(answer.json["token"]?.string)
    }

    private func ask(_ token: String, _ path: String = "user/info", _ body: JSONValue = [:]) async -> Answer {
        await panel.call(
            .post, "/internalweb/v1/\(path)", body,
            headers: ["authorization": Text("Bearer \(token)"), "content-type": "application/json"])
    }

    private var acts: [AuditEntry] {
        get async throws { try await panel.ports.audit.rows(after: 0, atMost: 200).map(\.entry) }
    }

    @Test func `the answer is bare, and its token is an administrator's bearer`() async throws {
        let answer = await login()
        #expect(answer.json.members?.map(\.key) == ["token", "username"] && answer.json["username"] == "root")
        #expect(answer.headers["set-cookie"] == nil)
        let token = try #require(answer.json["token"]?.string)
        #expect(await ask(token).json == ["success": true, "msg": "", "username": "root"])
        let made = await ask(token, "rts/create", ["rt_token": "rt-by-a-token-0123456789", "biz_id": "mine"])
        #expect(made.status == 200)
        let acts = try await acts
        #expect(acts.contains { $0.action == .login && $0.result == .done && $0.actor.name == "root" })
        #expect(acts.last?.actor.name == "root" && acts.last?.action == .refreshTokenCreated)
        // What it says opens nothing by itself.
        let claims = try #require(Base64URL.decode(Text(token.split(separator: ".").map(String.init)[1])))
        let id = try #require(try JSONValue(parsing: claims)["jti"]?.string)
        #expect(await panel.call(.get, "/api/user/self", as: "session=\(id)").status == 401)
        #expect(await panel.call(.get, "/api/user/self", as: "session=\(token)").status == 401)
    }

    @Test func `whoever is no administrator, and a wrong password, are refused alike`() async throws {
        let wrong = await login("root", "wrong password")
        #expect(wrong.status == 401 && wrong.json.members?.map(\.key) == ["error"])
        for name in ["alice", "nobody"] { #expect(await login(name).bytes == wrong.bytes) }
        #expect(try await acts.filter { $0.action == .login }.map(\.result) == [.refused, .refused, .refused])
        for body: JSONValue in [[:], ["username": "root"], ["username": 7, "password": "x"], []] {
            let malformed = await panel.call(
                .post, "/internalweb/v1/auth/login", body, headers: ["content-type": "application/json"])
            #expect(malformed.status == 400 && malformed.json.members?.map(\.key) == ["error"], "\(malformed.text)")
        }
    }

    @Test func `ten wrong passwords hold a name back here as at the panel's own login`() async throws {
        for number in 0..<10 { #expect(await login("root", "wrong password", from: "10.0.\(number).1").status == 401) }
        let held = await login(from: "10.0.99.1")
        #expect(held.status == 429 && held.headers["retry-after"] != nil)
        #expect(held.json.members?.map(\.key) == ["error"])
        #expect(
            await panel.call(
                .post, "/api/user/login", ["username": "root", "password": .string(Text(Self.right))], from: "10.0.99.2"
            ).status == 429)
    }

    @Test func `a forged token is nobody's`() async throws {
        let token = try await token()
        let parts = token.split(separator: ".").map(String.init)
        let none = Base64URL.encode(Array(#"{"alg":"none","typ":"JWT"}"#.utf8))
        let claims = try #require(Base64URL.decode(Text(parts[1])))
        let foreign = try #require(TokenSigner(.random(), for: "rt|jwt").sign(claims))
        let forged = [
            "\(none).\(parts[1]).", "\(none).\(parts[1]).\(parts[2])", foreign, String(token.dropLast(3)) + "AAA",
            String(token.dropLast()),
            "\(parts[0]).\(Base64URL.encode(Array(#"{"username":"root"}"#.utf8))).\(parts[2])",
        ]
        for text in forged {
            let answer = await ask(text)
            #expect(answer.status == 401 && answer.json["success"] == false, "\(text)")
        }
        #expect(await ask(token).status == 200)
    }

    @Test func `it ends after its hours, and is worth no confirmed password after half an hour`() async throws {
        let token = try await token()
        let id = await ask(token, "rts/create", ["rt_token": "rt-of-an-hour-0123456789"]).data["id"] ?? .null
        #expect(await ask(token, "rts/reveal", ["id": id]).status == 200)
        panel.clock.advance(by: Session.confirmationLifetime)
        #expect(await ask(token, "rts/reveal", ["id": id]).status == 403)
        #expect(await ask(token).status == 200)
        panel.clock.advance(by: .seconds(24 * 3600) - Session.confirmationLifetime - .seconds(1))
        #expect(await ask(token).status == 200)
        panel.clock.advance(by: .seconds(1))
        #expect(await ask(token).status == 401)
    }

    private enum End: CaseIterable { case disabled, demoted, password, everywhere, ownPassword }

    @Test(arguments: 0..<5)
    func `it ends with what ends a session, and with the password`(number: Int) async throws {
        let end = End.allCases[number]
        _ = try await panel.world.person("deputy", role: .admin)
        var found = try #require(try await panel.ports.users.credentials(of: "deputy")?.user)
        let hash = try await panel.ports.passwords.hash(Self.right, in: .signedIn)
        try await panel.ports.users.setPassword(hash, of: found.id)
        let token = try await token("deputy")
        #expect(await ask(token).status == 200)
        let id = JSONValue.integer(found.id.value)
        switch end {
        case .disabled: _ = await panel.root(.post, "/api/user/manage", ["id": id, "action": "disable"])
        case .demoted: _ = await panel.root(.post, "/api/user/manage", ["id": id, "action": "demote"])
        case .password: _ = await panel.root(.put, "/api/user/", ["id": id, "password": "another password"])
        case .everywhere:
            let cookie = await panel.call(
                .post, "/api/user/login", ["username": "deputy", "password": .string(Text(Self.right))]
            ).cookie("session")
            _ = await panel.call(.post, "/api/user/logout_everywhere", as: cookie)
        case .ownPassword:
            // One's own session outlives it; the token does not.
            try await panel.ports.users.setPassword(
                panel.ports.passwords.hash("another password", in: .signedIn), of: found.id)
        }
        found = try #require(try await panel.ports.users.credentials(of: "deputy")?.user)
        #expect(await ask(token).status == 401, "\(end) \(found.role) \(found.status)")
    }

    @Test func `without a configured secret there is no login and no bearer`() async throws {
        let token = try await token()
        var ports = panel.ports
        ports.tokenManager.secret = Secret("")
        let site = try Panel.site(ports, panel.world.frontEnd)
        let body: JSONValue = ["username": "root", "password": .string(Text(Self.right))]
        let gone = await Answer(of: site, .post, "/internalweb/v1/auth/login", body: body.bytes)
        #expect(gone.status == 404)
        let bearer = await Answer(
            of: site, .post, "/internalweb/v1/user/info", body: Array("{}".utf8), ["authorization": "Bearer \(token)"])
        #expect(bearer.status == 401)
    }
}

/// Rows that are refreshed together, and what is asked about their owners.
@Suite(.timeLimit(.minutes(5))) struct RefreshManyTests {
    private let world: World
    private let site: Site
    private let renewer = Renewer()

    /// `rt-bad` is refused.
    private struct Renewer: LoginRenewer {
        func renewed(_ used: TokenPair, of _: Account) async -> Result<TokenPair, RenewalFailure> {
            used.refresh == Secret("rt-bad") ? .failure(.ended("invalid_grant")) : .success(used)
        }
    }

    /// Who has an access token that is not empty is known.
    private struct Profiles: TokenProfiles {
        func user(by access: Secret, of _: Account) async -> TokenProfile.User? {
            access.isEmpty ? nil : .init(name: "Ada", email: "ada@example.org", info: #"{"id":"user-1"}"#)
        }

        func workspaces(by access: Secret, of _: Account) async -> TokenProfile.Workspaces? {
            access.isEmpty ? nil : .init(plan: "team", info: #"{"acc-1":"team"}"#)
        }
    }

    init() async throws {
        world = try await World(renewer: renewer)
        var ports = world.ports
        ports.profiles = Profiles()
        site = try Panel.site(ports, world.frontEnd)
    }

    private func ask(_ path: String, _ body: JSONValue) async -> Answer {
        await Answer(
            of: site, .post, "/internalweb/v1/\(path)", body: body.bytes,
            ["authorization": "Bearer \(World.tokenSecret)", "content-type": "application/json"])
    }

    private func add(_ token: String, access: String = "") async throws -> Int64 {
        let id = await ask("rts/create", ["rt_token": .string(Text(token)), "biz_id": .string(Text(token))]).id
        guard !access.isEmpty else { return id }
        let row = try await world.ports.refreshTokens.find(ID(id))
        let pair = try #require(try await world.ports.logins.pair(of: row.account.id))
        var next = TokenPair(access: Secret(access), refresh: pair.refresh)
        next.owner = pair.owner
        _ = try await world.ports.logins.replace(pair.version, of: row.account.id, by: next)
        return id
    }

    @Test func `many are refreshed one after another, each is told, and one that is not there is left out`()
        async throws
    {
        let ids = [try await add("rt-good"), 987_654, try await add("rt-bad"), try await add("rt-fine")]
        async let answer = ask("rts/batch-refresh", ["ids": .array(ids.map { .integer($0) })])
        // A pause before each but the first.
        for _ in 1..<ids.count {
            await world.clock.sleepers(1)
            world.clock.advance(by: .seconds(3))
        }
        let told = await answer
        #expect(told.status == 200 && told.json["msg"] == "刷新完成")
        #expect(told.data["total_count"] == 4 && told.data["success_count"] == 2 && told.data["fail_count"] == 1)
        let results = told.data["results"]?.array ?? []
        #expect(results.map { $0["rt_name"] } == ["rt-good", "rt-bad", "rt-fine"])
        #expect(results.map { $0["success"] } == [true, false, true])
        #expect(results[1]["message"]?.text?.hasPrefix("刷新失败: ") == true && results[0]["message"] == "刷新成功")
    }

    @Test func `no rows are refreshed for an empty list, and none for what is no list`() async throws {
        let none = await ask("rts/batch-refresh", ["ids": []])
        #expect(none.data == ["total_count": 0, "success_count": 0, "fail_count": 0, "results": []])
        for body: JSONValue in [[:], ["ids": "1"], ["ids": ["x"]]] {
            #expect(await ask("rts/batch-refresh", body).status == 400)
        }
    }

    @Test func `owners and workspaces are asked about by the access token, and kept`() async throws {
        let id = try await add("rt-known", access: "at-known")
        let user = await ask("rts/refresh-user-info", ["id": .integer(id)])
        #expect(user.status == 200 && user.data["email"] == "ada@example.org" && user.data["user_name"] == "Ada")
        #expect(user.data["type"] == "")
        let account = await ask("rts/refresh-account-info", ["id": .integer(id)])
        #expect(account.status == 200 && account.data["type"] == "team")
        let row = await ask("rts/list", ["biz_id": "rt-known"]).items.first
        #expect(row?["email"] == "ada@example.org" && row?["type"] == "team")
    }

    @Test(arguments: ["rts/refresh-user-info", "rts/refresh-account-info"])
    func `without an access token nobody is asked, and a row that is not there is a flaw`(path: String) async throws {
        let id = try await add("rt-empty")
        let empty = await ask(path, ["id": .integer(id)])
        #expect(empty.status == 500 && empty.json["success"] == false)
        #expect(empty.json["msg"]?.text?.hasPrefix("刷新失败: ") == true)
        let missing = await ask(path, ["id": 987_654])
        #expect(missing.status == 400 && missing.json["msg"] == "RT不存在")
    }
}
