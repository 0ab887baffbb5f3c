import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// What a key tells of itself (new-api.md §5), and what strangers are told of prices.
@Suite(.timeLimit(.minutes(5))) struct KeyBalanceTests {
    private static let paths = [
        "/api/usage/token/", "/api/usage/token", "/dashboard/billing/subscription", "/dashboard/billing/usage",
        "/v1/dashboard/billing/subscription", "/v1/dashboard/billing/usage?start_date=2026-1-1&end_date=2026-2-2",
    ]

    private func world() async throws -> World {
        let world = try await World()
        await world.set("ModelRatio", #"{"alpha":1}"#)
        return world
    }

    @Test func `a key with a limit says what it had, what it spent and what is left`() async throws {
        let world = try await world()
        let program = await Program(
            world, of: world.alice,
            [
                "name": "mine", "unlimited_quota": false, "remain_quota": 500_000, "model_limits_enabled": true,
                "model_limits": "alpha,beta",
            ])
        try await program.use(Usage(promptTokens: 125_000))
        await world.dispatcher().writeUsage()
        let answer = await program.get("/api/usage/token/")
        #expect(answer.status == 200 && answer.json["success"] == nil)
        #expect(answer.json["code"] == true && answer.json["message"] == "ok")
        let data = answer.json["data"]
        #expect(data?["object"] == "token_usage" && data?["name"] == "mine" && data?["unlimited_quota"] == false)
        #expect(
            data?["total_granted"] == 500_000 && data?["total_used"] == 125_000 && data?["total_available"] == 375_000)
        #expect(data?["model_limits"] == ["alpha": true, "beta": true] && data?["model_limits_enabled"] == true)
        #expect(data?["expires_at"] == 0)
        #expect(await program.get("/api/usage/token").json == answer.json)
        for base in ["/v1/dashboard/billing", "/dashboard/billing"] {
            let subscription = await program.get("\(base)/subscription").json
            #expect(subscription["object"] == "billing_subscription" && subscription["has_payment_method"] == true)
            for name: Text in ["soft_limit_usd", "hard_limit_usd", "system_hard_limit_usd"] {
                #expect(subscription[name]?.double == 1)
            }
            #expect(subscription["access_until"] == 0)
            let usage = await program.get("\(base)/usage?start_date=2026-1-1&end_date=2026-12-31").json
            #expect(usage["object"] == "list" && usage["total_usage"]?.double == 25)
        }
    }

    @Test func `a key without a limit says so`() async throws {
        let world = try await world()
        let program = await Program(world, of: world.alice)
        let data = await program.get("/api/usage/token/").json["data"]
        #expect(data?["unlimited_quota"] == true && data?["total_used"] == 0 && data?["model_limits"] == [:])
        #expect(await program.get("/v1/dashboard/billing/subscription").json["hard_limit_usd"]?.double == 100_000_000)
    }

    @Test func `a key that has expired or spent all is told, and one that is switched off is not`() async throws {
        let world = try await world()
        let end = world.clock.now.seconds + 3600
        let program = await Program(
            world, of: world.alice, ["unlimited_quota": false, "remain_quota": 100, "expired_time": .integer(end)])
        try await program.use(Usage(promptTokens: 150))
        await world.dispatcher().writeUsage()
        #expect(await program.get("/api/usage/token/").json["data"]?["total_available"] == -50)
        world.clock.advance(by: .seconds(3601))
        #expect(await program.get("/v1/models").status == 401)
        let late = await program.get("/api/usage/token/")
        #expect(late.status == 200 && late.json["data"]?["expires_at"] == .integer(end))
        #expect(await program.get("/v1/dashboard/billing/subscription").json["access_until"] == .integer(end))
        let keys = await world.get("/api/token/?p=1", as: world.alice).json["data"]?["items"]?.array
        let id = try #require(keys?.first?["id"])
        _ = await world.put("/api/token/?status_only=1", ["id": id, "status": 2], as: world.alice)
        for path in Self.paths { #expect(await program.get(path).status == 401, "\(path)") }
    }

    @Test
    func `no key, a wrong one and a session are refused as everywhere on the relay, and pages of other sites may ask`()
        async throws
    {
        let world = try await world()
        let program = await Program(world, of: world.alice)
        for path in Self.paths {
            for answer in [
                await world.get(path), await world.get(path, headers: ["authorization": "Bearer sk-wrong"]),
                await world.get(path, as: world.admin),
            ] {
                #expect(answer.status == 401 && answer.error["code"] == "invalid_api_key", "\(path)")
            }
            let page = await world.get(
                path, headers: ["authorization": Text("Bearer sk-\(program.key)"), "origin": "https://keys.test"])
            #expect(page.status == 200 && page.headers["access-control-allow-origin"] == "*", "\(path)")
        }
    }

    @Test func `an owner who is disabled, and an address that is not allowed, are told nothing`() async throws {
        let world = try await world()
        let bound = await Program(world, of: world.alice, ["allow_ips": "192.0.2.1"])
        #expect(await bound.get("/api/usage/token/").status == 403)
        let program = await Program(world, of: world.alice)
        _ = await world.post(
            "/api/user/manage", ["id": .integer(world.alice.user.id.value), "action": "disable"], as: world.admin)
        #expect(await program.get("/api/usage/token/").status == 403)
    }

    @Test func `strangers are told prices where the administrators want that, and of no model without one`()
        async throws
    {
        let world = try await world()
        _ = try await world.ports.addAccount("hidden-account", models: ["gamma"], at: world.clock.now)
        await world.set("GroupRatio", #"{"default":0.5,"vip":0.1}"#)
        #expect(await world.get("/api/pricing").status == 401)
        await world.set("PublicPricingEnabled", "true")
        let told = await world.get("/api/pricing")
        #expect(told.status == 200 && told.json["success"] == true)
        #expect(told.json["data"]?.array?.map { $0["model_name"] } == ["alpha"])
        #expect(
            told.json["group_ratio"]?.members?.map(\.key) == ["default"]
                && told.json["usable_group"] == ["default": "default"])
        #expect(told.json["data"]?[0]?["enable_groups"] == ["default"] && !told.text.contains("hidden"))
        // A cookie that is none is nobody's.
        #expect(await world.get("/api/pricing", headers: ["cookie": "session=nobody"]).json == told.json)
        #expect(await world.get("/api/pricing", as: world.alice).json["data"]?.array?.count == 2)
        await world.set("PublicPricingEnabled", "false")
        #expect(await world.get("/api/pricing").status == 401)
        #expect(
            await world.put("/api/option/", ["key": "PublicPricingEnabled", "value": "yes"], as: world.admin).status
                == 400)
    }
}
