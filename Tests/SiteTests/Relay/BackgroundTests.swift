import Domain
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// Answers that go on without whoever asked for them.
@Suite(.timeLimit(.minutes(5))) struct BackgroundTests {
    private func begin(
        _ program: Program, _ fields: JSONValue = [:]
    ) async throws -> (id: String, reply: ScriptedReply) {
        var body = fields
        body["background"] = true
        let given = await program.call(body)
        #expect(given.status == 200 && given.json["status"] == "in_progress" && given.json["background"] == true)
        return (try #require(given.json["id"]?.string), await program.world.backend.asked())
    }

    /// The response when no call runs any more.
    private func ended(_ id: String, _ program: Program) async -> JSONValue {
        while !program.world.ports.calls.running.isEmpty, !Task.isCancelled { await Task.yield() }
        return await program.get("/v1/responses/\(id)").json
    }

    @Test func `it is answered at once, goes on by itself, and counts once`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        let program = await Program(world, of: world.alice)
        let (id, reply) = try await begin(program)
        #expect(await program.get("/v1/responses/\(id)").json["status"] == "in_progress")
        #expect(
            await program.call(["previous_response_id": .string(id)]).error["code"] == "previous_response_in_progress")
        await reply.answer()
        let found = await ended(id, program)
        #expect(found["status"] == "completed" && found["id"]?.string == id)
        #expect(found["output"]?[0]?["content"]?[0]?["text"] == "It is.")
        #expect(await world.used() == 1)
        #expect(world.ports.pool.load(of: world.account.id) == 0)
        // One that has ended is not cancelled.
        #expect(await program.send(.post, "/v1/responses/\(id)/cancel").json == found)
    }

    @Test func `a failure is kept`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        let program = await Program(world, of: world.alice)
        let (id, reply) = try await begin(program)
        reply.fail(UpstreamFailure(.upstreamRefused, status: 400, detail: "as the test wants it"))
        let found = await ended(id, program)
        #expect(found["status"] == "failed" && found["error"]?["code"] == "invalid_prompt")
        #expect(await world.used() == 0)
    }

    @Test func `it is cancelled once and for all, and only in the background`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let (id, reply) = try await begin(program)
        await reply.say("It")
        for _ in 0..<2 {
            let cancelled = await program.send(.post, "/v1/responses/\(id)/cancel")
            #expect(cancelled.status == 200 && cancelled.json["status"] == "cancelled")
        }
        await reply.ended()
        #expect(await ended(id, program)["status"] == "cancelled")
        let waited = try #require(try await program.respond([:])["id"]?.string)
        let refused = await program.send(.post, "/v1/responses/\(waited)/cancel")
        #expect(refused.status == 400 && refused.error["code"] == "not_in_background")
    }

    @Test func `a key that is deleted ends it, as does its own deletion`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let second = await Program(world, of: world.alice, ["name": "second"])
        let (first, reply) = try await begin(program)
        await reply.say("It")
        let keys = await world.get("/api/token/", as: world.alice).json["data"]?["items"]?.array ?? []
        let number = keys.first { $0["name"] == "program" }?["id"]?.integer ?? 0
        _ = await world.respond(to: .delete, "/api/token/\(number)", as: world.alice)
        await reply.ended()
        #expect(await ended(first, second)["status"] == "cancelled")
        let (other, another) = try await begin(second)
        await another.say("It")
        #expect(await second.send(.delete, "/v1/responses/\(other)").status == 200)
        await another.ended()
        #expect(await ended(other, second)["error"]?["code"] == "not_found")
    }

    @Test func `its events are read while it runs and after, from any number`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        async let asked = program.call(["background": true, "stream": true])
        let reply = await world.backend.asked()
        let viewer = StreamReader(await asked)
        await reply.say("It ")
        let begun = await viewer.events(5)
        let id = try #require(begun[0].json["response"]?["id"]?.string)
        // The asker leaves, and another reader comes.
        viewer.leave()
        let second = StreamReader(await program.get("/v1/responses/\(id)?stream=true&starting_after=3"))
        await reply.say("is.")
        reply.finish()
        let rest = await second.end()
        #expect(rest.first?.json["sequence_number"] == 4)
        #expect(rest.last?.json["type"] == "response.completed")
        let found = await ended(id, program)
        #expect(rest.last?.json["response"] == found)
        let all = await StreamReader(await program.get("/v1/responses/\(id)?stream=true")).end()
        #expect(all.map { $0.json["sequence_number"]?.integer } == (0..<Int64(all.count)).map { $0 })
        #expect(Array(all.dropFirst(4)) == rest)
        for query in ["starting_after=x", "starting_after=-1", "starting_after=", "starting_after=1.5"] {
            let refused = await program.get("/v1/responses/\(id)?stream=true&\(query)")
            #expect(refused.status == 400 && refused.error["param"] == "starting_after", "\(query)")
        }
    }

    @Test func `what was not kept as events is read as events that end the same`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let given = try await program.respond([:]) { reply in
            await reply.say(.reasoning("Hm."))
            await reply.answer()
        }
        let id = try #require(given["id"]?.string)
        let events = await StreamReader(await program.get("/v1/responses/\(id)?stream=true")).end()
        #expect(events.first?.json["type"] == "response.created" && events.last?.json["response"] == given)
        let deltas = events.filter { $0.json["type"] == "response.output_text.delta" }
        #expect(deltas.map { $0.json["delta"] } == ["It is."])
    }

    @Test func `no more run at once than there may`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        var replies: [ScriptedReply] = []
        for _ in 0..<ResponseRules.mostRunning { replies.append(try await begin(program).reply) }
        let refused = await program.call(["background": true])
        #expect(refused.status == 429 && refused.error["code"] == "too_many_running")
        for reply in replies { await reply.answer() }
        while !world.ports.calls.running.isEmpty, !Task.isCancelled { await Task.yield() }
        #expect(world.ports.pool.load(of: world.account.id) == 0)
    }
}
