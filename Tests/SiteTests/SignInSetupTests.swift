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

/// In a world whose people have no passwords there is nobody who could sign in and administrate.
@Suite struct SetupTests {
    private static let body: JSONValue = [
        "token": .string(Panel.setupToken), "username": "boss", "password": "long enough",
    ]

    private func changed(_ field: String, _ value: JSONValue) -> JSONValue {
        var body = Self.body
        body[Text(field)] = value
        return body
    }

    @Test func `the holder of the token becomes root, and nobody after him`() async throws {
        let panel = try await Panel(hasPassword: false)
        let site = panel.site
        #expect(await Answer(of: site, .get, "/api/setup").data == ["status": false])
        let wrong = await Answer(of: site, .post, "/api/setup", body: changed("token", "setup-tokem").bytes)
        #expect(wrong.status == 403)
        let done = await Answer(of: site, .post, "/api/setup", body: Self.body.bytes)
        #expect(done.status == 200 && done.data["role"] == 100)
        let me = await Answer(of: site, .get, "/api/user/self", cookie: done.cookie("session"))
        #expect(me.data["username"] == "boss" && me.data["role"] == 100)
        #expect(await Answer(of: site, .get, "/api/setup").data == ["status": true])
        for body in [Self.body, changed("token", "wrong"), changed("username", "other")] {
            let again = await Answer(of: site, .post, "/api/setup", body: body.bytes)
            #expect(again.status == 409 && again.code == "already_set_up")
        }
    }

    @Test func `a hundred wrong tokens keep nobody from the right one`() async throws {
        let panel = try await Panel(hasPassword: false)
        for _ in 0..<100 {
            let wrong = await Answer(of: panel.site, .post, "/api/setup", body: changed("token", "wrong").bytes)
            #expect(wrong.status == 403)
        }
        #expect(await Answer(of: panel.site, .post, "/api/setup", body: Self.body.bytes).status == 200)
    }

    @Test func `before the set-up, pages lead to where its link is spoken of, not to a sign-in of nobody`() async throws
    {
        let panel = try await Panel(hasPassword: false)
        for path in ["/", "/login"] {
            let answer = await Answer(of: panel.site, .get, path)
            #expect(answer.status == 303 && answer.headers["location"] == "/setup", "\(path)")
        }
        #expect(await Answer(of: panel.site, .get, "/setup").status == 200)
        #expect(await Answer(of: panel.site, .post, "/api/setup", body: Self.body.bytes).status == 200)
        #expect(await Answer(of: panel.site, .get, "/").headers["location"] == "/login")
        #expect(await Answer(of: panel.site, .get, "/login").status == 200)
    }

    @Test(
        arguments: [
            ("username", " "), ("username", "a\nb"), ("password", "short"), ("password", "BOSS"), ("password", ""),
            ("username", .string(String(repeating: "x", count: 65))),
        ] as [(String, JSONValue)])
    func `a name or password that will not do makes nobody`(field: String, value: JSONValue) async throws {
        let panel = try await Panel(hasPassword: false)
        let site = panel.site
        let answer = await Answer(of: site, .post, "/api/setup", body: changed(field, value).bytes)
        #expect(answer.status == 400 && answer.data["field"] == .string(field))
        #expect(try await !panel.ports.users.hasAdmin())
    }

    @Test func `of two at once exactly one succeeds`() async throws {
        let panel = try await Panel(hasPassword: false)
        let site = panel.site
        let statuses = await withTaskGroup { group in
            for name in ["first", "second"] {
                let body = changed("username", .string(name)).bytes
                group.addTask { await Answer(of: site, .post, "/api/setup", body: body).status }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [200, 409])
        #expect(try await panel.ports.users.list(Page(offset: 0, limit: 10), matching: nil).total == 4)
    }

    @Test func `without a token of this start nobody can set up`() async throws {
        let panel = try await Panel(hasPassword: false)
        let site = try Panel.site(panel.ports, panel.world.frontEnd, setupToken: nil)
        #expect(await Answer(of: site, .post, "/api/setup", body: Self.body.bytes).status == 403)
        #expect(await Answer(of: site, .post, "/api/setup", body: changed("token", "").bytes).status == 403)
    }
}
