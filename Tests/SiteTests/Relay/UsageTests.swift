import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// The usage log, as people read it.
@Suite(.timeLimit(.minutes(5))) struct UsageTests {
    @Test func `a member sees his own rows alone, whatever he asks for, and no account`() async throws {
        let world = try await World()
        try await world.call(of: world.alice)
        try await world.call(of: world.bob)
        for query in ["cursor=", "cursor=&username=bob", "p=1", "p=1&username=bob&channel=1"] {
            let rows = await world.get("/api/log/self?\(query)", as: world.alice).json["data"]?["items"]?.array ?? []
            #expect(rows.map { $0["username"]?.string } == ["alice"], "\(query)")
            #expect(rows.first?["channel"] == 0 && rows.first?["channel_name"] == "")
            #expect(rows.first?["attempts"]?.array?.first?["account"] == 0)
        }
        #expect(await world.get("/api/log/", as: world.alice).status == 403)
        let all = await world.get("/api/log/?cursor=", as: world.admin).json["data"]?["items"]?.array ?? []
        #expect(Set(all.map { $0["username"]?.string }) == ["alice", "bob"])
        #expect(all.allSatisfy { $0["channel_name"] == "shared" })
    }

    @Test func `chat and programs stand in one log, each with its request`() async throws {
        let world = try await World()
        let chat = try await world.begin(DraftBody(id: "m1"))
        await chat.reply.answer()
        await chat.reader.end()
        try await world.call(of: world.alice)
        let rows = await world.get("/api/log/self?cursor=", as: world.alice).json["data"]?["items"]?.array ?? []
        #expect(Set(rows.map { $0["endpoint"]?.string }) == ["chat", "chat/completions"])
        #expect(rows.allSatisfy { $0["request_id"]?.string?.isEmpty == false })
        #expect(rows.allSatisfy { $0["units"] == 1 })
    }

    @Test func `what no upstream has counted is estimated, and marked, in the chat and for programs`() async throws {
        let world = try await World()
        let chat = try await world.begin(DraftBody(id: "m1"))
        await chat.reply.answer("你好，世界。And sixteen bytes.")
        await chat.reader.end()
        let program = await Program(world, of: world.alice)
        async let response = program.ask(["messages": [["role": "user", "content": "twelve bytes"]]])
        await world.backend.asked().answer("你好，世界。And sixteen bytes.")
        #expect(await response.status == 200)
        let rows = await program.log(of: world.alice)
        #expect(rows.count == 2 && rows.allSatisfy { $0["is_estimate"] == true && $0["completion_tokens"] == 10 })
        #expect(rows.first { $0["endpoint"] == "chat/completions" }?["prompt_tokens"] == 3)
    }

    @Test func `what an upstream has counted is no estimate, nor is what nobody said`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        async let counted = program.ask()
        let asked = await world.backend.asked()
        await asked.say("It is.")
        await asked.say(.usage(Usage(promptTokens: 3, completionTokens: 0)))
        asked.finish()
        #expect(await counted.status == 200)
        async let silent = program.ask()
        await world.backend.asked().fail(.upstreamError)
        _ = await silent
        let rows = await program.log(of: world.alice)
        #expect(rows.count == 2 && rows.allSatisfy { $0["is_estimate"] == false && $0["completion_tokens"] == 0 })
    }

    @Test func `pages follow each other, and each filter holds`() async throws {
        let world = try await World()
        for _ in 0..<5 {
            world.clock.advance(by: .seconds(1))
            try await world.call(of: world.alice)
        }
        var (seen, cursor): ([JSONValue], String?) = ([], "")
        while let place = cursor {
            let page = await world.get("/api/log/self?page_size=2&cursor=\(place)", as: world.alice).json["data"]
            seen += page?["items"]?.array ?? []
            cursor = page?["cursor"]?.string
        }
        #expect(Set(seen.compactMap { $0["created_at"]?.integer }).count == seen.count)
        #expect(seen.count == 5)
        func count(_ query: String) async -> Int {
            await world.get("/api/log/?cursor=&\(query)", as: world.admin).json["data"]?["items"]?.array?.count ?? -1
        }
        #expect(await count("model_name=alpha&username=alice&token_name=program&status=finished&type=2&group=") == 5)
        #expect(await count("group=default&status=failed,finished&without_key=0") == 5)
        for none in [
            "model_name=beta", "username=bob", "token_name=x", "status=failed", "type=5", "channel=99", "group=vip",
            "without_key=1", "status=failed,stopped",
        ] {
            #expect(await count(none) == 0, "\(none)")
        }
        let now = world.clock.now.seconds
        #expect(await count("start_timestamp=\(now)&end_timestamp=\(now)") == 1)
        #expect(await count("start_timestamp=\(now - 4)&end_timestamp=\(now)") == 5)
        #expect(await count("start_timestamp=\(now + 1)") == 0)
        for wrong in [
            "status=odd&cursor=", "status=failed,odd", "cursor=odd", "start_timestamp=x", "channel=-1&cursor=",
        ] {
            #expect(await world.get("/api/log/?\(wrong)", as: world.admin).status == 400, "\(wrong)")
        }
    }

    @Test func `a file for spreadsheets has a row a line, runs nothing, and shows members no account`() async throws {
        let world = try await World()
        try await world.call(of: world.alice, key: "=HYPERLINK(\"http://evil.test\"),\"x\"")
        let file = await world.get("/api/log/self/csv", as: world.alice)
        #expect(file.headers["content-type"] == "text/csv; charset=utf-8")
        let reader = StreamReader(file)
        await reader.end()
        let lines = reader.seen.text.split(separator: "\r\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("\u{FEFF}time,key,"))
        #expect(lines[1].contains(#","'=HYPERLINK(""http://evil.test""),""x""","#))
        #expect(!reader.seen.text.contains("shared"))
        let all = StreamReader(await world.post("/api/log/export", ["username": "alice"], as: world.admin))
        await all.end()
        #expect(all.seen.text.contains("alice") && all.seen.text.contains("shared"))
        let none = StreamReader(await world.post("/api/log/export", ["username": "bob"], as: world.admin))
        await none.end()
        #expect(none.seen.text.split(separator: "\r\n").count == 1)
        #expect(await world.post("/api/log/export", [:], as: world.alice).status == 403)
        let acts = try await world.ports.audit.list(
            Page(offset: 0, limit: 9), where: AuditFilter(action: .usageExported))
        #expect(acts.total == 2)
    }
}

extension World {
    /// A call that is answered, and its row.
    fileprivate func call(of person: Person, key: String = "program") async throws {
        let program = await Program(self, of: person, ["name": .string(key)])
        async let response = program.ask()
        await backend.asked().answer()
        #expect(await response.status == 200)
        await dispatcher().writeUsage()
    }
}
