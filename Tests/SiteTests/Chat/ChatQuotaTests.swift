import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@Suite(.timeLimit(.minutes(5))) struct ChatQuotaTests {
    @Test func `a refusal says which window stopped it and until when`() async throws {
        let world = try await World(limits: [Limit(5, per: .day), Limit(1, per: .hour)])
        try await world.chat()
        let refused = await world.send(DraftBody(id: "m2"))
        #expect(refused.status == 429)
        #expect(refused.headers["retry-after"] == "3600")
        #expect(
            refused.json == [
                "detail": [
                    "code": "quota_exceeded", "message": "The limit of 1 messages per hour is reached.",
                    "scope": "member", "window": "hour", "kind": "rolling", "unit": "messages", "models": ["*"],
                    "limit": 1, "used": 1, "remaining": 0,
                    "resets_at": .integer(world.clock.now.seconds + 3600),
                ]
            ])
        #expect(await world.get("/backend-api/conversations", as: world.alice).json["total"] == 1)
    }

    @Test func `64 at once on a limit of 7 are exactly 7`() async throws {
        let world = try await World(limits: [Limit(7, per: .hour)])
        let statuses = await withTaskGroup { group in
            for number in 1...64 { group.addTask { await world.send(DraftBody(id: "m\(number)")).status } }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(statuses == [200: 7, 429: 57])
        #expect(await world.used() == 7)
    }

    @Test(arguments: [false, true])
    func `an upstream that says nothing costs nothing`(isStopped: Bool) async throws {
        let world = try await World(limits: [Limit(1, per: .day)])
        let turn = try await world.begin()
        #expect(await world.used() == 1)
        if isStopped {
            let stop = await world.post("/backend-api/conversation/\(turn.conversation)/stop", [:], as: world.alice)
            #expect(stop.json == ["success": true])
        } else {
            turn.reply.fail(.upstreamRateLimited)
        }
        await turn.reader.end()
        #expect(await world.used() == 0)
        // As long as the upstream is left alone.
        world.clock.advance(by: .seconds(5))
        try await world.chat(DraftBody(id: "m2"))
        #expect(await world.used() == 1)
    }

    @Test func `the member reads what is left`() async throws {
        let world = try await World(limits: [Limit(3, per: .hour), Limit(9, per: .month)])
        try await world.chat()
        let answer = await world.get("/api/user/quota", as: world.alice).json
        #expect(answer["success"] == true)
        let windows = try #require(answer["data"]?["windows"]?.array)
        #expect(windows.map { $0["window"]?.string } == ["hour", "month"])
        #expect(windows.map { $0["kind"]?.string } == ["rolling", "calendar"])
        #expect(windows.map { $0["remaining"]?.integer } == [2, 8])
        #expect(answer["data"]?["package"]?["name"] == "basic")
        let without = await world.get("/api/user/quota", as: world.bob).json
        #expect(without == ["success": true, "message": "", "data": ["windows": [], "package": nil]])
    }

    @Test func `the member reads name and models`() async throws {
        let world = try await World()
        let me = await world.get("/backend-api/me", as: world.alice).json
        #expect(me["id"]?.string == "user-\(world.alice.user.id)")
        #expect(me["name"] == "alice")
        let second = try await world.ports.addAccount("second", models: ["beta", "gamma"], at: world.clock.now)
        try await world.ports.bind(world.alice, to: second, at: world.clock.now)
        let models = await world.get("/backend-api/models", as: world.alice).json
        let slugs = models["models"]?.array?.compactMap { $0["slug"]?.string } ?? []
        #expect(slugs.sorted() == ["alpha", "beta", "gamma"])
        #expect(models["default_model_slug"]?.string == slugs.first)
        #expect(models["models"]?[0]?["max_tokens"] == 128_000)
        let carol = try await world.person("carol")
        let none = await world.get("/backend-api/models", as: carol).json
        #expect(none == ["models": [], "categories": [], "default_model_slug": nil])
    }
}
