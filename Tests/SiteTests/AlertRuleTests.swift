import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// Each rule finds what it is about, from its threshold on, and nothing before.
@Suite(.timeLimit(.minutes(5))) struct AlertRuleTests {
    private func found(_ kind: AlertKind, in world: World) async throws -> Alert? {
        world.clock.advance(by: .seconds(10))
        try await world.ports.alertWatch().round(0)
        return try await world.ports.alerts.open().first { $0.kind == kind }
    }

    private func setRule(_ kind: AlertKind, _ threshold: Int, in world: World) async {
        let body: JSONValue = ["kind": .string(Text(kind.rawValue)), "enabled": true, "threshold": .integer(threshold)]
        let answer = await world.respond(to: .put, "/api/alerts/rules", as: world.admin, json: body)
        #expect(answer.status == 200, "\(answer.text)")
    }

    @Test func `of requests that fail so many in a hundred are an alert, of a few requests none`() async throws {
        let world = try await World()
        await setRule(.errorRate, 50, in: world)
        let program = await Program(world, of: world.alice)
        func ask(_ count: Int, failing: Bool) async {
            for _ in 0..<count {
                async let response = program.ask()
                let asked = await world.backend.asked()
                if failing { asked.fail(.upstreamRefused) } else { asked.finish() }
                _ = await response
            }
            await world.ports.dispatcher.writeUsage()
        }
        await ask(9, failing: true)
        #expect(try await found(.errorRate, in: world) == nil, "nine are too few")
        await ask(10, failing: false)
        #expect(try await found(.errorRate, in: world) == nil, "nineteen are too few")
        await ask(1, failing: true)
        let alert = try #require(try await found(.errorRate, in: world))
        #expect(alert.facts.value == 50 && alert.facts.limit == 50 && alert.subject == .site)
    }

    @Test func `a member who has used most of a window is an alert, with how much`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        await setRule(.memberNearLimit, 80, in: world)
        for number in 1...3 { try await world.chat(DraftBody(id: "m\(number)")) }
        #expect(try await found(.memberNearLimit, in: world) == nil)
        try await world.chat(DraftBody(id: "m4"))
        let alert = try #require(try await found(.memberNearLimit, in: world))
        #expect(alert.facts.value == 80 && alert.subject.name == world.alice.user.username)
        #expect(alert.subject == AlertSubject(.member, world.alice.user.id.value, name: world.alice.user.username))
    }

    @Test func `a login that ends soon and cannot be renewed is an alert`() async throws {
        let world = try await World()
        let end = world.clock.now + .seconds(25 * 3600)
        let login: JSONValue = ["access_token": .string(ScriptedLogin.access(expires: end.seconds))]
        let channel: JSONValue = [
            "name": "team", "type": 57, "models": "gpt-5.4", "key": .string(login.serialized),
        ]
        let answer = await world.post("/api/channel/", ["mode": "single", "channel": channel], as: world.admin)
        #expect(answer.json["success"] == true, "\(answer.text)")
        #expect(try await found(.tokenExpiring, in: world) == nil)
        world.clock.advance(by: .seconds(3600))
        let alert = try #require(try await found(.tokenExpiring, in: world))
        #expect(alert.subject.name == "team" && alert.facts.expiresAt == end)
    }

    @Test func `a refresh token that cannot be renewed is an alert until it can`() async throws {
        let renewer = FailingRenewer()
        let world = try await World(renewer: renewer)
        let made = await world.post(
            "/internalweb/v1/rts/create",
            ["rt_token": "rt-of-the-alert-0123456789", "biz_id": "shop", "enabled": true],
            as: world.admin)
        let id = try #require(made.json["data"]?["id"]?.integer, "\(made.text)")
        #expect(try await found(.refreshFailing, in: world) == nil)
        _ = await world.post("/internalweb/v1/rts/refresh", ["id": .integer(id)], as: world.admin)
        let alert = try #require(try await found(.refreshFailing, in: world))
        #expect(alert.subject == AlertSubject(.refreshToken, id, name: "shop"))
        #expect(!alert.facts.reason.isEmpty)
    }
}

/// One whose provider is away.
private struct FailingRenewer: LoginRenewer {
    func renewed(_: TokenPair, of _: Account) async -> Result<TokenPair, RenewalFailure> {
        .failure(.unavailable("away"))
    }
}
