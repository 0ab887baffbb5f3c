import Domain
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// `POST /pg/chat/completions`: what programs ask, asked by one who is signed in.
@Suite(.timeLimit(.minutes(5))) struct PlaygroundTests {
    private func ask(
        _ world: World, _ fields: JSONValue = [:], as person: Person? = nil, headers: Headers = [:]
    ) async -> Response {
        var body: JSONValue = ["model": "alpha", "messages": [["role": "user", "content": "Hi?"]]]
        for member in fields.members ?? [] { body[member.key] = member.value }
        return await world.respond(to: .post, "/pg/chat/completions", as: person, json: body, headers: headers)
    }

    @Test func `one who is signed in is answered as a program, at his own cost and by no key`() async throws {
        let world = try await World(limits: [Limit(2, per: .day)])
        let program = await Program(world, of: world.alice)
        async let response = ask(world, ["stream": true, "top_k": 7, "group": ""], as: world.alice)
        let asked = await world.backend.asked()
        #expect(asked.account.id == world.account.id)
        let sent = try #require(asked.prompt.original).body
        #expect(sent["top_k"] == 7 && sent["group"] == nil)
        await asked.say("It is.")
        let reader = StreamReader(await response)
        asked.finish()
        let events = await reader.end()
        let chunks = events.compactMap { try? JSONValue(parsing: $0.data.utf8) }
        #expect(chunks.compactMap { $0["choices"]?.array?.first?["delta"]?["content"]?.string }.joined() == "It is.")
        #expect(events.last?.data == "[DONE]")
        #expect(await world.used() == 1)
        let row = try #require(await program.log(of: world.alice).first)
        #expect(row["endpoint"] == "chat/completions" && row["token_name"] == "" && row["is_stream"] == true)
    }

    @Test func `beyond a limit nobody is asked`() async throws {
        let world = try await World(limits: [Limit(1, per: .day)])
        async let first = ask(world, as: world.alice)
        await world.backend.asked().answer()
        #expect(await first.status == 200)
        let second = await ask(world, as: world.alice)
        #expect(second.status == 429 && second.error["code"] == "rate_limit_exceeded")
        #expect(world.backend.count == 1)
    }

    @Test func `whoever is not signed in, or comes with a key, is refused in OpenAI's words`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        for headers in [[:], ["authorization": Text("Bearer sk-\(program.key)")]] as [Headers] {
            let answer = await ask(world, headers: headers)
            #expect(answer.status == 401 && answer.error["message"]?.string?.isEmpty == false)
        }
    }

    @Test func `another site cannot have a browser ask`() async throws {
        let world = try await World()
        let answer = await ask(world, as: world.alice, headers: ["sec-fetch-site": "cross-site"])
        #expect(answer.status == 403 && answer.error["message"]?.string?.isEmpty == false)
        #expect(world.backend.count == 0)
    }

    @Test(arguments: ["vip", 7] as [JSONValue]) func `a group that is not his is refused`(group: JSONValue) async throws
    {
        let world = try await World()
        let answer = await ask(world, ["group": group], as: world.alice)
        #expect(answer.status == 403 && answer.error["param"] == "group")
        #expect(world.backend.count == 0)
    }

    @Test func `a member without accounts is told so`() async throws {
        let world = try await World()
        let answer = await ask(world, as: try await world.person("carol"))
        #expect(answer.status == 404 && answer.error["code"] == "no_account")
    }

    @Test func `a question under way ends when its member may ask no more`() async throws {
        let world = try await World()
        async let response = ask(world, ["stream": true], as: world.alice)
        let asked = await world.backend.asked()
        await asked.say("It ")
        let reader = StreamReader(await response)
        let body: JSONValue = ["id": .integer(Int(world.alice.user.id.value)), "action": "disable"]
        #expect(await world.post("/api/user/manage", body, as: world.admin).status == 200)
        await reader.end()
        #expect(reader.isCut)
    }
}
