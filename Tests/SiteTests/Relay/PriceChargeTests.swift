import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// What requests cost, from the options to every list that tells it.
@Suite(.timeLimit(.minutes(5))) struct PriceChargeTests {
    @Test func `a request is charged by its model's price and its group's ratio, and every list tells it`() async throws
    {
        let world = try await World()
        await world.set("ModelRatio", #"{"alpha":1.5}"#)
        await world.set("CompletionRatio", #"{"alpha":4}"#)
        await world.set("GroupRatio", #"{"default":0.8}"#)
        let program = await Program(world, of: world.alice)
        try await program.use(Usage(promptTokens: 100, completionTokens: 10, cachedTokens: 40, cacheWriteTokens: 8))
        let rows = await program.log(of: world.alice)
        // (52 + 40 + 8 × 1.25 + 10 × 4) × 1.2
        #expect(rows.map { $0["quota"] } == [170])
        let other = try JSONValue(parsing: #require(rows.first?["other"]?.text).utf8)
        #expect(other["model_ratio"]?.double == 1.5 && other["group_ratio"]?.double == 0.8)
        #expect(other["completion_ratio"] == 4 && other["cache_tokens"] == 40 && other["cache_ratio"] == 1)
        #expect(other["cache_creation_tokens"] == 8 && other["cache_creation_ratio"]?.double == 1.25)
        #expect(rows.first?["group"] == "default")
        let me = await world.get("/api/user/self", as: world.alice).json["data"]
        #expect(me?["used_quota"] == 170 && me?["request_count"] == 1 && me?["unlimited_balance"] == true)
        let bob = await world.get("/api/user/self", as: world.bob).json["data"]
        #expect(bob?["used_quota"] == 0 && bob?["request_count"] == 0)
        let keys = await world.get("/api/token/?p=1", as: world.alice).json["data"]?["items"]?.array
        #expect(keys?.map { $0["used_quota"] } == [170] && keys?.first?["unlimited_quota"] == true)
        let users = await world.get("/api/user/?p=1", as: world.admin).json["data"]?["items"]?.array
        #expect(users?.first { $0["username"] == "alice" }?["used_quota"] == 170)
        let channels = await world.get("/api/channel/?p=1", as: world.admin).json["data"]?["items"]?.array
        #expect(channels?.map { $0["used_quota"] } == [170])
    }

    @Test func `what an upstream's own tools did is charged beside the tokens, and told`() async throws {
        let world = try await World()
        await world.set("ModelRatio", #"{"alpha":1}"#)
        await world.set("GroupRatio", #"{"default":0.5}"#)
        let program = await Program(world, of: world.alice)
        var usage = Usage(promptTokens: 100)
        usage.tools = ToolUse(webSearches: 2, pictures: [.low: 1])
        try await program.use(usage)
        let row = try #require(await program.log(of: world.alice).first)
        // 50 of tokens; 25 USD for a thousand searches, 0.011 for the picture, by half.
        #expect(row["quota"] == .integer(50 + 12_500 + 2750))
        let other = try JSONValue(parsing: #require(row["other"]?.text).utf8)
        #expect(other["web_search"] == true && other["file_search"] == nil)
        #expect(other["web_search_call_count"] == 2 && other["web_search_price"] == 25)
        #expect(other["image_generation_low_count"] == 1)
        #expect(other["image_generation_low_price"]?.double == 0.011)
    }

    @Test func `pictures cost by size and quality, sound by the second`() async throws {
        let world = try await World()
        await world.set("ModelPrice", #"{"dall-e-3":0.04}"#)
        await world.set("SecondPrice", #"{"alpha":0.0001}"#)
        let account = try await world.ports.addAccount("pictures", models: ["dall-e-3"], at: world.clock.now)
        try await world.ports.bind(world.alice, to: account, at: world.clock.now)
        let program = await Program(world, of: world.alice)
        await world.standings.check()
        async let picture = program.post(
            "/v1/images/generations",
            ["model": "dall-e-3", "prompt": "x", "n": 2, "size": "1024x1792", "quality": "hd"])
        let asked = await world.backend.asked()
        await asked.say("{}")
        let drawn = StreamReader(await picture)
        asked.finish()
        await drawn.end()
        async let speech = program.post("/v1/audio/speech", ["model": "alpha", "input": "x", "voice": "v"])
        let spoken = await world.backend.asked()
        await spoken.say("{}")
        let heard = StreamReader(await speech)
        var usage = Usage(promptTokens: 1)
        usage.soundLength = 61_500
        await spoken.say(.usage(usage))
        spoken.finish()
        await heard.end()
        let rows = await program.log(of: world.alice)
        let costs = rows.compactMap { $0["quota"]?.integer }
        #expect(costs.sorted() == [3075, 120_000])
        let others = try rows.map { try JSONValue(parsing: #require($0["other"]?.text).utf8) }
        #expect(others.contains { $0["picture_ratio"] == 3 && $0["calls"] == 2 })
        #expect(others.contains { $0["second_price"]?.double == 0.0001 && $0["sound_ms"] == 61_500 })
    }

    @Test func `a price that changes in the middle of an answer is one for later requests`() async throws {
        let world = try await World()
        await world.set("ModelRatio", #"{"alpha":2}"#)
        let program = await Program(world, of: world.alice)
        async let response = program.ask()
        let asked = await world.backend.asked()
        await asked.say("It ")
        await world.set("ModelRatio", #"{"alpha":500}"#)
        await asked.say("is.")
        await asked.say(.usage(Usage(promptTokens: 10, completionTokens: 0)))
        asked.finish()
        #expect(await response.status == 200)
        #expect(await program.log(of: world.alice).map { $0["quota"] } == [20])
        try await program.use(Usage(promptTokens: 10))
        #expect(await program.log(of: world.alice).compactMap { $0["quota"]?.integer }.sorted() == [20, 5000])
    }

    @Test func `a turn of a chat is charged as a call is, by the price at its beginning`() async throws {
        let world = try await World()
        await world.set("ModelRatio", #"{"alpha":2}"#)
        let chat = try await world.begin(DraftBody(id: "m1"))
        await world.set("ModelRatio", "{}")
        await chat.reply.say(.usage(Usage(promptTokens: 21, completionTokens: 4)))
        await chat.reply.answer()
        await chat.reader.end()
        let rows = await world.get("/api/log/self?cursor=", as: world.alice).json["data"]?["items"]?.array ?? []
        #expect(rows.map { $0["quota"] } == [50])
        #expect(await world.get("/api/user/self", as: world.alice).json["data"]?["used_quota"] == 50)
    }

    @Test func `what failed before its first word costs nothing, nor does a model without a price`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        try await program.use(Usage(promptTokens: 1000, completionTokens: 1000))
        await world.set("ModelPrice", #"{"alpha":1}"#)
        async let failing = program.ask()
        await world.backend.asked().fail(.upstreamError)
        _ = await failing
        let rows = await program.log(of: world.alice)
        #expect(rows.map { $0["quota"] } == [0, 0])
        #expect(Set(rows.map { $0["status"]?.string }) == ["finished", "failed"])
        let me = await world.get("/api/user/self", as: world.alice).json["data"]
        #expect(me?["used_quota"] == 0 && me?["request_count"] == 1)
        try await program.use(Usage(promptTokens: 1))
        #expect(await program.log(of: world.alice).contains { $0["quota"] == 500_000 })
    }

    @Test func `a price that is none is refused by the name of its model, and the former ones hold`() async throws {
        let world = try await World()
        await world.set("ModelRatio", #"{"alpha":2}"#)
        for value in [#"{"alpha":-1}"#, #"{"alpha":"2"}"#, #"{"alpha":NaN}"#, "[]", "", #"{"alpha":1e9}"#] {
            let answer = await world.put(
                "/api/option/", ["key": "ModelRatio", "value": .string(value)], as: world.admin)
            #expect(answer.status == 400, "\(value)")
            #expect(answer.json["data"]?["field"] == "value", "\(value)")
        }
        let rows = await world.get("/api/pricing", as: world.admin).json["data"]?.array
        #expect(rows?.first { $0["model_name"] == "alpha" }?["model_ratio"] == 2)
    }

    @Test func `the list of prices has the models that one may ask, and what they cost`() async throws {
        let world = try await World()
        let hidden = try await world.ports.addAccount("hidden", models: ["gamma", "gpt-4o"], at: world.clock.now)
        await world.set("ModelRatio", #"{"alpha":1.5,"gpt-4o":1.25,"nobody":7}"#)
        await world.set("ModelPrice", #"{"gamma":0.04}"#)
        await world.set("GroupRatio", #"{"default":1,"vip":0.5}"#)
        let own = await world.get("/api/pricing", as: world.alice).json
        #expect(own["success"] == true && own["vendors"] == [] && own["usable_group"] == ["default": "default"])
        #expect(own["data"]?.array?.map { $0["model_name"] } == ["alpha", "beta"])
        #expect(own["data"]?.array?.map { $0["is_free"] } == [false, true])
        let all = await world.get("/api/pricing", as: world.admin).json
        #expect(all["data"]?.array?.map { $0["model_name"] } == ["alpha", "beta", "gamma", "gpt-4o"])
        #expect(all["group_ratio"]?["vip"]?.double == 0.5)
        let (call, tokens) = (all["data"]?[2], all["data"]?[3])
        #expect(call?["quota_type"] == 1 && call?["model_price"]?.double == 0.04 && call?["model_ratio"] == 0)
        #expect(
            tokens?["quota_type"] == 0 && tokens?["completion_ratio"] == 4 && tokens?["is_completion_fixed"] == true)
        #expect(tokens?["supported_endpoint_types"]?.array?.isEmpty == false)
        #expect(hidden.models.count == 2)
        #expect(await world.get("/api/pricing").status == 401)
    }
}

extension World {
    /// Sets an option, as root; who may what is checked once a second.
    func set(_ name: String, _ value: String) async {
        #expect(await put("/api/option/", ["key": .string(name), "value": .string(value)], as: admin).status == 200)
        await standings.check()
    }

    func put(_ target: String, _ json: JSONValue, as person: Person) async -> Response {
        await respond(to: .put, target, as: person, json: json)
    }
}

extension Program {
    /// A call whose upstream counts so much.
    func use(_ usage: Usage) async throws {
        async let response = ask()
        let asked = await world.backend.asked()
        await asked.say("It is.")
        await asked.say(.usage(usage))
        asked.finish()
        #expect(await response.status == 200)
    }
}
