import Dialects
import Domain
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// What programs get for a key.
@Suite(.timeLimit(.minutes(5))) struct RelayTests {
    @Test func `a key asks the accounts of the member who made it, at his cost`() async throws {
        let world = try await World(limits: [Limit(2, per: .day)])
        let program = await Program(world, of: world.alice)
        async let response = program.ask()
        let reply = await world.backend.asked()
        #expect(reply.account.id == world.account.id)
        #expect(reply.prompt.messages.map(\.text) == ["hello"])
        await reply.answer()
        let answer = await response
        #expect(answer.status == 200)
        #expect(answer.json["choices"]?.array?.first?["message"]?["content"] == "It is.")
        #expect(answer.json["model"] == "alpha")
        #expect(await world.used() == 1)
        #expect(world.ports.pool.load(of: world.account.id) == 0)
        let row = try #require(await program.log(of: world.alice).first)
        #expect(row["token_name"] == "program")
        #expect(row["status"] == "finished")
        #expect(row["units"] == 1)
    }

    @Test func `in pieces, the head leaves with the first one, and what was not asked for is not sent`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        async let response = program.ask(["stream": true])
        let reply = await world.backend.asked()
        await reply.say(.usage(Usage(promptTokens: 3)))
        await reply.say("It ")
        let reader = StreamReader(await response)
        await reply.say("is.")
        await reply.say(.usage(Usage(promptTokens: 3, completionTokens: 2)))
        reply.finish()
        let events = await reader.end()
        let chunks = events.compactMap { try? JSONValue(parsing: $0.data.utf8) }
        #expect(chunks.compactMap { $0["choices"]?.array?.first?["delta"]?["content"]?.string }.joined() == "It is.")
        #expect(chunks.last?["choices"]?.array?.first?["finish_reason"] == "stop")
        #expect(!chunks.contains { $0["usage"]?.isNull == false })
        #expect(events.last?.data == "[DONE]")
        let row = try #require(await program.log(of: world.alice).first)
        #expect(row["completion_tokens"] == 2)
        #expect(row["is_stream"] == true)
    }

    @Test func `while the upstream is silent there is a sign of life every ten seconds`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        async let response = program.ask(["stream": true])
        let reply = await world.backend.asked()
        await reply.say("It ")
        let reader = StreamReader(await response)
        await reader.events(1)
        // The first one only finds that something has come.
        for _ in 0..<2 {
            await world.clock.sleepers(1)
            world.clock.advance(by: .seconds(10))
        }
        await reader.until { $0.text.contains(": ping") }
        #expect(reader.seen.text.contains(": ping\n\n"))
        await reply.answer("is.")
        await reader.end()
    }

    @Test func `whoever leaves stops the upstream, and pays for what came`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        let program = await Program(world, of: world.alice)
        async let response = program.ask(["stream": true])
        let reply = await world.backend.asked()
        await reply.say("It ")
        let reader = StreamReader(await response)
        await reader.events(1)
        reader.leave()
        await reply.ended()
        await world.restOfCalls()
        #expect(await world.used() == 1)
        #expect(world.ports.pool.load(of: world.account.id) == 0)
        #expect(await program.log(of: world.alice).first?["status"] == "stopped")
    }

    @Test(arguments: ["delete", "switch off", "disable the member"])
    func `a call under way ends when its key may call no more`(act: String) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        async let response = program.ask(["stream": true])
        let reply = await world.backend.asked()
        await reply.say("It ")
        let reader = StreamReader(await response)
        async let silent = program.ask()
        _ = await world.backend.asked()
        let id = await world.get("/api/token/", as: world.alice).json["data"]?["items"]?.array?.first?["id"] ?? .null
        switch act {
        case "delete": _ = await world.respond(to: .delete, "/api/token/\(id.integer ?? 0)", as: world.alice)
        case "switch off":
            _ = await world.respond(
                to: .put, "/api/token/?status_only=1", as: world.alice, json: ["id": id, "status": 2])
        default:
            _ = await world.post(
                "/api/user/manage", ["id": .integer(world.alice.user.id.value), "action": "disable"], as: world.admin)
        }
        await reader.end()
        #expect(reader.isCut)
        #expect(await silent.status == 499)
        await world.restOfCalls()
        #expect(world.ports.pool.load(of: world.account.id) == 0)
    }

    @Test func `orders to a gateway behind us do not pass`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        async let response = program.ask(["api_base": "http://evil.test", "models": ["beta"], "own": 1])
        let reply = await world.backend.asked()
        let body = try OpenAIChat().request(reply.prompt, to: world.account)
        #expect(body["api_base"] == nil && body["models"] == nil && body["own"] == 1)
        await reply.answer()
        #expect(await response.status == 200)
    }

    @Test func `whoever leaves before the first piece pays nothing`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        let program = await Program(world, of: world.alice)
        let call = Task { await program.ask(["stream": true]) }
        let reply = await world.backend.asked()
        call.cancel()
        await reply.ended()
        _ = await call.value
        await world.restOfCalls()
        #expect(await world.used() == 0)
        #expect(world.ports.pool.load(of: world.account.id) == 0)
    }

    @Test func `beyond a limit nobody is asked, and the window is named`() async throws {
        let world = try await World(limits: [Limit(1, per: .day)])
        let program = await Program(world, of: world.alice)
        async let first = program.ask()
        await world.backend.asked().answer()
        #expect(await first.status == 200)
        let refused = await program.ask()
        #expect(refused.status == 429)
        #expect(refused.error["type"] == "rate_limit_error")
        #expect(refused.error["message"]?.string?.contains("day") == true)
        #expect(refused.headers["retry-after"] != nil)
        #expect(refused.headers["x-ratelimit-limit-requests"] == "1")
        #expect(refused.headers["x-ratelimit-remaining-requests"] == "0")
        #expect(world.backend.count == 1)
        // The chat page counts the same.
        #expect(await world.send(DraftBody(id: "m1")).status == 429)
    }

    @Test func `a key that is unknown, switched off, expired or deleted is 401, that of a disabled member 403`()
        async throws
    {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        #expect(await program.get("/v1/models").status == 200)
        #expect(await world.get("/v1/models").status == 401)
        #expect(await program.ask(key: String(repeating: "a", count: 48)).status == 401)
        let id = await world.get("/api/token/", as: world.alice).json["data"]?["items"]?.array?.first?["id"] ?? .null
        func set(_ status: Int) async {
            let answer = await world.respond(
                to: .put, "/api/token/?status_only=true", as: world.alice,
                json: ["id": id, "status": .integer(status)])
            #expect(answer.status == 200)
        }
        await set(2)
        #expect(await program.get("/v1/models").status == 401)
        await set(1)
        #expect(await program.get("/v1/models").status == 200)
        let end = world.clock.now.seconds + 60
        _ = await world.respond(
            to: .put, "/api/token/", as: world.alice, json: ["id": id, "expired_time": .integer(end)])
        #expect(await program.get("/v1/models").status == 200)
        world.clock.advance(by: .seconds(61))
        #expect(await program.get("/v1/models").status == 401)
        _ = await world.respond(to: .put, "/api/token/", as: world.alice, json: ["id": id, "expired_time": -1])
        #expect(await program.get("/v1/models").status == 200)
        var alice = world.alice.user
        alice.status = .disabled
        try await world.ports.users.update(alice)
        await world.standings.check()
        let refused = await program.get("/v1/models")
        #expect(refused.status == 403)
        #expect(refused.error["code"] == "account_disabled")
        alice.status = .enabled
        try await world.ports.users.update(alice)
        await world.standings.check()
        #expect(await program.get("/v1/models").status == 200)
        _ = await world.respond(to: .delete, "/api/token/\(id.integer ?? 0)", as: world.alice)
        #expect(await program.get("/v1/models").status == 401)
    }

    @Test func `a key may be bound to models and addresses`() async throws {
        let world = try await World()
        let narrow = await Program(
            world, of: world.alice, ["model_limits_enabled": true, "model_limits": "beta"])
        #expect(await narrow.get("/v1/models").json["data"]?.array?.map { $0["id"] } == ["beta"])
        let refused = await narrow.ask(["model": "alpha"])
        #expect(refused.status == 403)
        #expect(refused.error["code"] == "model_not_allowed")
        #expect(await narrow.ask(["model": "gamma"]).status == 403)
        let wide = await Program(world, of: world.alice)
        #expect(await wide.ask(["model": "gamma"]).error["code"] == "model_not_found")
        #expect(await wide.get("/v1/models/alpha").json["id"] == "alpha")
        #expect(await wide.get("/v1/models/gamma").status == 404)
        let elsewhere = await Program(world, of: world.alice, ["allow_ips": "10.0.0.0/8\n2001:db8::1"])
        #expect(await elsewhere.get("/v1/models").error["code"] == "address_not_allowed")
        let here = await Program(world, of: world.alice, ["allow_ips": "127.0.0.0/8"])
        #expect(await here.get("/v1/models").status == 200)
        let garbage = await world.post("/api/token/", ["name": "x", "allow_ips": "everywhere"], as: world.alice)
        #expect(garbage.status == 400)
        #expect(garbage.json["data"]?["field"] == "allow_ips")
    }

    @Test func `a member without accounts has no models, and is told so`() async throws {
        let world = try await World()
        let carol = try await world.person("carol")
        let program = await Program(world, of: carol)
        #expect(await program.get("/v1/models").json["data"]?.array?.isEmpty == true)
        #expect(await program.ask().status == 404)
        #expect(world.backend.count == 0)
    }

    @Test(arguments: [
        (#"{"#, "body"), (#"[]"#, "body"), (#"{}"#, "model"), (#"{"model":"alpha"}"#, "messages"),
        (#"{"model":"alpha","messages":[]}"#, "messages"), (#"{"model":7,"messages":[]}"#, "model"),
        (#"{"model":"alpha","messages":"hi"}"#, "messages"),
        (#"{"model":"alpha","messages":[{"role":"boss","content":"x"}]}"#, "messages[0].role"),
        (#"{"model":"alpha","messages":[{"content":"x"}]}"#, "messages[0].role"),
        (#"{"model":"alpha","messages":[{"role":"user","content":"x"}],"temperature":"hot"}"#, "temperature"),
        (#"{"model":"alpha","messages":[{"role":"user","content":"x"}],"stream":"yes"}"#, "stream"),
    ])
    func `a body that cannot be read is 400, names the field and costs nothing`(body: String, field: String)
        async throws
    {
        let world = try await World(limits: [Limit(5, per: .day)])
        let program = await Program(world, of: world.alice)
        let answer = await world.respond(
            to: .post, "/v1/chat/completions", body: Array(body.utf8),
            headers: ["authorization": Text("Bearer sk-\(program.key)")])
        #expect(answer.status == 400)
        #expect(answer.error["param"]?.string == field)
        #expect(answer.error["type"] == "invalid_request_error")
        #expect(world.backend.count == 0)
        #expect(await world.used() == 0)
    }

    @Test func `two thousand tools are refused by name`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let tools = (0..<2000).map { number -> JSONValue in
            ["type": "function", "function": ["name": .string("t\(number)"), "parameters": [:]]]
        }
        let answer = await program.ask(["tools": .array(tools)])
        #expect(answer.status == 400)
        #expect(answer.error["param"] == "tools")
    }

    @Test func `a body beyond 32 MiB is 413`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let answer = await program.ask(["x": .string(String(repeating: "a", count: 32 << 20))])
        #expect(answer.status == 413)
        #expect(answer.error["type"] == "invalid_request_error")
    }

    @Test(arguments: [
        (Method.post, "/v1/images/variations"), (.get, "/v1/files"), (.post, "/v1/files"),
        (.get, "/v1/files/file-1/content"),
        (.delete, "/v1/files/file-1"), (.post, "/v1/fine-tunes"), (.get, "/v1/fine-tunes/ft-1/events"),
        (.delete, "/v1/models/alpha"),
        (.post, "/v1/realtime/client_secrets"), (.post, "/v1/responses/compact"),
    ]) func `what is declared and not built is 501, for those who have a key`(method: Method, path: String)
        async throws
    {
        let world = try await World()
        #expect(await world.respond(to: method, path).status == 401)
        let program = await Program(world, of: world.alice)
        let refused = await world.respond(to: method, path, headers: ["authorization": "Bearer \(program.key)"])
        #expect(refused.status == 501)
        #expect(refused.error["type"] == "new_api_error")
        #expect(refused.error["code"] == "api_not_implemented")
    }

    @Test func `what is no path of its own is said in OpenAI's words, and pages of other sites may call it`()
        async throws
    {
        let world = try await World()
        let unknown = await world.get("/v1/nothing")
        #expect(unknown.status == 404)
        #expect(unknown.error["message"] == "Invalid URL (GET /v1/nothing)")
        #expect(await world.respond(to: .delete, "/v1/models").error["message"] == "Invalid URL (DELETE /v1/models)")
        let asked = await world.respond(to: .options, "/v1/chat/completions", headers: ["origin": "https://a.example"])
        #expect(asked.status == 204)
        #expect(asked.headers["access-control-allow-origin"] == "*")
        let program = await Program(world, of: world.alice)
        let answer = await world.get(
            "/v1/models", headers: ["authorization": Text("Bearer \(program.key)"), "origin": "https://a.example"])
        #expect(answer.headers["access-control-allow-origin"] == "*")
        // A cookie opens nothing here.
        #expect(await world.get("/v1/models", as: world.alice).status == 401)
    }
}
