import Domain
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// Answers that are kept: found again, gone on from, deleted.
@Suite(.timeLimit(.minutes(5))) struct StoredResponseTests {
    @Test(arguments: [false, true])
    func `what an answer ended with is what is found again, with what was asked`(streams: Bool) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let given = try await program.respond(["input": "hello", "stream": .bool(streams), "metadata": ["a": "b"]])
        #expect(given["status"] == "completed" && given["store"] == true && given["background"] == false)
        #expect(given["metadata"] == ["a": "b"])
        let id = try #require(given["id"]?.string)
        #expect(id.hasPrefix("resp_"))
        let found = await program.get("/v1/responses/\(id)")
        #expect(found.status == 200 && found.json == given)
        let items = await program.get("/v1/responses/\(id)/input_items").json
        #expect(items["object"] == "list" && items["has_more"] == false && items["data"]?.array?.count == 1)
        let item = try #require(items["data"]?[0])
        #expect(item["role"] == "user" && item["content"] == [["type": "input_text", "text": "hello"]])
        #expect(items["first_id"] == item["id"] && items["last_id"] == item["id"])
    }

    @Test func `what is not to be kept is not found`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let given = try await program.respond(["store": false])
        #expect(given["store"] == false)
        let id = try #require(given["id"]?.string)
        #expect(await program.get("/v1/responses/\(id)").status == 404)
        #expect(
            await program.call(["previous_response_id": .string(id)]).error["code"] == "previous_response_not_found")
    }

    @Test func `an answer that was cut or failed is kept as it is`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let cut = try await program.respond([:]) { reply in
            await reply.say("It")
            reply.finish(.length)
        }
        #expect(cut["status"] == "incomplete")
        #expect(await program.get("/v1/responses/\(cut["id"]?.string ?? "")").json == cut)
        let failed = try await program.respond(["stream": true]) { reply in
            await reply.say("It")
            reply.fail(.upstreamIncomplete)
        }
        #expect(failed["status"] == "failed" && failed["error"]?["code"] == "server_error")
        #expect(await program.get("/v1/responses/\(failed["id"]?.string ?? "")").json == failed)
    }

    @Test func `a request goes on from an answer, and its instructions stay behind`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let first = try await program.respond(["input": "hello", "instructions": "Be short."])
        let id = try #require(first["id"])
        var sent: Prompt?
        let second = try await program.respond(["input": "And?", "previous_response_id": id]) { reply in
            sent = reply.prompt
            await reply.answer("So.")
        }
        #expect(sent?.messages.map(\.text) == ["hello", "It is.", "And?"])
        #expect(sent?.messages.map(\.role) == [.user, .assistant, .user])
        let body = try #require(sent?.original?.body)
        #expect(body["previous_response_id"] == nil && body["store"] == false && body["input"]?.array?.count == 3)
        #expect(second["previous_response_id"] == id)
        // What it holds itself is enough for the next.
        #expect(await program.delete("/v1/responses/\(id.string ?? "")").json["deleted"] == true)
        let third = try await program.respond(["input": "Why?", "previous_response_id": second["id"] ?? .null]) {
            reply in
            sent = reply.prompt
            await reply.answer()
        }
        #expect(sent?.messages.map(\.text) == ["hello", "It is.", "And?", "So.", "Why?"])
        let own = await program.get("/v1/responses/\(third["id"]?.string ?? "")/input_items").json["data"]
        #expect(own?.array?.map { $0["content"]?[0]?["text"] } == ["Why?"])
    }

    @Test func `two hundred answers go on from one another`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        var id: JSONValue = nil
        var count = 0
        for number in 0..<200 {
            let given = try await program.respond(["input": .string("\(number)"), "previous_response_id": id]) {
                reply in
                count = reply.prompt.messages.count
                await reply.answer()
            }
            id = given["id"] ?? nil
        }
        #expect(count == 399)
    }

    @Test func `what only its maker can read goes back to it, and what it could not goes nowhere`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let first = try await program.respond([:]) { reply in
            await reply.say(.reasoning("Hm."))
            await reply.say(.opaque(Opaque(.anthropic, "proof")))
            await reply.say(.reasoning("Ha."))
            await reply.answer()
        }
        var sent: Prompt?
        _ = try await program.respond(["previous_response_id": first["id"] ?? .null]) { reply in
            sent = reply.prompt
            await reply.answer()
        }
        let thoughts = (sent?.messages ?? []).flatMap(\.parts).compactMap { part in
            if case .reasoning(let thought) = part { thought } else { nil }
        }
        #expect(thoughts == [Thought("Hm.", opaque: Opaque(.anthropic, "proof"))])
        #expect(sent?.original?.body["include"] == ["reasoning.encrypted_content"])
    }

    @Test func `an item that is named is said, and one that is not kept is refused`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let other = await Program(world, of: world.bob)
        let first = try await program.respond([:])
        let name: JSONValue = ["type": "item_reference", "id": first["output"]?[0]?["id"] ?? nil]
        let input: JSONValue = [name, ["role": "user", "content": "And?"]]
        var sent: Prompt?
        let second = try await program.respond(["input": input]) { reply in
            sent = reply.prompt
            await reply.answer()
        }
        #expect(sent?.messages.map(\.text) == ["It is.", "And?"])
        let own = await program.get("/v1/responses/\(second["id"]?.string ?? "")/input_items?order=asc").json["data"]
        #expect(own?[0]?["role"] == "assistant" && own?.array?.count == 2)
        let refused = await other.call(["input": input])
        #expect(refused.status == 400 && refused.error["code"] == "item_not_found")
        #expect(refused.error["param"] == "input[0]")
        _ = await program.delete("/v1/responses/\(first["id"]?.string ?? "")")
        #expect(await program.call(["input": input]).error["code"] == "item_not_found")
        #expect(world.backend.count == 2)
    }

    @Test func `an answer is its member's: another one does not find it, another key does`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let second = await Program(world, of: world.alice, ["name": "second"])
        let narrow = await Program(
            world, of: world.alice, ["name": "narrow", "model_limits_enabled": true, "model_limits": "beta"])
        let other = await Program(world, of: world.bob)
        let id = try #require(try await program.respond([:])["id"]?.string)
        let missing = await other.get("/v1/responses/resp_none")
        for stranger in [other, narrow] {
            for (method, path) in [(Wire.Method.get, ""), (.delete, ""), (.get, "/input_items"), (.post, "/cancel")] {
                let refused = await stranger.send(method, "/v1/responses/\(id)\(path)")
                #expect(refused.status == 404 && refused.bytes == missing.bytes)
            }
            let refused = await stranger.call(
                ["model": "beta", "previous_response_id": .string(id), "input": "x"])
            #expect(refused.status == 400 && refused.error["code"] == "previous_response_not_found")
            #expect(refused.error["param"] == "previous_response_id")
        }
        #expect(await second.get("/v1/responses/\(id)").status == 200)
        #expect(
            await second.send(.delete, "/v1/responses/\(id)").json == [
                "id": .string(id), "object": "response", "deleted": true,
            ])
        #expect(await program.send(.delete, "/v1/responses/\(id)").bytes == missing.bytes)
        #expect(await program.get("/v1/responses/\(id)").status == 404)
    }

    @Test(arguments: [
        "resp_%00", "resp_%C3%A9", "%2e%2e", "resp_" + String(repeating: "a", count: 3000), "resp_%F0%9F", "1",
    ])
    func `an id that is none is not found`(id: String) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        #expect(await program.get("/v1/responses/\(id)").status == 404)
        #expect(await program.send(.delete, "/v1/responses/\(id)").status == 404)
        #expect(await program.call(["previous_response_id": .string(id)]).status == 400)
        #expect(world.backend.count == 0)
    }

    static let flaws: [(JSONValue, Text)] = [
        (["background": true, "store": false], "background"), (["store": "yes"], "store"),
        (["background": 1], "background"), (["previous_response_id": 7], "previous_response_id"),
        (["previous_response_id": "resp_1", "conversation": "conv_1"], "previous_response_id"),
        (["conversation": 7], "conversation"), (["conversation": [:]], "conversation"),
        (["metadata": "x"], "metadata"), (["metadata": ["a": 1]], "metadata"),
        (["metadata": ["a": .string(String(repeating: "x", count: 513))]], "metadata"),
        (["metadata": .object([.init(Text(String(repeating: "k", count: 65)), "x")])], "metadata"),
        (["metadata": .object((1...17).map { .init("k\($0)", "x") })], "metadata"),
    ]

    @Test(arguments: flaws.indices) func `what cannot be meant is refused by its name`(index: Int) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let (fields, param) = Self.flaws[index]
        let refused = await program.call(fields)
        #expect(refused.status == 400 && refused.error["param"]?.text == param, "\(refused.text)")
        #expect(world.backend.count == 0)
    }

    @Test func `items come in parts, in either order`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let input = JSONValue.array((1...5).map { ["role": "user", "content": .string("\($0)")] })
        let id = try #require(try await program.respond(["input": input])["id"]?.string)
        let items = { (query: String) in await program.get("/v1/responses/\(id)/input_items?\(query)") }
        let texts = { (list: JSONValue) in list["data"]?.array?.map { $0["content"]?[0]?["text"]?.string ?? "" } }
        let first = await items("limit=2").json
        #expect(texts(first) == ["5", "4"] && first["has_more"] == true)
        let next = await items("limit=3&after=\(first["last_id"]?.string ?? "")").json
        #expect(texts(next) == ["3", "2", "1"] && next["has_more"] == false)
        #expect(texts(await items("order=asc&limit=1").json) == ["1"])
        for query in ["limit=0", "limit=101", "limit=-1", "limit=abc", "limit=", "order=up", "after=nothing"] {
            let refused = await items(query)
            let field = query.split(separator: "=")[0]
            #expect(refused.status == 400 && refused.error["param"]?.string == String(field), "\(query)")
        }
    }

    @Test func `of two deletions at once one finds it`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let id = try #require(try await program.respond([:])["id"]?.string)
        async let one = program.send(.delete, "/v1/responses/\(id)").status
        async let two = program.send(.delete, "/v1/responses/\(id)").status
        #expect(await [one, two].sorted() == [200, 404])
    }

    @Test func `a member who is deleted leaves none, and a store that is away keeps no answer back`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let given = try await program.respond([:])
        let id = try #require(given["id"]?.string.flatMap { Key<StoredResponse>($0) })
        #expect(try await world.ports.responses.find(id, of: world.alice.user.id).status == .completed)
        try await world.ports.users.delete(world.alice.user.id, keepingConversationsUntil: nil)
        await #expect(throws: ChatError.notFound) {
            try await world.ports.responses.find(id, of: world.alice.user.id)
        }
    }
}

extension Program {
    /// Asks `/v1/responses`.
    func call(_ fields: JSONValue) async -> Response {
        var body: JSONValue = ["model": "alpha", "input": "hello"]
        for member in fields.members ?? [] { body[member.key] = member.value }
        return await send(.post, "/v1/responses", body)
    }

    func send(_ method: Wire.Method, _ target: String, _ body: JSONValue? = nil) async -> Response {
        await world.respond(to: method, target, json: body, headers: ["authorization": Text("Bearer sk-\(key)")])
    }

    func delete(_ target: String) async -> Response { await send(.delete, target) }

    /// The response that a request came to, whether as a whole or at the end of its stream.
    func respond(
        _ fields: JSONValue, _ play: (ScriptedReply) async -> Void = { await $0.answer() }
    ) async throws -> JSONValue {
        async let response = call(fields)
        await play(await world.backend.asked())
        let answer = await response
        guard fields["stream"] == true else { return answer.json }
        let reader = StreamReader(answer)
        let last = await reader.end().last
        return try JSONValue(parsing: (last?.data ?? "").utf8)["response"] ?? .null
    }
}
