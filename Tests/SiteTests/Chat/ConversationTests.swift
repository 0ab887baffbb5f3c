import Domain
import HTTP
import Site
import TestKit
import Testing
import Wire

@Suite(.timeLimit(.minutes(1))) struct ConversationTests {
    @Test func `the list is the member's own, newest first, page by page`() async throws {
        let world = try await World()
        var talks: [String] = []
        for number in 1...5 {
            talks.append(try await world.chat(Draught(id: "m\(number)")).conversation)
            world.clock.advance(by: .seconds(1))
        }
        try await world.chat(Draught(id: "m1"), as: world.bob)
        let all = await world.get("/backend-api/conversations", as: world.alice).json
        #expect(all["total"] == 5)
        #expect(all["limit"] == 28)
        #expect(all["has_missing_conversations"] == false)
        #expect(all["items"]?.array?.map { $0["id"]?.string } == talks.reversed())
        #expect(all["items"]?[4]?["create_time"] == "2026-03-11T12:00:00.000Z")
        let page = await world.get(
            "/backend-api/conversations?offset=1&limit=2&order=created&is_archived=false&is_starred=false",
            as: world.alice
        ).json
        #expect(page["items"]?.array?.map { $0["id"]?.string } == [talks[3], talks[2]])
        #expect(page["offset"] == 1)
    }

    @Test(arguments: [
        "limit=101", "limit=-1", "limit=x", "limit=", "offset=-1", "offset=1e3", "order=best", "is_archived=1",
    ])
    func `a list that cannot be is 422`(query: String) async throws {
        let world = try await World()
        let response = await world.get("/backend-api/conversations?\(query)", as: world.alice)
        #expect(response.status == 422)
        #expect(response.json["detail"]?["field"]?.string == query.split(separator: "=").first.map(String.init))
    }

    @Test func `rename, archive, delete`() async throws {
        let world = try await World()
        let talk = try await world.chat().conversation
        #expect(await change(talk, ["title": "  Ein \n Name "], world).json == ["success": true])
        #expect(await world.tree(talk)["title"] == "Ein   Name")
        #expect(await change(talk, ["is_archived": true], world).status == 200)
        #expect(await world.get("/backend-api/conversations", as: world.alice).json["total"] == 0)
        let archived = await world.get("/backend-api/conversations?is_archived=true", as: world.alice).json
        #expect(archived["items"]?[0]?["id"]?.string == talk)
        #expect(await change(talk, ["is_visible": false], world).status == 200)
        #expect(await world.get("/backend-api/conversation/\(talk)", as: world.alice).status == 404)
        #expect(await world.follow(talk).status == 404)
    }

    @Test func `an older answer can be shown again`() async throws {
        let world = try await World()
        let talk = try await world.chat().conversation
        let old = try #require(await world.tree(talk)["current_node"]?.string)
        try await world.chat(Draught(conversation: talk, parent: "m1", action: "variant"))
        #expect(await change(talk, ["current_node": .string(old)], world).status == 200)
        #expect(await world.tree(talk)["current_node"]?.string == old)
        let other = try await world.chat(Draught(id: "m2"))
        let foreign = try #require(await world.tree(other.conversation)["current_node"])
        for node in [foreign, "nobody", "not a key"] {
            #expect(await change(talk, ["current_node": node], world).status == 404)
        }
    }

    @Test(arguments: [
        #"{}"#, #"{"is_starred":true}"#, #"{"title":""}"#, #"{"title":" "}"#, #"{"title":7}"#, #"{"is_visible":true}"#,
        #"{"is_visible":"false"}"#, #"{"is_archived":1}"#, #"[]"#, #"{"current_node":7}"#,
    ])
    func `a change that makes no sense is 400 and changes nothing`(body: String) async throws {
        let world = try await World()
        let talk = try await world.chat().conversation
        let before = await world.tree(talk)
        let path = "/backend-api/conversation/\(talk)"
        #expect(await world.respond(to: .patch, path, as: world.alice, body: Array(body.utf8)).status == 400)
        #expect(await world.tree(talk) == before)
    }

    @Test func `a title has at most 200 characters`() async throws {
        let world = try await World()
        let talk = try await world.chat().conversation
        #expect(await change(talk, ["title": .string(String(repeating: "题", count: 200))], world).status == 200)
        #expect(await change(talk, ["title": .string(String(repeating: "题", count: 201))], world).status == 400)
    }

    @Test func `the first question names the conversation, unless a person has`() async throws {
        let world = try await World(limits: [Limit(1, per: .day)])
        let talk = try await world.chat(Draught(text: "\n# How do *I*?\nx")).conversation
        #expect(await world.tree(talk)["title"] == "New chat")
        let path = "/backend-api/conversation/gen_title/\(talk)"
        let title = await world.post(path, ["message_id": "m1"], as: world.alice)
        #expect(title.json == ["title": "How do I?"])
        #expect(await world.tree(talk)["title"] == "How do I?")
        _ = await change(talk, ["title": "Mine"], world)
        #expect(await world.post(path, ["message_id": "m1"], as: world.alice).json == ["title": "Mine"])
        #expect(await world.used() == 1)
    }

    @Test func `stopping keeps the text so far`() async throws {
        let world = try await World()
        let turn = try await world.begin()
        await turn.reply.say("So ")
        let stop = "/backend-api/conversation/\(turn.conversation)/stop"
        #expect(await world.post(stop, [:], as: world.alice).json == ["success": true])
        let events = await turn.reader.end()
        #expect(!events.contains { $0.name == "error" })
        #expect(events.last?.isDone == true)
        let leaf = await world.tree(turn.conversation).leaf
        #expect(leaf?.words == "So ")
        #expect(leaf?.status == "stopped")
        #expect(DeltaClient(events).messages.values.first == leaf)
        #expect(await world.post(stop, [:], as: world.alice).status == 200)
    }

    @Test func `deleting during a running turn ends it, and pays what was said`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        let turn = try await world.begin()
        await turn.reply.say("So ")
        #expect(await change(turn.conversation, ["is_visible": false], world).status == 200)
        let events = await turn.reader.end()
        #expect(DeltaClient(events).messages.values.first?.status == "stopped")
        #expect(await world.get("/backend-api/conversation/\(turn.conversation)", as: world.alice).status == 404)
        #expect(await world.follow(turn.conversation, after: turn.mark).status == 404)
        #expect(await world.used() == 1)
        #expect(world.ports.pool.load(of: world.account.id) == 0)
        try await world.chat(Draught(id: "m2"))
    }

    private func change(_ talk: String, _ body: JSONValue, _ world: World) async -> Response {
        await world.respond(to: .patch, "/backend-api/conversation/\(talk)", as: world.alice, json: body)
    }
}
