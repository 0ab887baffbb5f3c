import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Transport
@testable import Web

@Suite struct ShareTests {
    private func token(_ panel: Panel) async -> JSONValue {
        await panel.root(.post, "/api/user/\(panel.member.user.id)/share_link").data["share_token"] ?? .null
    }

    @Test func `a link opens a fresh session each time`() async throws {
        let panel = try await Panel()
        let token = await token(panel)
        let first = await panel.call(.post, "/api/session/share", ["share_token": token])
        let second = await panel.call(.post, "/api/session/share", ["share_token": token])
        #expect(first.status == 200)
        #expect(first.data == ["user": ["id": .integer(panel.member.user.id.value), "username": "alice"]])
        let cookies = [first.cookie("session"), second.cookie("session")]
        #expect(cookies[0] != cookies[1])
        for cookie in cookies {
            #expect(await panel.call(.get, "/api/user/self", as: cookie).data["username"] == "alice")
        }
    }

    @Test func `the session that the browser had ends`() async throws {
        let panel = try await Panel()
        let bob = panel.world.bob.cookie
        let answer = await panel.call(.post, "/api/session/share", as: bob, ["share_token": await token(panel)])
        #expect(answer.status == 200)
        #expect(await panel.call(.get, "/api/user/self", as: bob).status == 401)
    }

    @Test func `wrong, empty, expired, revoked and disabled are answered alike`() async throws {
        let panel = try await Panel()
        func answer(_ token: JSONValue) async -> Answer {
            await panel.call(.post, "/api/session/share", ["share_token": token])
        }
        let wrong = await answer("wrong")
        #expect(wrong.status == 401 && wrong.headers["set-cookie"] == nil)
        #expect(await answer("") == wrong)
        let revoked = await token(panel)
        let path = "/api/user/\(panel.member.user.id)"
        let expiry = JSONValue.integer(panel.clock.now.seconds + 1)
        let expired = await panel.root(.post, "\(path)/share_link", ["expires_at": expiry]).data["share_token"]
        #expect(await answer(revoked) == wrong)
        panel.clock.advance(by: .seconds(1))
        #expect(await answer(expired ?? .null) == wrong)
        let disabled = await token(panel)
        _ = await panel.root(.put, "/api/user/", ["id": .integer(panel.member.user.id.value), "status": 2])
        #expect(await answer(disabled) == wrong)
    }

    @Test func `an old-style link goes by a cookie that works once and for a minute`() async throws {
        let panel = try await Panel()
        let token = try #require(await token(panel).string)
        let redirect = await panel.call(.get, "/?share_token=\(token)")
        #expect(redirect.status == 303 && redirect.headers["location"] == "/s")
        #expect(redirect.headers["cache-control"] == "no-store" && redirect.headers["referrer-policy"] == "no-referrer")
        #expect(!redirect.headers.fields.contains { $0.value.contains(Text(token)) } && redirect.bytes.isEmpty)
        let cookie = redirect.cookie("exchange")
        #expect(await panel.call(.get, "/s", as: cookie).text.contains(#""has_exchange":true"#))
        let opened = await panel.call(.post, "/api/session/share", as: cookie, ["share_token": ""])
        #expect(opened.status == 200 && opened.cookie("exchange") == "exchange=")
        #expect(await panel.call(.get, "/api/user/self", as: opened.cookie("session")).data["username"] == "alice")
        #expect(await panel.call(.post, "/api/session/share", as: cookie, ["share_token": ""]).status == 401)
        #expect(await panel.call(.get, "/s", as: cookie).text.contains(#""has_exchange":false"#))

        let late = await panel.call(.get, "/?share_token=\(token)").cookie("exchange")
        panel.clock.advance(by: .seconds(60))
        #expect(await panel.call(.post, "/api/session/share", as: late, ["share_token": ""]).status == 401)
    }

    @Test func `a HEAD creates nothing`() async throws {
        let panel = try await Panel()
        let token = try #require(await token(panel).string)
        let head = await panel.call(.head, "/?share_token=\(token)")
        #expect(head.status == 303 && head.headers["set-cookie"] == nil)
        let logout = await panel.call(
            .head, "/api/user/logout", as: panel.member.cookie, headers: ["sec-fetch-site": "same-origin"])
        #expect(logout.status == 200 && logout.headers["set-cookie"] == nil)
        #expect(await panel.call(.get, "/api/user/self", as: panel.member.cookie).status == 200)
    }

    @Test func `after a hundred wrong links a network gets no further answer, and a right one opens all the same`()
        async throws
    {
        let panel = try await Panel()
        let right = await token(panel)
        func open(_ token: JSONValue) async -> Int {
            await panel.call(.post, "/api/session/share", ["share_token": token], from: "203.0.113.9").status
        }
        for _ in 0..<99 { #expect(await open("wrong") == 401) }
        for _ in 0..<50 { #expect(await open(right) == 200) }
        #expect(await open("wrong") == 401)
        #expect(await open("wrong") == 429)
        #expect(await open(right) == 200)
        #expect(await open("wrong") == 429)
        let old = await panel.call(.get, "/?share_token=\(right.string ?? "")", from: "203.0.113.9").cookie("exchange")
        let exchanged = await panel.call(
            .post, "/api/session/share", as: old, ["share_token": ""], from: "203.0.113.9")
        #expect(exchanged.status == 200)
        panel.clock.advance(by: .seconds(3600))
        #expect(await open("wrong") == 401)
    }

    @Test func `a cookie has the attributes of its scheme`() async throws {
        for (url, name, tail) in [
            ("http://chat.test", "session", ""), ("https://chat.test", "__Host-session", "; Secure"),
        ] {
            let panel = try await Panel(publicURL: url)
            let answer = await panel.call(.post, "/api/session/share", ["share_token": await token(panel)])
            let header = try #require(answer.headers["set-cookie"])
            #expect(header.hasPrefix("\(name)="))
            #expect(header.hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000\(tail)"))
            #expect(await panel.call(.get, "/api/user/self", as: answer.cookie(name)).status == 200)
            let isSecure = answer.headers["strict-transport-security"] != nil
            #expect(isSecure == url.hasPrefix("https"))
        }
    }
}

@Suite struct LoginTests {
    private func panel() async throws -> Panel {
        let panel = try await Panel()
        let id = JSONValue.integer(panel.member.user.id.value)
        _ = await panel.root(.put, "/api/user/", ["id": id, "password": "right password"])
        return panel
    }

    private func login(_ panel: Panel, _ name: String, _ password: String, from address: String = "10.0.0.1") async
        -> Answer
    {
        await panel.call(
            .post, "/api/user/login", ["username": .string(name), "password": .string(password)], from: address)
    }

    @Test func `the right password signs in, and logging out ends it`() async throws {
        let panel = try await panel()
        let answer = await login(panel, "alice", "right password")
        #expect(
            answer.data
                == [
                    "id": .integer(panel.member.user.id.value), "username": "alice", "display_name": "", "role": 1,
                    "status": 1,
                ])
        let cookie = answer.cookie("session")
        let me = await panel.call(.get, "/api/user/self", as: cookie).data
        #expect(me["group"] == "default" && me["quota"] == 0 && me["package_id"] == .null)
        let out = await panel.call(.post, "/api/user/logout", as: cookie)
        #expect(out.headers["clear-site-data"] == "\"storage\"" && out.cookie("session") == "session=")
        #expect(out.headers["set-cookie"]?.contains("Max-Age=0") == true)
        #expect(await panel.call(.get, "/api/user/self", as: cookie).status == 401)
        #expect(await panel.call(.post, "/api/user/logout").status == 200)
    }

    @Test func `somebody sees where he is signed in, and signs out everywhere`() async throws {
        let panel = try await panel()
        panel.clock.advance(by: .seconds(3600))
        let cookie = try #require(await login(panel, "alice", "right password").cookie("session"))
        let items = await panel.call(.get, "/api/user/sessions", as: cookie).items
        #expect(
            items.first == [
                "created_time": .integer(panel.clock.now.seconds), "last_seen_time": .integer(panel.clock.now.seconds),
                "by_link": false, "is_current": true,
            ])
        // A new password ended the one that she had before.
        #expect(items.count == 1)
        let second = try #require(await login(panel, "alice", "right password").cookie("session"))
        let both = await panel.call(.get, "/api/user/sessions", as: second).items
        #expect(both.map { $0["is_current"] }.count { $0 == true } == 1 && both.count == 2)
        let out = await panel.call(.post, "/api/user/logout_everywhere", as: second)
        #expect(out.status == 200 && out.cookie("session") == "session=")
        #expect(out.headers["clear-site-data"] == "\"storage\"")
        for cookie in [cookie, second] {
            #expect(await panel.call(.get, "/api/user/self", as: cookie).status == 401)
        }
        #expect(await panel.call(.get, "/api/user/self", as: panel.world.bob.cookie).status == 200)
        let rows = try await panel.ports.audit.list(
            Page(offset: 0, limit: 1), where: AuditFilter(action: .logoutEverywhere)
        ).items
        #expect(rows.map(\.entry.actor.name) == ["alice"])
    }

    @Test func `a GET logs out only for our own pages`() async throws {
        let panel = try await panel()
        let cookie = panel.world.bob.cookie
        for site in ["cross-site", "same-site", "none"] {
            let answer = await panel.call(.get, "/api/user/logout", as: cookie, headers: ["sec-fetch-site": Text(site)])
            #expect(answer.status == 403)
        }
        #expect(await panel.call(.get, "/api/user/self", as: cookie).status == 200)
        let own = await panel.call(.get, "/api/user/logout", as: cookie, headers: ["sec-fetch-site": "same-origin"])
        #expect(own.status == 200)
        #expect(await panel.call(.get, "/api/user/self", as: cookie).status == 401)
    }

    @Test func `unknown, wrong and disabled are answered alike`() async throws {
        let panel = try await panel()
        let wrong = await login(panel, "alice", "wrong password")
        #expect(wrong.status == 401 && wrong.headers["set-cookie"] == nil)
        #expect(await login(panel, "nobody", "wrong password") == wrong)
        #expect(await login(panel, "bob", "") == wrong)
        _ = await panel.root(.put, "/api/user/", ["id": .integer(panel.member.user.id.value), "status": 2])
        #expect(await login(panel, "alice", "right password") == wrong)
    }

    @Test func `ten failures for a name close it for a while, also to the right password`() async throws {
        let panel = try await panel()
        for number in 1...10 {
            #expect(await login(panel, "alice", "wrong password", from: "10.0.\(number).1").status == 401)
        }
        let refused = await login(panel, "alice", "right password", from: "127.0.0.1")
        #expect(refused.status == 429 && refused.headers["retry-after"] == "900")
        #expect(refused.code == "too_many_attempts")
        panel.clock.advance(by: .seconds(900))
        #expect(await login(panel, "alice", "right password", from: "127.0.0.1").status == 200)
    }

    @Test func `a hash of another cost is made anew with the right password, and only then`() async throws {
        let panel = try await panel()
        let cheap = PasswordHasher(cost: PasswordHasher.Cost(passes: 1, memory: 1 << 20))
        let (users, id) = (panel.ports.users, panel.member.user.id)
        let old = try await cheap.hash("right password", in: .signedIn)
        try await users.setPassword(old, of: id)
        _ = await login(panel, "alice", "wrong password")
        #expect(try await users.credentials(of: "alice")?.passwordHash == old)
        #expect(await login(panel, "alice", "right password").status == 200)
        let new = try #require(try await users.credentials(of: "alice")?.passwordHash)
        #expect(new != old && !panel.ports.passwords.isOutdated(new))
        #expect(await login(panel, "alice", "right password").status == 200)
        #expect(try await users.credentials(of: "alice")?.passwordHash == new)
        // Somebody set another password in between.
        try await users.replacePassword(old, by: "of the old one", of: id)
        #expect(try await users.credentials(of: "alice")?.passwordHash == new)
    }

    @Test func `what is no login is told so`() async throws {
        let panel = try await panel()
        for body in [[:], ["username": "alice"], ["username": 1, "password": "x"], []] as [JSONValue] {
            #expect(await panel.call(.post, "/api/user/login", body).status == 400)
        }
        #expect(await panel.call(.post, "/api/user/login", ["username": "a", "password": "\u{0}"]).status == 400)
    }
}
