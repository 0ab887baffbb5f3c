import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// A chat of which nothing is kept.
@Suite(.timeLimit(.minutes(5))) struct TemporaryChatTests {
    private static let draft = DraftBody(text: "A secret question", isTemporary: true)

    private func listed(_ path: String, _ world: World) async -> Int? {
        await world.get("/backend-api/\(path)", as: world.alice).json["items"]?.array?.count
    }

    @Test func `it is in no list and no search, has no title, and opens for its owner until it goes`() async throws {
        let world = try await World(askingForTitles: true)
        let talk = try await world.chat(Self.draft).conversation
        for path in ["conversations", "conversations?is_archived=true", "conversations/search?query=secret", "trash"] {
            #expect(await listed(path, world) == 0, "\(path)")
        }
        #expect(!(await world.get("/backend-api/sidebar", as: world.alice)).text.contains(talk))
        var tree = await world.tree(talk)
        let day: Int64 = 86_400
        #expect(tree["is_temporary_chat"] == true && tree["expires_at"]?.integer == world.clock.now.seconds + day)
        #expect(tree["title"] == "New chat" && tree.leaf?.words == "It is.")
        #expect(await world.get("/backend-api/conversation/\(talk)", as: world.bob).status == 404)
        #expect(await world.follow(talk).status == 200)

        // It goes on as temporary, whether or not that is said again.
        world.clock.advance(by: .seconds(3600))
        let leaf = try #require(tree["current_node"]?.string)
        try await world.chat(DraftBody(id: "m2", conversation: talk, parent: leaf))
        tree = await world.tree(talk)
        #expect(tree["expires_at"]?.integer == world.clock.now.seconds + day)
        #expect(await listed("conversations", world) == 0)
        #expect(world.backend.count == 2, "nobody was asked for a title")
    }

    @Test func `it has no place, and deleted it is gone at once with no way back`() async throws {
        let world = try await World()
        let talk = try await world.chat(Self.draft).conversation
        let path = "/backend-api/conversation/\(talk)"
        let project = await world.post("/backend-api/projects", ["name": "x"], as: world.alice).json["id"]!
        let changes: [JSONValue] = [
            ["title": "x"], ["is_archived": true], ["is_starred": true], ["gizmo_id": project],
        ]
        for body in changes {
            let answer = await world.respond(to: .patch, path, as: world.alice, json: body)
            #expect(answer.status == 409 && answer.json["detail"]?["code"] == "is_temporary")
        }
        let all = await world.respond(
            to: .patch, "/backend-api/conversations", as: world.alice,
            json: ["conversation_ids": [.string(talk)], "is_visible": false])
        #expect(all.status == 200 && !all.text.contains(talk), "what cannot be undone is not offered for it")
        #expect(await world.get(path, as: world.alice).status == 404)
        #expect(await listed("trash", world) == 0)
    }

    @Test func `a running answer ends with it`() async throws {
        let world = try await World()
        let turn = try await world.begin(Self.draft)
        await world.skipping {
            let answer = await world.respond(
                to: .patch, "/backend-api/conversation/\(turn.conversation)", as: world.alice,
                json: ["is_visible": false])
            #expect(answer.status == 200)
        }
        await turn.reader.end()
        #expect(await world.get("/backend-api/conversation/\(turn.conversation)", as: world.alice).status == 404)
    }

    @Test func `what was not to be kept is not said in a chat that stays`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        let talk = try await world.chat().conversation
        let leaf = try #require(await world.tree(talk)["current_node"]?.string)
        let answer = await world.send(DraftBody(id: "m2", conversation: talk, parent: leaf, isTemporary: true))
        #expect(answer.status == 409 && answer.json["detail"]?["code"] == "not_temporary")
        #expect(await world.used() == 1)
        var body = DraftBody(id: "m3").json
        body["history_and_training_disabled"] = "yes"
        #expect(await world.post("/backend-api/conversation", body, as: world.alice).status == 400)
    }

    @Test func `sent again it is the same chat`() async throws {
        let world = try await World()
        let talk = try await world.chat(Self.draft).conversation
        let again = await world.send(Self.draft)
        #expect(again.status == 200)
        let reader = StreamReader(again)
        await reader.end()
        #expect(reader.seen.events.compactMap { $0.json["conversation_id"]?.string }.first == talk)
        #expect(world.backend.count == 1)
    }
}
