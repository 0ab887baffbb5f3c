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

/// Over plain http another program on the same host can set cookies of our names, and they may come first.
@Suite struct CookieTests {
    private func name(_ panel: Panel, _ cookies: String...) async -> (status: Int, name: String?) {
        let answer = await panel.call(.get, "/api/user/self", as: cookies.joined(separator: "; "))
        return (answer.status, answer.data["username"]?.string)
    }

    @Test func `of several session cookies the one that is valid counts, wherever it stands`() async throws {
        let panel = try await Panel()
        let own = panel.member.cookie
        for planted in ["session=planted", "session=", "session=" + String(repeating: "x", count: 4000), own] {
            #expect(await name(panel, planted, own) == (200, "alice"))
            #expect(await name(panel, own, planted) == (200, "alice"))
        }
        #expect(await name(panel, "session=planted", "session=other") == (401, nil))
        let all = (0..<300).map { "session=\($0)" } + [own]
        #expect(await name(panel, all.joined(separator: "; ")) == (200, "alice"))
    }

    @Test func `of two session cookies one of which has ended the other one counts`() async throws {
        let panel = try await Panel()
        try await panel.ports.sessions.delete(panel.world.bob.session.hash)
        #expect(await name(panel, panel.world.bob.cookie, panel.member.cookie) == (200, "alice"))
    }

    @Test func `two valid session cookies are nobody's, on every route that knows visitors`() async throws {
        let world = try await MatrixWorld()
        let matrix = RouteMatrix(world)
        let both = "\(world.world.bob.cookie); \(world.world.admin.cookie)"
        for route in world.world.site.routes where route.failure != .plain && !route.isForPrograms {
            let entry = try #require(matrix.entries[route.key])
            let answer = await matrix.ask(
                route, entry, world.admin.own, as: nil,
                headers: ["cookie": Text(both), "sec-fetch-site": "same-origin"])
            #expect(answer.status == 400, "\(route.key)")
            if route.failure == .envelope { #expect(answer.code == "two_sessions") }
        }
    }

    @Test func `two valid session cookies do nothing for one who was remembered`() async throws {
        let world = try await World()
        try await world.chat(as: world.alice)
        let answer = await world.respond(
            to: .post, "/backend-api/conversation", json: DraftBody(id: "m2").json,
            headers: ["cookie": "\(world.alice.cookie); \(world.bob.cookie)"])
        #expect(answer.status == 400)
    }

    @Test func `a choice of language and theme is the first that is one`() async throws {
        let panel = try await Panel()
        let page = await panel.call(.get, "/login", as: "language=xx; theme=; language=zh; theme=dark; language=en")
        #expect(page.text.contains(#"lang="zh"#) && page.text.contains("dark"))
    }
}
