import Domain
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// Conversations of programs, and answers that go on from them.
@Suite(.timeLimit(.minutes(5))) struct ProgramConversationTests {
    private func made(_ program: Program, _ body: JSONValue = [:]) async throws -> String {
        try #require(await program.send(.post, "/v1/conversations", body).json["id"]?.string)
    }

    private func texts(_ program: Program, _ id: String) async -> [String] {
        let items = await program.get("/v1/conversations/\(id)/items?order=asc").json["data"]?.array ?? []
        return items.map { $0["content"]?[0]?["text"]?.string ?? "" }
    }

    @Test func `an answer goes on from its items and adds what was asked and answered`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let id = try await made(program, ["items": [["role": "user", "content": "I am Ada."]]])
        var sent: Prompt?
        let given = try await program.respond(["input": "Who?", "conversation": .string(id)]) { reply in
            sent = reply.prompt
            await reply.answer()
        }
        #expect(given["conversation"] == ["id": .string(id)])
        #expect(sent?.messages.map(\.text) == ["I am Ada.", "Who?"] && sent?.original?.body["conversation"] == nil)
        #expect(await texts(program, id) == ["I am Ada.", "Who?", "It is."])
        // What failed before its first word adds nothing, and leaves the conversation free.
        async let failing = program.call(["conversation": ["id": .string(id)]])
        await world.backend.asked().fail(UpstreamFailure(.upstreamRefused, status: 400, detail: ""))
        #expect(await failing.status == 400)
        #expect(await program.call(["conversation": .string(id), "temperature": "hot"]).status == 400)
        #expect(await program.call(["conversation": .string(id), "model": "nobody"]).status == 404)
        _ = try await program.respond(["input": "And?", "conversation": .string(id), "store": false])
        #expect(await texts(program, id).suffix(2) == ["And?", "It is."])
    }

    @Test func `one answer at a time, and none of it in a conversation that is deleted meanwhile`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let id = try await made(program)
        async let first = program.call(["conversation": .string(id)])
        let reply = await world.backend.asked()
        let refused = await program.call(["conversation": .string(id)])
        #expect(refused.status == 409 && refused.error["code"] == "conversation_locked")
        let counted = await program.send(
            .post, "/v1/responses/input_tokens", ["model": "alpha", "input": "x", "conversation": .string(id)])
        #expect(counted.status == 200)
        #expect(
            await program.send(.delete, "/v1/conversations/\(id)").json == [
                "id": .string(id), "object": "conversation.deleted", "deleted": true,
            ])
        await reply.answer()
        #expect(await first.status == 200)
        #expect(await program.get("/v1/conversations/\(id)/items").status == 404)
        #expect(await program.call(["conversation": .string(id)]).status == 404)
    }

    @Test func `a client that leaves frees the conversation, adds nothing, and leaves a cancelled answer`() async throws
    {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let id = try await made(program)
        async let asked = program.call(["conversation": .string(id), "stream": true])
        let reply = await world.backend.asked()
        await reply.say("It")
        let reader = StreamReader(await asked)
        let begun = try #require(await reader.events(1).first?.json["response"]?["id"]?.string)
        reader.leave()
        await reply.ended()
        while !world.ports.calls.running.isEmpty, !Task.isCancelled { await Task.yield() }
        #expect(await program.get("/v1/responses/\(begun)").json["status"] == "cancelled")
        _ = try await program.respond(["input": "Still there?", "conversation": .string(id)])
        #expect(await texts(program, id) == ["Still there?", "It is."])
    }

    @Test func `a conversation is its member's`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let second = await Program(world, of: world.alice, ["name": "second"])
        let other = await Program(world, of: world.bob)
        let id = try await made(program, ["items": [["role": "user", "content": "x"]], "metadata": ["a": "b"]])
        let item = try #require(await program.get("/v1/conversations/\(id)/items").json["first_id"]?.string)
        #expect(await second.get("/v1/conversations/\(id)").json["metadata"] == ["a": "b"])
        #expect(await second.get("/v1/conversations/\(id)/items/\(item)").json["id"]?.string == item)
        let missing = await other.get("/v1/conversations/conv_none")
        let calls: [(Wire.Method, String, JSONValue?)] = [
            (.get, "", nil), (.post, "", ["metadata": [:]]), (.delete, "", nil), (.get, "/items", nil),
            (.post, "/items", ["items": [["role": "user", "content": "x"]]]), (.get, "/items/\(item)", nil),
            (.delete, "/items/\(item)", nil),
        ]
        for (method, path, body) in calls {
            for (stranger, name) in [(other, id), (program, "conv_%C3%A9"), (program, "conv_none")] {
                let refused = await stranger.send(method, "/v1/conversations/\(name)\(path)", body)
                #expect(refused.status == 404 && refused.bytes == missing.bytes, "\(method) \(path)")
            }
        }
        #expect(await other.call(["conversation": .string(id)]).status == 404)
        #expect(world.backend.count == 0)
        #expect(await program.send(.delete, "/v1/conversations/\(id)/items/\(item)").json["id"]?.string == id)
        #expect(await program.get("/v1/conversations/\(id)/items/\(item)").status == 404)
    }

    static let flaws: [(String, JSONValue, Text)] = [
        ("", ["items": "x"], "items"), ("", ["items": [["role": "cat", "content": "x"]]], "items[0].role"),
        ("", ["metadata": ["a": 1]], "metadata"),
        ("", ["metadata": .object((1...17).map { .init("k\($0)", "x") })], "metadata"),
        ("/items", [:], "items"), ("/items", ["items": [7]], "items[0]"), ("/items", ["items": []], "items"),
        ("?", [:], "metadata"),
    ]

    @Test(arguments: flaws.indices) func `what cannot be kept is refused by its name`(index: Int) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let (path, body, param) = Self.flaws[index]
        let id = path.isEmpty ? "" : "/\(try await made(program))"
        let refused = await program.send(.post, "/v1/conversations\(id)\(path == "?" ? "" : path)", body)
        #expect(refused.status == 400 && refused.error["param"]?.text == param, "\(refused.text)")
    }
}
