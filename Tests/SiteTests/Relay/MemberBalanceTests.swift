import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// Balances of members and keys: given, spent, used up, and told.
@Suite(.timeLimit(.minutes(5))) struct MemberBalanceTests {
    /// A world in which a token of `alpha` costs a unit, and `beta` nothing.
    private static func world() async throws -> World {
        let world = try await World()
        await world.set("ModelRatio", #"{"alpha":1}"#)
        await world.set("CompletionRatio", #"{"alpha":1}"#)
        return world
    }

    private static func pay(_ world: World, _ mode: String, _ value: JSONValue? = nil, note: String = "") async
        -> Response
    {
        var body: JSONValue = [
            "id": .integer(world.alice.user.id.value), "action": "add_quota", "mode": .string(mode),
            "note": .string(note),
        ]
        body["value"] = value
        return await world.post("/api/user/manage", body, as: world.admin)
    }

    private static func me(_ world: World) async -> JSONValue {
        await world.dispatcher().writeUsage()
        return await world.get("/api/user/self", as: world.alice).json["data"] ?? .null
    }

    @Test func `a balance is spent to its end, by calls and chats alike, and what is free goes on`() async throws {
        let world = try await Self.world()
        let program = await Program(world, of: world.alice)
        #expect(await Self.pay(world, "add", 100).status == 200)
        try await program.use(Usage(promptTokens: 60, completionTokens: 10))
        #expect(await Self.me(world)["quota"] == 30)
        let chat = try await world.begin(DraftBody(id: "m1"))
        // While it runs, all that is left is held for it.
        let second = await program.ask()
        #expect(second.status == 403 && second.error["code"] == "insufficient_user_quota")
        await chat.reply.say(.usage(Usage(promptTokens: 25, completionTokens: 20)))
        await chat.reply.answer()
        await chat.reader.end()
        // Below nothing by one answer.
        let after = await Self.me(world)
        #expect(after["quota"] == -15 && after["used_quota"] == 115 && after["unlimited_balance"] == false)
        #expect(await program.ask().status == 403)
        let refused = await world.send(DraftBody(id: "m2"))
        #expect(refused.status == 402)
        let detail = refused.json["detail"]
        #expect(detail?["code"] == "insufficient_balance" && detail?["remaining"] == 0)
        #expect(refused.headers["retry-after"] == nil)
        async let free = program.ask(["model": "beta"])
        await world.backend.asked().answer()
        #expect(await free.status == 200)
        #expect(await Self.pay(world, "add", 16).status == 200)
        try await program.use(Usage(promptTokens: 1))
        #expect(await Self.me(world)["quota"] == 0)
        #expect(await program.ask().status == 403)
        // No window of a package: it is told apart.
        #expect(await world.get("/api/user/quota", as: world.alice).json["data"]?["windows"] == [])
    }

    @Test func `what failed before its first word gives back what was held`() async throws {
        let world = try await Self.world()
        let program = await Program(world, of: world.alice)
        _ = await Self.pay(world, "override", 50)
        for _ in 0..<3 {
            async let failing = program.ask()
            await world.backend.asked().fail(.upstreamError)
            #expect(await failing.status != 403)
        }
        #expect(await Self.me(world)["quota"] == 50)
        try await program.use(Usage(promptTokens: 50))
        #expect(await Self.me(world)["quota"] == 0)
    }

    @Test func `what was spent while nobody minded is nobody's to pay, and is written down`() async throws {
        let world = try await Self.world()
        let program = await Program(world, of: world.alice)
        try await program.use(Usage(promptTokens: 500))
        var me = await Self.me(world)
        #expect(me["quota"] == 0 && me["used_quota"] == 500 && me["unlimited_balance"] == true)
        _ = await Self.pay(world, "add", 100, note: "for May")
        _ = await Self.pay(world, "subtract", 30)
        _ = await Self.pay(world, "override", 20)
        me = await Self.me(world)
        #expect(me["quota"] == 20 && me["used_quota"] == 500)
        let path = "/api/user/\(world.alice.user.id)/balance"
        let items = await world.get(path, as: world.admin).json["data"]?["items"]?.array ?? []
        #expect(items.map { $0["kind"] } == ["set", "subtracted", "added", "opened"])
        #expect(items.map { $0["amount"] } == [-50, -30, 100, 500])
        #expect(items.map { $0["balance"] } == [20, 70, 100, 0])
        #expect(items[2]["note"] == "for May" && items[2]["actor"] == "root")
        let first = await world.get(path + "?page_size=3", as: world.admin).json["data"]
        #expect(first?["items"]?.array?.count == 3)
        let rest = await world.get(path + "?page_size=3&cursor=\(first?["cursor"]?.integer ?? 0)", as: world.admin).json
        #expect(rest["data"]?["items"]?.array?.map { $0["kind"] } == ["opened"] && rest["data"]?["cursor"] == .null)
        let own = await world.get("/api/user/balance", as: world.alice).json["data"]?["items"]?.array
        #expect(own?.count == 4 && own?[0]["actor"] == nil)
        #expect(await world.get("/api/user/balance", as: world.bob).json["data"]?["items"] == [])
        #expect(await world.get(path, as: world.bob).status == 403)
        _ = await Self.pay(world, "unlimited")
        try await program.use(Usage(promptTokens: 70))
        me = await Self.me(world)
        #expect(me["unlimited_balance"] == true && me["quota"] == 0 && me["used_quota"] == 570)
        _ = await Self.pay(world, "add", 5)
        #expect(await Self.me(world)["quota"] == 5)
    }

    @Test(
        arguments: [
            ("add", 0), ("add", -5), ("add", 1_000_000_000_000_001), ("subtract", 101), ("subtract", 0),
            ("override", -1),
            ("add", .number("1.5")), ("add", "7"), ("add", nil), ("gift", 7), ("add", 1_000_000_000_000_000),
        ] as [(String, JSONValue?)])
    func `an amount that cannot be changes nothing, and its field is named`(mode: String, value: JSONValue?)
        async throws
    {
        let world = try await Self.world()
        #expect(await Self.pay(world, "add", 100).status == 200)
        let answer = await Self.pay(world, mode, value)
        #expect(answer.status == 400, "\(answer.json)")
        #expect(answer.json["data"]?["field"]?.text == (mode == "gift" ? "mode" : "value"))
        #expect(await Self.me(world)["quota"] == 100)
    }

    @Test func `a member that is sent back as it was read keeps its balance; another one is meant`() async throws {
        let world = try await Self.world()
        let program = await Program(world, of: world.alice)
        let path = "/api/user/\(world.alice.user.id)"
        func read() async -> JSONValue { await world.get(path, as: world.admin).json["data"] ?? .null }
        func put(_ changes: JSONValue, to row: JSONValue) async -> JSONValue {
            var body: JSONValue = [
                "id": .integer(world.alice.user.id.value), "username": row["username"] ?? .null,
                "quota": row["quota"] ?? .null, "unlimited_balance": row["unlimited_balance"] ?? .null,
            ]
            for change in changes.members ?? [] { body[change.key] = change.value }
            return await world.put("/api/user/", body, as: world.admin).json["data"] ?? .null
        }
        try await program.use(Usage(promptTokens: 70))
        _ = await Self.me(world)
        #expect(await put(["remark": "x"], to: read())["unlimited_balance"] == true)
        #expect(await put(["quota": 40], to: read())["quota"] == 40)
        #expect(await read()["unlimited_balance"] == false)
        #expect(await put(["remark": "y"], to: read())["quota"] == 40)
        try await program.use(Usage(promptTokens: 55))
        _ = await Self.me(world)
        #expect(await read()["quota"] == -15)
        #expect(await put(["remark": "z"], to: read())["quota"] == -15)
        #expect(await put(["unlimited_balance": true], to: read())["unlimited_balance"] == true)
        // Only what is sent is changed.
        let answer = await world.put(
            "/api/user/", ["id": .integer(world.alice.user.id.value), "remark": ""], as: world.admin)
        #expect(answer.json["data"]?["unlimited_balance"] == true)
    }

    @Test func `a key has a limit of its own, beside its owner's balance`() async throws {
        let world = try await Self.world()
        let limited = await Program(world, of: world.alice, ["remain_quota": 50, "unlimited_quota": false])
        let free = await Program(world, of: world.alice, ["remain_quota": 0, "unlimited_quota": true])
        func keys() async -> [JSONValue] {
            await world.dispatcher().writeUsage()
            return await world.get("/api/token/?p=1", as: world.alice).json["data"]?["items"]?.array ?? []
        }
        try await limited.use(Usage(promptTokens: 30))
        #expect(await keys().map { $0["remain_quota"] } == [0, 20])
        try await limited.use(Usage(promptTokens: 25))
        let (used, other) = (await keys()[1], await keys()[0])
        #expect(used["remain_quota"] == -5 && used["status"] == 4 && used["used_quota"] == 55)
        #expect(other["unlimited_quota"] == true && other["status"] == 1)
        let refused = await limited.ask()
        #expect(refused.status == 403 && refused.error["code"] == "pre_consume_token_quota_failed")
        try await free.use(Usage(promptTokens: 500))
        let id = used["id"] ?? .null
        let on = await world.put("/api/token/?status_only=true", ["id": id, "status": 1], as: world.alice)
        #expect(on.status == 400 && on.json["data"]?["field"] == "remain_quota")
        // As it was read, but for its name: what was spent stays spent.
        var row = used
        row["name"] = "renamed"
        #expect(await world.put("/api/token/", row, as: world.alice).json["data"]?["remain_quota"] == 0)
        #expect(await limited.ask().status == 403)
        row["remain_quota"] = 10
        #expect(await world.put("/api/token/", row, as: world.alice).json["data"]?["status"] == 1)
        try await limited.use(Usage(promptTokens: 10))
        #expect(await limited.ask().status == 403)
        row["unlimited_quota"] = true
        _ = await world.put("/api/token/", row, as: world.alice)
        try await limited.use(Usage(promptTokens: 10))
        // Both pay out of one balance.
        _ = await Self.me(world)
        _ = await Self.pay(world, "override", 100)
        try await limited.use(Usage(promptTokens: 10))
        try await free.use(Usage(promptTokens: 90))
        let refusals = [await limited.ask(), await free.ask()]
        #expect(refusals.map { $0.error["code"] } == ["insufficient_user_quota", "insufficient_user_quota"])
    }

    @Test func `two keys at once on the last unit: one is answered`() async throws {
        let world = try await Self.world()
        let programs = [await Program(world, of: world.alice), await Program(world, of: world.alice)]
        _ = await Self.pay(world, "override", 1)
        // What is asked takes more than a unit by any count.
        await world.set("ModelRatio", #"{"alpha":0.001}"#)
        async let first = programs[0].ask()
        let asked = await world.backend.asked()
        #expect(await programs[1].ask().status == 403)
        await asked.say(.usage(Usage(promptTokens: 1000)))
        await asked.answer()
        #expect(await first.status == 200)
        #expect(await Self.me(world)["quota"] == 0)
    }
}
