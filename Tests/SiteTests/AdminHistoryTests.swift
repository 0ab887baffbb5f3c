import Domain
import JSON
import TestKit
import Testing
import Wire

@testable import PanelAPI
@testable import Site
@testable import Web

/// `GET /api/channel/:id/health`
@Suite struct AdminHistoryTests {
    private func history(_ panel: Panel, _ query: String = "", language: Text = "en") async -> Answer {
        await panel.call(
            .get, "/api/channel/\(panel.world.account.id.value)/health\(query)", as: panel.rootCookie,
            headers: ["accept-language": language])
    }

    private func act(_ panel: Panel, _ method: Wire.Method, _ path: String, _ body: JSONValue) async {
        panel.clock.advance(by: .seconds(1))
        #expect(await panel.root(method, path, body).status == 200)
    }

    @Test func `failing, Retry now, off and on are in the history of an account, newest first`() async throws {
        let failure = UpstreamFailure(.upstreamAuth, status: 401, detail: "no such key")
        let panel = try await Panel(probe: ProbeBackend(failing: failure))
        let (id, start) = (panel.world.account.id.value, panel.clock.now.seconds)
        #expect(await history(panel).data == ["items": [], "next_cursor": nil])

        // The second time is no news.
        for _ in 0..<2 { await act(panel, .post, "/api/channel/test/\(id)", [:]) }
        await act(panel, .post, "/api/channel/\(id)/retry", [:])
        for status in [2, 1] {
            await act(panel, .put, "/api/channel/", ["id": .integer(id), "status": .integer(Int64(status))])
        }
        let expected: JSONValue = [
            "items": [
                ["at": .integer(start + 5), "state": "healthy", "reason": "", "until": nil, "model": nil],
                ["at": .integer(start + 4), "state": "disabled", "reason": "", "until": nil, "model": nil],
                ["at": .integer(start + 3), "state": "healthy", "reason": "", "until": nil, "model": nil],
                [
                    "at": .integer(start + 1), "state": "needs_login", "reason": "HTTP 401: no such key",
                    "until": .integer(start + 61), "model": nil,
                ],
            ], "next_cursor": nil,
        ]
        #expect(await history(panel).data == expected)
        #expect(await history(panel, "?cursor=").data == expected)
    }

    @Test func `an upstream that repeats the key does not write it into the history`() async throws {
        let panel = try await Panel()
        let key = try await panel.ports.accounts.key(of: panel.world.account.id).reveal()
        try #require(!key.isEmpty)
        var ports = panel.ports
        ports.backend = ProbeBackend(failing: UpstreamFailure(.upstreamAuth, status: 401, detail: "bad key \(key)"))
        let site = try Panel.site(ports, panel.world.frontEnd)
        let path = "/api/channel/test/\(panel.world.account.id.value)"
        _ = await Answer(of: site, .post, path, cookie: panel.rootCookie, body: Array("{}".utf8))
        let answer = await history(panel)
        #expect(answer.items.first?["reason"] == "HTTP 401: bad key ***")
        #expect(!answer.text.contains(key))
    }

    @Test func `a page has fifty changes, and the cursor leads to the next`() async throws {
        let panel = try await Panel()
        let now = panel.clock.now
        for number in 0..<60 {
            let state: AccountHealth.State = number.isMultiple(of: 2) ? .cooling : .healthy
            try await panel.ports.accounts.note(
                AccountHealth(state: state, changedAt: now + .seconds(number)), of: panel.world.account.id)
        }
        let first = await history(panel)
        #expect(first.items.count == 50)
        let cursor = try #require(first.data["next_cursor"]?.string)
        let second = await history(panel, "?cursor=\(cursor)")
        let times = (first.items + second.items).compactMap { $0["at"]?.integer }
        #expect(times == (0..<60).reversed().map { now.seconds + $0 })
        #expect(second.data["next_cursor"] == .null)
        #expect(await history(panel, "?cursor=x").data["field"]?.string == "cursor")
    }

    @Test func `why a login ended is told in the reader's language`() async throws {
        let panel = try await Panel()
        let health = AccountHealth(
            state: .needsLogin, reason: AccountLogin.ended("refresh_token_reused"), changedAt: panel.clock.now)
        try await panel.ports.accounts.note(health, of: panel.world.account.id)
        let reasons = [await history(panel), await history(panel, language: "zh")].map {
            $0.items.first?["reason"]?.string
        }
        #expect(reasons[0]?.hasPrefix("The refresh token was used elsewhere") == true)
        #expect(reasons[1]?.hasPrefix("刷新令牌已在别处使用过") == true)
    }

    @Test func `it is for administrators, and of accounts that are there`() async throws {
        let panel = try await Panel()
        let path = "/api/channel/\(panel.world.account.id.value)/health"
        #expect(await panel.call(.get, path, as: panel.member.cookie).status == 403)
        #expect(await panel.call(.get, path).status == 401)
        #expect(await panel.root(.get, "/api/channel/99/health").status == 404)
    }
}
