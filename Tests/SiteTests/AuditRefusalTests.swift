import Domain
import JSON
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// Who tries what he has no right to stands in the audit log, but does not fill it.
@Suite struct AuditRefusalTests {
    private static func refused(_ panel: Panel) async throws -> [String] {
        try await panel.ports.audit.list(
            Page(offset: 0, limit: 100), where: AuditFilter(action: .accessRefused)
        ).items.reversed().map { record in
            #expect(record.entry.result == .refused)
            return "\(record.entry.actor.name) \(record.entry.after)"
        }
    }

    @Test func `a member who calls what is for administrators is written down once an hour for each route`()
        async throws
    {
        let panel = try await Panel()
        let (alice, bob) = (panel.member, panel.world.bob)
        for _ in 0..<3 {
            #expect(await panel.call(.get, "/api/user/", as: alice.cookie).status == 403)
            #expect(await panel.call(.delete, "/api/user/1", as: alice.cookie).status == 403)
            #expect(await panel.call(.get, "/api/user/", as: bob.cookie).status == 403)
        }
        let once = [
            #"alice {"route":"GET /api/user/"}"#, #"alice {"route":"DELETE /api/user/:id"}"#,
            #"bob {"route":"GET /api/user/"}"#,
        ]
        #expect(try await Self.refused(panel) == once)
        panel.clock.advance(by: .seconds(3599))
        _ = await panel.call(.get, "/api/user/", as: alice.cookie)
        #expect(try await Self.refused(panel) == once)
        panel.clock.advance(by: .seconds(1))
        for _ in 0..<3 { _ = await panel.call(.get, "/api/user/", as: alice.cookie) }
        #expect(try await Self.refused(panel) == once + [once[0]])
    }

    @Test func `so is an administrator who reaches for another, and who guesses the token of set-up`() async throws {
        let panel = try await Panel(hasPassword: false)
        let guess: JSONValue = ["token": "wrong", "username": "x", "password": "long enough"]
        for _ in 0..<3 {
            #expect(await panel.call(.post, "/api/setup", guess, from: "203.0.113.9").status == 403)
            #expect(await panel.call(.post, "/api/setup", guess, from: "203.0.113.10").status == 403)
        }
        #expect(try await Self.refused(panel) == [#" {"route":"POST /api/setup"}"#])
        let admin = try await panel.world.person("carol", role: .admin)
        let demotion: JSONValue = ["id": .integer(panel.root.id.value), "action": "demote"]
        #expect(await panel.call(.post, "/api/user/manage", as: admin.cookie, demotion).status == 403)
        #expect(try await Self.refused(panel).last == #"carol {"route":"POST /api/user/manage"}"#)
    }

    @Test func `what another site made a browser ask for is nobody's attempt`() async throws {
        let panel = try await Panel()
        let answer = await panel.call(
            .delete, "/api/user/1", as: panel.member.cookie, headers: ["sec-fetch-site": "cross-site"])
        #expect(answer.status == 403)
        #expect(try await Self.refused(panel).isEmpty)
    }
}
