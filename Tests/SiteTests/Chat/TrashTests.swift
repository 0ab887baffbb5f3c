import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@Suite(.timeLimit(.minutes(5))) struct TrashTests {
    private func change(_ talk: String, _ body: JSONValue, _ world: World, as person: Person? = nil) async -> Response {
        await world.respond(to: .patch, "/backend-api/conversation/\(talk)", as: person ?? world.alice, json: body)
    }

    private func several(_ body: JSONValue, _ world: World, as person: Person? = nil) async -> Response {
        await world.respond(to: .patch, "/backend-api/conversations", as: person ?? world.alice, json: body)
    }

    private func listed(_ world: World, _ query: String = "", as person: Person? = nil) async -> Int64? {
        await world.get("/backend-api/conversations?\(query)", as: person ?? world.alice).json["total"]?.integer
    }

    @Test func `a deleted chat is in the trash for thirty days, is read and comes back`() async throws {
        let world = try await World()
        let talk = try await world.chat().conversation
        #expect(await change(talk, ["is_visible": false], world).json == ["success": true])
        #expect(await change(talk, ["is_visible": false], world).status == 200)
        #expect(await listed(world) == 0)
        let item = await world.get("/backend-api/trash?offset=0&limit=5", as: world.alice).json
        let days30: Int64 = 30 * 86_400
        #expect(item["items"]?[0]?["id"]?.string == talk && item["total"] == 1)
        #expect(item["items"]?[0]?["purge_at"]?.integer == world.clock.now.seconds + days30)
        let tree = await world.tree(talk)
        #expect(tree["is_visible"] == false && tree.leaf?.words == "It is.")
        let path = "/backend-api/trash/\(talk)/restore"
        #expect(await world.post(path, [:], as: world.bob).status == 404)
        #expect(await world.post(path, [:], as: world.alice).json == ["success": true])
        #expect(await world.post(path, [:], as: world.alice).status == 404)
        #expect(await world.tree(talk)["is_visible"] == true)
        #expect(await listed(world) == 1)
    }

    @Test func `in the trash nothing is changed and nothing is asked`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        let talk = try await world.chat().conversation
        let leaf = try #require(await world.tree(talk)["current_node"]?.string)
        _ = await change(talk, ["is_visible": false], world)
        let changes: [JSONValue] = [["is_starred": true], ["title": "x"], ["is_archived": true], ["gizmo_id": nil]]
        for body in changes {
            let answer = await change(talk, body, world)
            #expect(answer.status == 409 && answer.json["detail"]?["code"] == "in_trash")
        }
        for draft in [
            DraftBody(id: "m2", conversation: talk, parent: leaf),
            DraftBody(conversation: talk, parent: "m1", action: "variant"),
        ] {
            let answer = await world.send(draft)
            #expect(answer.status == 409 && answer.json["detail"]?["code"] == "in_trash")
        }
        #expect(world.backend.count == 1)
        #expect(await world.used() == 1)
    }

    @Test func `what is purged is gone, also for those who would restore it`() async throws {
        let world = try await World()
        let talk = try await world.chat().conversation
        let path = "/backend-api/trash/\(talk)"
        #expect(await world.respond(to: .delete, path, as: world.alice).status == 404)
        _ = await change(talk, ["is_visible": false], world)
        #expect(await world.respond(to: .delete, path, as: world.bob).status == 404)
        #expect(await world.respond(to: .delete, path, as: world.alice).json == ["success": true])
        #expect(await world.respond(to: .delete, path, as: world.alice).status == 404)
        #expect(await world.post("\(path)/restore", [:], as: world.alice).status == 404)
        #expect(await world.get("/backend-api/conversation/\(talk)", as: world.alice).status == 404)
    }

    @Test func `several are changed together, and of others' nothing is said`() async throws {
        let world = try await World()
        var mine: [String] = []
        for number in 1...3 { mine.append(try await world.chat(DraftBody(id: "m\(number)")).conversation) }
        let theirs = try await world.chat(DraftBody(id: "m1"), as: world.bob).conversation
        let named = JSONValue.array((mine.prefix(2) + [theirs, "nobody", "no key"]).map { .string($0) })
        let done: JSONValue = [
            "success": true, "conversation_ids": .array(mine.prefix(2).sorted().map { .string($0) }),
        ]
        #expect(await several(["conversation_ids": named, "is_visible": false], world).json == done)
        #expect(await listed(world) == 1)
        #expect(await several(["conversation_ids": named, "is_visible": true], world).json == done)
        #expect(await several(["conversation_ids": named, "is_archived": true], world).json == done)
        #expect(await listed(world, "is_archived=true") == 2)
        #expect(await several(["conversation_ids": named, "is_archived": false], world).json == done)
        #expect(await several(["is_visible": false], world).json["conversation_ids"]?.array?.count == 3)
        #expect(await listed(world) == 0)
        #expect(await listed(world, as: world.bob) == 1)
    }

    @Test(arguments: [
        #"{}"#, #"{"conversation_ids":["a"]}"#, #"{"conversation_ids":null,"is_visible":false}"#,
        #"{"conversation_ids":[],"is_visible":false}"#, #"{"conversation_ids":"a","is_visible":false}"#,
        #"{"conversation_ids":["a",7],"is_visible":false}"#, #"{"is_visible":true}"#, #"{"is_archived":false}"#,
        #"{"is_visible":false,"is_archived":true}"#, #"{"is_visible":0}"#,
        #"{"conversation_ids":["# + Array(repeating: #""a""#, count: 1001).joined(separator: ",")
            + #"],"is_visible":false}"#,
    ])
    func `what is not clearly meant changes nothing`(body: String) async throws {
        let world = try await World()
        _ = try await world.chat()
        let answer = await world.respond(
            to: .patch, "/backend-api/conversations", as: world.alice, body: Array(body.utf8))
        #expect(answer.status == 400, "\(answer.text)")
        #expect(await listed(world) == 1)
    }

    @Test func `running answers of those that are deleted together end`() async throws {
        let world = try await World()
        let (first, second) = (try await world.begin(DraftBody(id: "m1")), try await world.begin(DraftBody(id: "m2")))
        await first.reply.say("So ")
        let ids: JSONValue = [.string(first.conversation), .string(second.conversation)]
        #expect(await several(["conversation_ids": ids, "is_visible": false], world).status == 200)
        for turn in [first, second] {
            await turn.reader.end()
            #expect(await world.tree(turn.conversation).leaf?.status == "stopped")
        }
        #expect(await world.tree(first.conversation).leaf?.words == "So ")
        #expect(world.ports.turns.running.isEmpty)
    }
}
