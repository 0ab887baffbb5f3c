import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// The dashboard's numbers: always those of the log, for everybody what they may see.
@Suite(.timeLimit(.minutes(5))) struct StatsTests {
    @Test(arguments: [false, true])
    func `numbers of now, of a trend and of a ranking are those of the log, summed or not`(isSummed: Bool) async throws
    {
        let world = try await World()
        try await world.fillLog()
        if isSummed { while try await world.ports.usageSums.sumSome() {} }
        let now = await world.data("/api/stats/now", as: world.admin)
        for part in ["minute", "today"] {
            let sums = now[Text(part)] ?? .null
            #expect(sums["requests"] == 5 && sums["succeeded"] == 4 && sums["failed"] == 1, "\(part)")
            #expect(sums["prompt_tokens"] == 15 && sums["completion_tokens"] == 20)
            #expect(sums["duration_ms_p50"]?.integer != nil && sums["first_token_ms_p95"]?.integer != nil)
        }
        #expect(now["minute"]?["rpm"]?.double == 1 && now["minute"]?["tpm"]?.double == 7)
        #expect(now["yesterday"]?["requests"] == 0 && now["yesterday"]?["duration_ms_p50"] == .null)
        #expect(now["active"] == 0 && now["accounts"]?["healthy"] == 0 && now["accounts"]?["cooling"] == 1)
        #expect(now["keys"] == ["total": 2, "enabled": 2])
        #expect(now["members"] == ["total": 3, "enabled": 3, "near_limit": .null])
        let own = await world.data("/api/stats/now/self", as: world.bob)
        #expect(own["today"]?["requests"] == 1 && own["accounts"] == nil && own["members"] == nil)
        let trend = await world.data("/api/stats/trend?unit=hour", as: world.admin)
        #expect(trend["unit"] == "hour" && trend.total("requests") == 5 && trend.total("failed") == 1)
        let ranking = await world.data("/api/stats/ranking?by=member", as: world.admin)
        #expect(ranking.names == ["alice", "bob"] && ranking["items"]?.array?.first?["requests"] == 4)
        #expect(ranking["total"]?["requests"] == 5 && ranking["others"] == .null)
        let first = await world.data("/api/stats/ranking?by=member&limit=1", as: world.admin)
        #expect(first.names == ["alice"] && first["others"]?["requests"] == 1)
        let models = await world.data("/api/stats/ranking?by=model", as: world.admin)
        #expect(models.names == ["alpha"] && models["items"]?.array?.first?["id"] == .null)
        let keys = await world.data("/api/stats/ranking?by=key", as: world.admin)
        #expect(keys.names == ["program", "", "program"])
        #expect(keys["items"]?.array?.map { $0["requests"] } == [3, 1, 1])
        #expect(keys["items"]?.array?.contains { $0["id"] == 0 } == true)
        #expect(await world.data("/api/stats/ranking?by=group", as: world.admin).names == ["default"])
        #expect(await world.data("/api/stats/ranking?by=account", as: world.admin).names == ["shared"])
    }

    @Test func `a running call is a request, and active`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        async let response = program.ask()
        let asked = await world.backend.asked()
        #expect(await world.data("/api/stats/now", as: world.admin)["active"] == 1)
        #expect(await world.data("/api/stats/now/self", as: world.bob)["active"] == 0)
        world.clock.advance(by: .seconds(6))
        await world.dispatcher().writeUsage()
        let now = await world.data("/api/stats/now", as: world.admin)
        #expect(now["active"] == 1 && now["today"]?["requests"] == 1 && now["today"]?["succeeded"] == 0)
        await asked.answer()
        #expect(await response.status == 200)
        await world.dispatcher().writeUsage()
        let later = await world.data("/api/stats/now", as: world.admin)
        #expect(later["active"] == 0 && later["today"]?["requests"] == 1 && later["today"]?["succeeded"] == 1)
    }

    @Test func `each filter holds, alone and together`() async throws {
        let world = try await World()
        try await world.fillLog()
        while try await world.ports.usageSums.sumSome() {}
        for (query, count) in [
            ("", 5), ("model=alpha", 5), ("model=beta", 0), ("username=alice", 4), ("username=nobody", 0),
            ("channel=\(world.account.id)", 5), ("channel=99", 0), ("group=default", 5), ("group=vip", 0),
            ("model=alpha&username=bob", 1), ("channel=\(world.account.id)&username=alice&group=default", 4),
        ] {
            #expect(
                await world.data("/api/stats/trend?\(query)", as: world.admin).total("requests") == count, "\(query)")
        }
        #expect(await world.data("/api/stats/trend/self?model=beta", as: world.alice).total("requests") == 0)
    }

    @Test func `a member gets their own numbers, whatever is asked for`() async throws {
        let world = try await World()
        try await world.fillLog()
        for filter in ["", "&username=alice", "&channel=99", "&group=vip", "&user_id=\(world.alice.user.id)"] {
            let trend = await world.data("/api/stats/trend/self?unit=day\(filter)", as: world.bob)
            #expect(trend.total("requests") == 1, "\(filter)")
            for subject in ["model", "key"] {
                let ranking = await world.data("/api/stats/ranking/self?by=\(subject)\(filter)", as: world.bob)
                #expect(ranking["total"]?["requests"] == 1 && ranking.total("requests") == 1, "\(subject)\(filter)")
            }
            let now = world.clock.now.seconds
            let data = await world.data(
                "/api/data/self?start_timestamp=\(now - 7200)&end_timestamp=\(now)\(filter)", as: world.bob)
            #expect(data.array?.map { $0["username"] } == ["bob"] && data.array?.first?["count"] == 1)
        }
        for subject in ["member", "group", "account"] {
            #expect(await world.get("/api/stats/ranking/self?by=\(subject)", as: world.bob).status == 400)
        }
        for path in ["stats/now", "stats/trend", "stats/ranking", "stats/live", "data/"] {
            #expect(await world.get("/api/\(path)", as: world.bob).status == 403)
            #expect(await world.get("/api/\(path)").status == 401)
        }
    }

    @Test func `hours and days without a call are there, with zeros, and days begin at midnight`() async throws {
        let world = try await World()
        try await world.fillLog()
        // 2026-03-11T12:00:00Z
        let now = world.clock.now.seconds
        let hours = await world.data("/api/stats/trend", as: world.admin)["items"]?.array ?? []
        #expect(hours.count == 25 && hours.first?["at"] == .integer(now - now % 3600 - 86_400))
        #expect(hours.map { $0["requests"]?.integer ?? -1 } == Array(repeating: 0, count: 24) + [5])
        #expect(hours.first?["first_token_ms_p50"] == .null)
        let days =
            await world.data(
                "/api/stats/trend?unit=day&start_timestamp=\(now - 3 * 86_400)", as: world.admin)["items"]?.array ?? []
        #expect(days.map { $0["at"]?.integer ?? 0 } == (0...3).map { now - now % 86_400 - (3 - $0) * 86_400 })
        #expect(days.map { $0["requests"] } == [0, 0, 0, 5])
    }

    @Test func `the range is exact to the second, its end does not belong to it`() async throws {
        let world = try await World()
        let start = world.clock.now.seconds
        for _ in 0..<3 {
            try await world.call(of: world.alice)
            world.clock.advance(by: .seconds(10))
        }
        for isSummed in [false, true] {
            if isSummed { while try await world.ports.usageSums.sumSome() {} }
            for (from, to, count) in [(0, 30, 3), (0, 20, 2), (1, 21, 2), (10, 20, 1), (11, 20, 0), (20, 3600, 1)] {
                let range = "start_timestamp=\(start + Int64(from))&end_timestamp=\(start + Int64(to))"
                #expect(await world.data("/api/stats/trend?\(range)", as: world.admin).total("requests") == count)
                #expect(
                    await world.data("/api/stats/ranking?\(range)", as: world.admin)["total"]?["requests"]
                        == .integer(count))
            }
        }
    }

    @Test func `what cannot be answered is refused with the name of the field`() async throws {
        let world = try await World()
        let now = world.clock.now.seconds
        for (query, field) in [
            ("trend?start_timestamp=x", "start_timestamp"), ("trend?end_timestamp=-1", "end_timestamp"),
            ("trend?unit=week", "unit"), ("trend?channel=x", "channel"),
            ("trend?start_timestamp=\(now - 401 * 3600)", "start_timestamp"),
            ("trend?unit=day&start_timestamp=\(now - 401 * 86_400)", "start_timestamp"),
            ("trend?start_timestamp=\(now - 9)&end_timestamp=\(now - 9)", "end_timestamp"),
            ("trend?start_timestamp=\(now + 9999)", "start_timestamp"),
            ("ranking?by=color", "by"), ("ranking?limit=0", "limit"), ("ranking?limit=101", "limit"),
            ("ranking?start_timestamp=9&end_timestamp=3", "end_timestamp"),
        ] {
            let answer = await world.get("/api/stats/\(query)", as: world.admin)
            #expect(answer.status == 400, "\(query)")
            #expect(answer.json["message"]?.string?.hasPrefix("\(field):") == true, "\(query): \(answer.text)")
        }
        let words = await world.get("/api/stats/trend?start_timestamp=1", as: world.admin).json["message"]?.string
        #expect(words?.contains("400") == true)
    }

    @Test func `New API's data are by model and hour, of all or of one, and nothing without a range`() async throws {
        let world = try await World()
        try await world.fillLog()
        let hour = world.clock.now.seconds / 3600 * 3600
        let range = "start_timestamp=\(hour)&end_timestamp=\(hour)"
        let all = await world.data("/api/data/?\(range)", as: world.admin)
        #expect(
            all == [
                [
                    "id": 0, "user_id": 0, "username": "", "model_name": "alpha", "created_at": .integer(hour),
                    "token_used": 35, "count": 5, "quota": 0,
                ]
            ])
        let one = await world.data("/api/data/?\(range)&username=bob", as: world.admin)
        #expect(one.array?.map { $0["count"] } == [1] && one.array?.first?["username"] == "bob")
        #expect(await world.data("/api/data/", as: world.admin) == [])
        #expect(
            await world.data("/api/data/?start_timestamp=\(hour + 1)&end_timestamp=\(hour + 3599)", as: world.admin)
                == [])
        let own = await world.data("/api/data/self?\(range)", as: world.alice)
        #expect(own.array?.map { $0["user_id"] } == [.integer(world.alice.user.id.value)])
        let long = await world.get(
            "/api/data/self?start_timestamp=\(hour - 2_592_001)&end_timestamp=\(hour)", as: world.alice)
        #expect(long.status == 400)
    }
}

extension World {
    /// Of alice three calls of which one fails, and a turn; of bob a call.
    func fillLog() async throws {
        let chat = try await begin(DraftBody(id: "m1"))
        await chat.reply.say("It is.")
        await chat.reply.say(.usage(Usage(promptTokens: 3, completionTokens: 5)))
        clock.advance(by: .milliseconds(10))
        chat.reply.finish()
        await chat.reader.end()
        let programs = [await Program(self, of: alice), await Program(self, of: bob)]
        for number in [0, 0, 1] { try await call(by: programs[number]) }
        async let failed = programs[0].ask()
        let asked = await backend.asked()
        await asked.say("It is.")
        await asked.say(.usage(Usage(promptTokens: 3, completionTokens: 0)))
        asked.fail(.upstreamError)
        _ = await failed
        await dispatcher().writeUsage()
    }

    /// A call that is answered, and its row.
    func call(of person: Person) async throws { try await call(by: await Program(self, of: person)) }

    private func call(by program: Program) async throws {
        async let response = program.ask()
        let asked = await backend.asked()
        await asked.say("It is.")
        await asked.say(.usage(Usage(promptTokens: 3, completionTokens: 5)))
        asked.finish()
        #expect(await response.status == 200)
        await dispatcher().writeUsage()
    }

    func data(_ target: String, as person: Person) async -> JSONValue {
        let answer = await get(target, as: person)
        #expect(answer.status == 200, "\(target): \(answer.text)")
        return answer.json["data"] ?? .null
    }
}

extension JSONValue {
    fileprivate func total(_ name: Text) -> Int {
        (self["items"]?.array ?? []).reduce(0) { $0 + Int($1[name]?.integer ?? 0) }
    }

    fileprivate var names: [String] { (self["items"]?.array ?? []).map { $0["name"]?.string ?? "-" } }
}
