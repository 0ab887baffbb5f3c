import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

@Suite(.timeLimit(.minutes(5))) struct RefusalTests {
    @Test func `a repeated send is the same turn and one place`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        let first = try await world.begin()
        let second = StreamReader(await world.send())
        let third = StreamReader(await world.send(DraftBody(conversation: first.conversation)))
        await first.reply.say("Once.")
        first.reply.finish()
        for reader in [first.reader, second, third] { await reader.end() }
        #expect(second.seen.events == third.seen.events)
        #expect(DeltaClient(second.seen.events).messages.values.map(\.words) == ["Once."])
        #expect(await world.used() == 1)
        #expect(await world.get("/backend-api/conversations", as: world.alice).json["total"] == 1)
    }

    @Test(arguments: [true, false])
    func `a repeated send long after the end gives the stored answer`(isV1: Bool) async throws {
        let world = try await World()
        let first = try await world.chat(answer: "Kept.")
        world.clock.advance(by: .seconds(601))
        #expect(await world.follow(first.conversation).status == 404)
        #expect(await world.follow(first.conversation).json["detail"]?["code"] == "not_resumable")
        let events = await StreamReader(await world.send(DraftBody(isV1: isV1))).end()
        let messages = isV1 ? DeltaClient(events).messages : SnapshotClient(events).messages
        let leaf = try #require(await world.tree(first.conversation).leaf)
        #expect(messages == [leaf["id"]!.string!: leaf])
        #expect(events.last?.isDone == true)
    }

    @Test func `64 sends of one message at once are one turn`() async throws {
        let world = try await World(limits: [Limit(64, per: .hour)])
        let responses = await withTaskGroup { group in
            for _ in 1...64 { group.addTask { await world.send(DraftBody(isV1: true)) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(responses.map(\.status) == Array(repeating: 200, count: 64))
        await world.backend.asked().finish()
        var marks: Set<String> = []
        for response in responses { marks.insert(await StreamReader(response).end().last?.id ?? "") }
        #expect(marks.count == 1)
        // The one turn said nothing, so it costs nothing; neither do the 63 others.
        #expect(await world.used() == 0)
    }

    @Test func `a second message waits until the answer is there`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        let first = try await world.begin()
        let refused = await world.send(DraftBody(id: "m2", conversation: first.conversation, parent: "m1"))
        #expect(refused.status == 409)
        #expect(refused.json["detail"]?["code"] == "turn_running")
        #expect(await world.used() == 1)
        first.reply.finish()
        await first.reader.end()
    }

    @Test func `what was written to a conversation that went on elsewhere is refused, if the sender says what he saw`()
        async throws
    {
        let world = try await World(limits: [Limit(9, per: .day)])
        let talk = try await world.chat().conversation
        let seen = try #require(await world.tree(talk)["current_node"]?.string)
        let second = DraftBody(id: "m2", conversation: talk, parent: seen, seen: seen)
        try await world.chat(second)
        for action in ["next", "variant", "continue"] {
            let parent = action == "variant" ? "m1" : seen
            let stale = DraftBody(id: "m3", conversation: talk, parent: parent, action: action, seen: seen)
            let refused = await world.send(stale)
            #expect(refused.status == 409)
            #expect(refused.json["detail"]?["code"] == "conversation_moved")
        }
        #expect(await world.send(DraftBody(id: "m3", conversation: talk, parent: seen, seen: "?")).status == 409)
        #expect(await world.used() == 2)
        // The same message again is the turn that it started, wherever the conversation is by now.
        #expect(await world.send(second).status == 200)
        // An older branch is taken up on purpose, by one who knows the newest; or by a client that says nothing.
        let newest = try #require(await world.tree(talk)["current_node"]?.string)
        try await world.chat(DraftBody(id: "m4", conversation: talk, parent: seen, seen: newest))
        try await world.chat(DraftBody(id: "m5", conversation: talk, parent: seen))
        #expect(await world.used() == 4)
    }

    @Test func `a message id is used for one conversation`() async throws {
        let world = try await World()
        let first = try await world.chat()
        let other = try await world.chat(DraftBody(id: "m2"))
        let refused = await world.send(DraftBody(id: "m1", conversation: other.conversation, parent: "m2"))
        #expect(refused.status == 409)
        #expect(refused.json["detail"]?["code"] == "duplicate_message")
        #expect(first.conversation != other.conversation)
    }

    @Test func `an unknown model, an unknown parent, no account`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        let talk = try await world.chat().conversation
        let model = await world.send(DraftBody(id: "m2", model: "gamma"))
        #expect(model.status == 400)
        #expect(model.json["detail"]?["code"] == "unknown_model")
        for action in ["next", "variant", "continue"] {
            let parent = await world.send(
                DraftBody(id: "m3", conversation: talk, parent: "nobody", action: action))
            #expect(parent.status == 404)
            #expect(parent.json["detail"]?["code"] == "unknown_parent")
        }
        let carol = try await world.person("carol")
        let account = await world.send(as: carol)
        #expect(account.status == 409)
        #expect(account.json["detail"]?["code"] == "no_account")
        #expect(await world.used() == 1)
    }

    @Test(arguments: [1 << 20, (1 << 20) + 1, 2 << 20])
    func `a message may have one mebibyte`(bytes: Int) async throws {
        let world = try await World()
        let response = await world.send(DraftBody(text: String(repeating: "x", count: bytes)))
        #expect(response.status == (bytes > 1 << 20 ? 413 : 200))
        guard bytes > 1 << 20 else { return }
        #expect(response.json["detail"]?["code"] == "too_large")
        #expect(response.json["detail"]?["limit"] == 1_048_576)
    }

    @Test func `a body beyond eight mebibytes is not read`() async throws {
        let world = try await World()
        let body = [UInt8](repeating: 32, count: (8 << 20) + 1)
        let response = await world.respond(to: .post, "/backend-api/conversation", as: world.alice, body: body)
        #expect(response.status == 413)
        #expect(response.json["detail"]?["code"] == "too_large")
    }

    @Test(arguments: [
        (#"{"messages":"#, "body"), (#"[]"#, "body"), (#"{"a":1,"a":2}"#, "body"), ("", "body"),
        (#"{}"#, "messages"), (#"{"messages":[]}"#, "messages"), (#"{"messages":{}}"#, "messages"),
        (#"{"action":"dance"}"#, "action"), (#"{"action":1}"#, "action"),
        (#"{"messages":["x"]}"#, "messages[0]"),
        (#"{"messages":[{"author":{"role":"system"}}]}"#, "messages[0].author.role"),
        (#"{"messages":[{"id":"not a key"}]}"#, "messages[0].id"),
        (#"{"messages":[{"id":"client-created-root"}]}"#, "messages[0].id"),
        (#"{"messages":[{"id":7}]}"#, "messages[0].id"),
        (#"{"messages":[{"id":"m"}]}"#, "messages[0].content"),
        (#"{"messages":[{"content":{"content_type":"code","parts":["x"]}}]}"#, "messages[0].content.content_type"),
        (#"{"messages":[{"content":{"parts":"x"}}]}"#, "messages[0].content.parts"),
        (#"{"messages":[{"content":{"parts":[1]}}]}"#, "messages[0].content.parts"),
        (#"{"messages":[{"content":{"parts":[]}}]}"#, "messages[0].content.parts"),
        (#"{"messages":[{"content":{"parts":[" \n\t　"]}}]}"#, "messages[0].content.parts"),
        (#"{"messages":[{"content":{"parts":["a\u0000"]}}]}"#, "messages[0].content.parts"),
        (#"{"conversation_id":7}"#, "conversation_id"),
        (#"{"messages":[{"content":{"parts":["a"]}}],"model":[]}"#, "model"),
        (#"{"messages":[{"content":{"parts":["a"]}}],"supported_encodings":"v1"}"#, "supported_encodings"),
    ])
    func `a body that makes no sense is 400 and names the field`(body: String, field: String) async throws {
        let world = try await World(limits: [Limit(1, per: .day)])
        let path = "/backend-api/conversation"
        let response = await world.respond(to: .post, path, as: world.alice, body: Array(body.utf8))
        #expect(response.status == 400)
        #expect(response.json["detail"]?["code"] == "invalid_request")
        #expect(response.json["detail"]?["field"]?.string == field)
        #expect(await world.used() == 0)
    }

    @Test func `the least body there can be is enough`() async throws {
        let world = try await World()
        let body: JSONValue = ["messages": [["content": ["content_type": "text", "parts": ["a", "b"]]]]]
        let response = await world.post("/backend-api/conversation", body, as: world.alice)
        #expect(response.status == 200)
        #expect(await world.backend.asked().prompt.messages == [.init(.user, "a\nb")])
    }

    @Test func `another site's page cannot send`() async throws {
        let world = try await World()
        let response = await world.post(
            "/backend-api/conversation", DraftBody().json, as: world.alice, headers: ["sec-fetch-site": "cross-site"])
        #expect(response.status == 403)
    }

    @Test func `nobody chats without a session`() async throws {
        let world = try await World()
        for route in world.site.routes where route.failure == .detail {
            let path = route.pattern.split(separator: "/").map { $0.hasPrefix(":") ? "x" : $0 }.joined(separator: "/")
            #expect(await world.respond(to: route.method, "/\(path)").status == 401)
        }
    }
}
