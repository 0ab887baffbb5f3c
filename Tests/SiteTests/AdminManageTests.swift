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

@Suite struct AdminManageTests {
    private func manage(_ panel: Panel, _ user: User, _ action: String, as cookie: String? = nil) async -> Answer {
        await panel.call(
            .post, "/api/user/manage", as: cookie ?? panel.rootCookie,
            ["id": .integer(user.id.value), "action": .string(action)])
    }

    @Test func `disabling ends sessions and the link, and enabling brings neither back`() async throws {
        let panel = try await Panel()
        let (member, cookie) = (panel.member.user, panel.member.cookie)
        let token = await panel.root(.post, "/api/user/\(member.id)/share_link", [:]).data["share_token"] ?? .null
        #expect(await panel.call(.post, "/api/session/share", ["share_token": token]).status == 200)
        let answer = await manage(panel, member, "disable")
        #expect(answer.data == ["role": 1, "status": 2])
        #expect(await panel.call(.get, "/api/user/self", as: cookie).status == 401)
        #expect(await manage(panel, member, "enable").data == ["role": 1, "status": 1])
        #expect(await panel.call(.get, "/api/user/self", as: cookie).status == 401)
        #expect(await panel.call(.post, "/api/session/share", ["share_token": token]).status == 401)
    }

    @Test func `promoting gives rights, and demoting takes them with the session`() async throws {
        let panel = try await Panel()
        let (member, cookie) = (panel.member.user, panel.member.cookie)
        #expect(await panel.call(.get, "/api/package/", as: cookie).status == 403)
        #expect(await manage(panel, member, "promote").data == ["role": 10, "status": 1])
        #expect(await panel.call(.get, "/api/package/", as: cookie).status == 200)
        #expect(await manage(panel, member, "demote").data == ["role": 1, "status": 1])
        #expect(await panel.call(.get, "/api/user/self", as: cookie).status == 401)
    }

    @Test(arguments: ["disable", "delete", "demote"])
    func `the last administrator stays`(action: String) async throws {
        let panel = try await Panel()
        let answer = await manage(panel, panel.root, action)
        #expect(answer.status == 409)
        #expect(answer.code == "last_admin")
        #expect(await panel.root(.get, "/api/user/self").data["role"] == 100)
    }

    @Test func `the last administrator stays, however he is asked to go`() async throws {
        let panel = try await Panel()
        let id = panel.root.id
        #expect(await panel.root(.delete, "/api/user/\(id)").code == "last_admin")
        #expect(await panel.root(.put, "/api/user/", ["id": .integer(id.value), "status": 2]).code == "last_admin")
        #expect(await panel.root(.put, "/api/user/", ["id": .integer(id.value), "role": 1]).code == "last_admin")
    }

    @Test func `an administrator may not touch root or another administrator`() async throws {
        let panel = try await Panel()
        let admin = try await panel.world.person("adam", role: .admin)
        let other = try await panel.world.person("alan", role: .admin)
        for target in [panel.root, other.user] {
            for action in ["enable", "disable", "delete", "promote", "demote"] {
                #expect(await manage(panel, target, action, as: admin.cookie).status == 403)
            }
            let body: JSONValue = ["id": .integer(target.id.value), "password": "taken over"]
            #expect(await panel.call(.put, "/api/user/", as: admin.cookie, body).status == 403)
            #expect(await panel.call(.delete, "/api/user/\(target.id)", as: admin.cookie).status == 403)
            let link = "/api/user/\(target.id)/share_link"
            #expect(await panel.call(.post, link, as: admin.cookie, [:]).status == 403)
            #expect(await panel.call(.delete, link, as: admin.cookie).status == 403)
        }
        #expect(await panel.call(.get, "/api/user/self", as: other.cookie).status == 200)
    }

    @Test func `an administrator makes no administrators`() async throws {
        let panel = try await Panel()
        let admin = try await panel.world.person("adam", role: .admin)
        let member = panel.member.user
        #expect(await manage(panel, member, "promote", as: admin.cookie).status == 403)
        let promotion: JSONValue = ["id": .integer(member.id.value), "role": 10]
        #expect(await panel.call(.put, "/api/user/", as: admin.cookie, promotion).status == 403)
        let another: JSONValue = ["username": "eve", "role": 10]
        #expect(await panel.call(.post, "/api/user/", as: admin.cookie, another).status == 403)
        let own: JSONValue = ["id": .integer(admin.user.id.value), "role": 100]
        #expect(await panel.call(.put, "/api/user/", as: admin.cookie, own).status == 403)
        #expect(await panel.root(.put, "/api/user/", ["id": .integer(member.id.value), "role": 100]).status == 403)
        #expect(await panel.root(.post, "/api/user/", ["username": "eve", "role": 10]).data["role"] == 10)
        #expect(await manage(panel, member, "disable", as: admin.cookie).status == 200)
    }

    @Test func `a deleted member is gone with session and link, and unknown actions are refused`() async throws {
        let panel = try await Panel()
        let member = panel.member.user
        let token = await panel.root(.post, "/api/user/\(member.id)/share_link", [:]).data["share_token"] ?? .null
        #expect(await panel.root(.delete, "/api/user/\(member.id)?conversations=maybe").status == 400)
        #expect(await manage(panel, member, "explode").status == 400)
        #expect(await panel.root(.delete, "/api/user/\(member.id)?conversations=purge").status == 200)
        #expect(await panel.root(.get, "/api/user/\(member.id)").status == 404)
        #expect(await panel.call(.get, "/api/user/self", as: panel.member.cookie).status == 401)
        #expect(await panel.call(.post, "/api/session/share", ["share_token": token]).status == 401)
        #expect(await panel.root(.delete, "/api/user/\(member.id)").status == 404)
    }

    @Test(.timeLimit(.minutes(5)), arguments: ["/api/user/manage", "keep", "purge"])
    func `whoever is out stops asking, and keeps what was said so far`(way: String) async throws {
        let panel = try await Panel()
        let id = panel.member.user.id
        let turn = try await panel.world.begin()
        await turn.reply.say("half an ans")
        let answer =
            way.hasPrefix("/")
            ? await manage(panel, panel.member.user, "disable")
            : await panel.root(.delete, "/api/user/\(id)?conversations=\(way)")
        #expect(answer.status == 200)
        while !panel.ports.turns.running.isEmpty, !Task.isCancelled { await Task.yield() }
        let conversation = try #require(Key<Conversation>(turn.conversation))
        let messages = try? await panel.ports.conversations.messages(of: conversation, for: id)
        #expect(messages?.last?.status == (way == "purge" ? nil : .stopped))
        #expect(messages?.last?.text == (way == "purge" ? nil : "half an ans"))
    }
}
