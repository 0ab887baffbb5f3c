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

@Suite struct AdminLinksTests {
    @Test func `a link is shown once, and opens until its expiry`() async throws {
        let panel = try await Panel(publicURL: "http://chat.test")
        let path = "/api/user/\(panel.member.user.id)"
        let expiry = panel.clock.now.seconds + 60
        let issued = await panel.root(.post, "\(path)/share_link", ["expires_at": .integer(expiry)])
        let token = try #require(issued.data["share_token"]?.string)
        #expect(token.count == 43)
        #expect(issued.data["link"] == .string("http://chat.test/s#\(token)"))
        #expect(issued.data["expires_at"] == .integer(expiry))
        let shown = await panel.root(.get, path)
        #expect(!shown.text.contains(token))
        #expect(
            shown.data["link"]
                == ["expires_at": .integer(expiry), "created_time": .integer(expiry - 60), "last_used_time": nil])
        #expect(await panel.call(.post, "/api/session/share", ["share_token": .string(token)]).status == 200)
        #expect(await panel.root(.get, path).data["link"]?["last_used_time"] == .integer(expiry - 60))
        panel.clock.advance(by: .seconds(60))
        #expect(await panel.call(.post, "/api/session/share", ["share_token": .string(token)]).status == 401)
    }

    @Test func `a new link revokes the former with its sessions, and revoking leaves none`() async throws {
        let panel = try await Panel()
        let path = "/api/user/\(panel.member.user.id)/share_link"
        let first = await panel.root(.post, path).data["share_token"] ?? .null
        let session = await panel.call(.post, "/api/session/share", ["share_token": first]).cookie("session")
        #expect(await panel.call(.get, "/api/user/self", as: session).status == 200)
        let second = await panel.root(.post, path, [:]).data["share_token"] ?? .null
        #expect(await panel.call(.get, "/api/user/self", as: session).status == 401)
        #expect(await panel.call(.post, "/api/session/share", ["share_token": first]).status == 401)
        #expect(await panel.root(.delete, path).status == 200)
        #expect(await panel.call(.post, "/api/session/share", ["share_token": second]).status == 401)
        #expect(await panel.root(.delete, path).status == 200)
        #expect(await panel.call(.get, "/api/user/self", as: panel.member.cookie).status == 200)
    }

    @Test func `an expiry that is not in the future is refused`() async throws {
        let panel = try await Panel()
        let now = panel.clock.now.seconds
        for expiry in [.integer(now), .integer(now - 1), "tomorrow", .double(1.5), -1, .number("1e99")] as [JSONValue] {
            let answer = await panel.root(
                .post, "/api/user/\(panel.member.user.id)/share_link", ["expires_at": expiry])
            #expect(answer.status == 400)
        }
    }
}
