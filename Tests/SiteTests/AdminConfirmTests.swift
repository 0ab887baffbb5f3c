import Domain
import HTTP
import JSON
import TestKit
import Testing
import Transport
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// Step-up actions ask the administrator for his password again.
@Suite struct ConfirmTests {
    private struct Act: Sendable {
        let method: Wire.Method
        let path: String
        var body: JSONValue?
    }

    private static let password = "root's own password"

    /// A panel whose administrator has a password, and his session after a personal link.
    private static func panel() async throws -> (panel: Panel, byLink: String) {
        let panel = try await Panel(passwords: .cheap)
        try await panel.ports.users.setPassword(panel.ports.passwords.hash(password, in: .signedIn), of: panel.root.id)
        let token = await panel.root(.post, "/api/user/\(panel.root.id)/share_link").data["share_token"] ?? .null
        let opened = await panel.call(.post, "/api/session/share", ["share_token": token])
        return (panel, try #require(opened.cookie("session")))
    }

    private static func confirm(
        _ panel: Panel, _ cookie: String, _ password: String = password, from address: String = "127.0.0.1"
    ) async -> Answer {
        await panel.call(.post, "/api/user/confirm", as: cookie, ["password": .string(password)], from: address)
    }

    private static func manage(_ panel: Panel, _ action: JSONValue, as cookie: String) async -> Answer {
        await panel.call(
            .post, "/api/user/manage", as: cookie, ["id": .integer(panel.world.bob.user.id.value), "action": action])
    }

    /// In an order in which each of them can be done.
    private static func acts(in panel: Panel) async throws -> [Act] {
        let (alice, bob) = (panel.member.user.id, panel.world.bob.user.id)
        let account = try await panel.ports.addAccount("other", models: ["m"], at: panel.clock.now).id
        func user(_ id: ID<User>, _ name: String, _ value: JSONValue) -> JSONValue {
            .object([.init("id", .integer(id.value)), .init(Text(name), value)])
        }
        func channel(_ name: String, _ value: JSONValue) -> JSONValue {
            .object([.init("id", .integer(account.value)), .init(Text(name), value)])
        }
        return [
            Act(method: .post, path: "/api/user/manage", body: user(alice, "action", "promote")),
            Act(method: .post, path: "/api/user/manage", body: user(alice, "action", "demote")),
            Act(method: .put, path: "/api/user/", body: user(alice, "role", 10)),
            Act(method: .put, path: "/api/user/", body: user(alice, "role", 1)),
            Act(method: .put, path: "/api/user/", body: user(alice, "password", "another password")),
            Act(method: .put, path: "/api/user/", body: user(panel.root.id, "password", "another password")),
            Act(method: .post, path: "/api/user/", body: ["username": "eve", "role": 10]),
            Act(method: .put, path: "/api/channel/", body: channel("base_url", "https://elsewhere.test")),
            Act(method: .put, path: "/api/channel/", body: channel("proxy", "http://proxy.test:3128")),
            Act(method: .delete, path: "/api/channel/\(account)"),
            Act(method: .post, path: "/api/user/manage", body: user(bob, "action", "delete")),
            Act(method: .delete, path: "/api/user/\(alice)"),
            // It ends the session of the former link, by which the visitor of the test came.
            Act(method: .post, path: "/api/user/\(panel.root.id)/share_link"),
        ]
    }

    @Test func `a step-up action without the password is refused and does nothing, and passes with it`() async throws {
        let (panel, cookie) = try await Self.panel()
        func state() async throws -> [String] {
            let everyone = Page(offset: 0, limit: 100)
            let users = try await panel.ports.users.list(everyone, matching: nil).items
            let accounts = try await panel.ports.accounts.list(everyone, matching: nil).items
            var hashes: [String] = []
            for user in users {
                hashes.append(try await panel.ports.users.credentials(of: user.username)?.passwordHash ?? "")
            }
            let links = try await panel.ports.audit.list(everyone, where: AuditFilter(action: .linkIssued)).total
            return ["\(users)", "\(accounts)", "\(links)"] + hashes
        }
        for act in try await Self.acts(in: panel) {
            let before = try await state()
            let answer = await panel.call(act.method, act.path, as: cookie, act.body)
            #expect(answer.status == 403 && answer.code == "confirm_password", "\(act)")
            #expect(try await state() == before, "\(act)")
            #expect(await panel.root(act.method, act.path, act.body).status == 200, "\(act)")
            #expect(try await state() != before, "\(act)")
        }
    }

    @Test func `what weighs little asks for nothing`() async throws {
        let (panel, cookie) = try await Self.panel()
        let alice = JSONValue.integer(panel.member.user.id.value)
        let account = JSONValue.integer(panel.world.account.id.value)
        let acts = [
            Act(method: .put, path: "/api/user/", body: ["id": alice, "remark": "r", "role": 1, "password": ""]),
            Act(method: .post, path: "/api/user/manage", body: ["id": alice, "action": "disable"]),
            Act(method: .post, path: "/api/user/manage", body: ["id": alice, "action": "enable"]),
            Act(method: .post, path: "/api/user/\(panel.member.user.id)/share_link"),
            Act(method: .post, path: "/api/user/", body: ["username": "eve", "password": "long enough"]),
            Act(
                method: .put, path: "/api/channel/",
                body: ["id": account, "remark": "r", "base_url": "https://upstream.test/v1", "proxy": ""]),
        ]
        for act in acts {
            #expect(await panel.call(act.method, act.path, as: cookie, act.body).status == 200, "\(act)")
        }
    }

    @Test func `a password stands for half an hour, in the session in which it was given`() async throws {
        let (panel, cookie) = try await Self.panel()
        let login = await panel.call(
            .post, "/api/user/login", ["username": "root", "password": .string(Self.password)])
        let other = try #require(login.cookie("session"))
        #expect(await Self.manage(panel, "promote", as: other).status == 200)
        let delete = "/api/user/\(panel.member.user.id)"
        #expect(await panel.call(.delete, delete, as: cookie).code == "confirm_password")
        panel.clock.advance(by: Session.confirmationLifetime - .milliseconds(1))
        #expect(await Self.confirm(panel, cookie).status == 200)
        #expect(await Self.manage(panel, "demote", as: cookie).status == 200)
        panel.clock.advance(by: .milliseconds(1))
        #expect(await panel.call(.delete, delete, as: other).code == "confirm_password")
        panel.clock.advance(by: Session.confirmationLifetime - .milliseconds(1))
        #expect(await panel.call(.delete, delete, as: cookie).code == "confirm_password")
    }

    @Test func `a wrong password confirms nothing, is written down, and is held back like a login`() async throws {
        let (panel, cookie) = try await Self.panel()
        for number in 0..<10 {
            let answer = await Self.confirm(panel, cookie, "wrong", from: "10.0.\(number).1")
            #expect(answer.status == 403 && answer.code == "wrong_password")
        }
        #expect(await Self.confirm(panel, cookie, from: "10.1.0.1").status == 429)
        #expect(await panel.call(.get, "/api/user/self", as: cookie).status == 200)
        #expect(await Self.manage(panel, "promote", as: cookie).code == "confirm_password")
        panel.clock.advance(by: .seconds(900))
        #expect(await Self.confirm(panel, cookie).status == 200)
        let rows = try await panel.ports.audit.list(
            Page(offset: 0, limit: 100), where: AuditFilter(action: .passwordConfirmed)
        ).items.map(\.entry)
        #expect(rows.map(\.result).reversed() == Array(repeating: .refused, count: 10) + [.throttled, .done])
        #expect(rows.allSatisfy { $0.actor.name == "root" && !"\($0)".contains(Self.password) })
    }

    @Test func `strangers who guess at an administrator's name do not keep him from confirming`() async throws {
        let (panel, cookie) = try await Self.panel()
        let login: JSONValue = ["username": "root", "password": "wrong"]
        for number in 0..<12 {
            _ = await panel.call(.post, "/api/user/login", login, from: "10.0.\(number).1")
            _ = await panel.call(.post, "/api/user/login", ["username": .string("x\(number)"), "password": "x"])
            _ = await panel.call(.post, "/api/user/login", ["username": .string("y\(number)"), "password": "y"])
        }
        #expect(await panel.call(.post, "/api/user/login", login, from: "10.9.0.1").status == 429)
        #expect(await panel.call(.post, "/api/user/login", ["username": "z", "password": "z"]).status == 429)
        #expect(await Self.confirm(panel, cookie).status == 200)
        #expect(await Self.confirm(panel, panel.rootCookie).status == 200)
    }

    @Test func `what fails in one session holds back neither the name nor his other sessions`() async throws {
        let (panel, _) = try await Self.panel()
        let login: JSONValue = ["username": "root", "password": .string(Self.password)]
        let one = try #require(await panel.call(.post, "/api/user/login", login).cookie("session"))
        for _ in 0..<10 { #expect(await Self.confirm(panel, one, "wrong").status == 403) }
        #expect(await Self.confirm(panel, one).status == 429)
        let other = await panel.call(.post, "/api/user/login", login)
        #expect(other.status == 200)
        #expect(await Self.confirm(panel, try #require(other.cookie("session")), "wrong").status == 403)
    }

    @Test func `whoever holds a link guesses in all its sessions together`() async throws {
        let (panel, _) = try await Self.panel()
        let token = await panel.root(.post, "/api/user/\(panel.root.id)/share_link").data["share_token"] ?? .null
        func open() async throws -> String {
            try #require(
                await panel.call(.post, "/api/session/share", ["share_token": token]).cookie("session"))
        }
        for _ in 0..<10 { #expect(await Self.confirm(panel, try open(), "wrong").status == 403) }
        #expect(await Self.confirm(panel, try open()).status == 429)
        #expect(await Self.confirm(panel, panel.rootCookie).status == 200)
    }

    @Test func `an administrator without a password is told whom to ask`() async throws {
        let panel = try await Panel()
        let admin = try await panel.world.person("adam", role: .admin)
        panel.clock.advance(by: Session.confirmationLifetime)
        let path = "/api/user/\(panel.member.user.id)"
        let answer = await panel.call(.delete, path, as: admin.cookie)
        #expect(answer.status == 403 && answer.code == "no_password")
        #expect(answer.json["message"]?.string?.contains("Ask another administrator to set one.") == true)
        let chinese = await panel.call(.delete, path, as: admin.cookie, headers: ["accept-language": "zh-CN"])
        #expect(chinese.json["message"]?.string?.contains("请让其他管理员为你设置一个") == true)
        #expect(await Self.confirm(panel, admin.cookie, "").code == "no_password")
        let own: JSONValue = ["id": .integer(admin.user.id.value), "password": "a password of his"]
        #expect(await panel.call(.put, "/api/user/", as: admin.cookie, own).code == "no_password")
    }

    @Test func `members confirm nothing`() async throws {
        let panel = try await Panel()
        #expect(await Self.confirm(panel, panel.member.cookie).code == "forbidden")
        #expect(await panel.call(.post, "/api/user/confirm", ["password": "x"]).status == 401)
    }
}
