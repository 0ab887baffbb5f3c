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

@Suite(.timeLimit(.minutes(5))) struct ChatIsolationTests {
    /// Every call that takes a conversation's id, with its body.
    private let calls: [(Method, String, JSONValue?)] = [
        (.get, "/backend-api/conversation/ID", nil),
        (.patch, "/backend-api/conversation/ID", ["title": "x"]),
        (.patch, "/backend-api/conversation/ID", ["is_archived": true]),
        (.patch, "/backend-api/conversation/ID", ["is_visible": false]),
        (.patch, "/backend-api/conversation/ID", ["current_node": "m1"]),
        (.post, "/backend-api/conversation/gen_title/ID", ["message_id": "m1"]),
        (.get, "/backend-api/conversation/ID/stream", nil),
        (.get, "/backend-api/conversation/ID/stream?encoding=v1&after=x.1", nil),
        (.post, "/backend-api/conversation/ID/stop", [:]),
        (.post, "/backend-api/conversation", DraftBody(id: "new", conversation: "ID").json),
        (.post, "/backend-api/conversation", DraftBody(conversation: "ID", parent: "m1", action: "variant").json),
        (.post, "/backend-api/conversation", DraftBody(conversation: "ID", parent: "m1", action: "continue").json),
    ]

    @Test func `somebody else's id answers byte for byte as a missing one, and changes nothing`() async throws {
        let world = try await World()
        let secret = try await world.begin(DraftBody(text: "a secret"))
        await secret.reply.say("another")
        let before = await world.tree(secret.conversation)
        for (method, path, body) in calls {
            var answers: [Response] = []
            for id in [secret.conversation, "00000000-0000-4000-8000-000000000000", "x", "not%20a%20key"] {
                let json = try body.map { try JSONValue(parsing: $0.serialized.replacing("ID", with: id).utf8) }
                answers.append(
                    await world.respond(to: method, path.replacing("ID", with: id), as: world.bob, json: json))
            }
            for answer in answers {
                #expect(answer.status == 404, "\(method) \(path)")
                #expect(answer.bytes == answers[0].bytes)
                #expect(answer.headers == answers[0].headers)
                #expect(!answer.bytes.isEmpty)
            }
        }
        #expect(await world.tree(secret.conversation) == before)
        secret.reply.finish()
        await secret.reader.end()
        #expect(secret.reader.seen.events.last?.isDone == true, "nobody else stopped it")
    }

    @Test func `two members may choose the same message id`() async throws {
        let world = try await World()
        let first = try await world.chat(answer: "for alice")
        let second = try await world.chat(answer: "for bob", as: world.bob)
        #expect(first.conversation != second.conversation)
        #expect(await world.tree(second.conversation, as: world.bob).leaf?.words == "for bob")
        #expect(await world.tree(first.conversation).leaf?.words == "for alice")
    }

    @Test func `a parent in somebody else's conversation is no parent`() async throws {
        let world = try await World()
        let first = try await world.chat(DraftBody(id: "theirs"))
        let mine = try await world.chat(DraftBody(id: "mine"), as: world.bob)
        let leaf = try #require(await world.tree(first.conversation)["current_node"]?.string)
        for parent in ["theirs", leaf] {
            let response = await world.send(
                DraftBody(id: "m9", conversation: mine.conversation, parent: parent), as: world.bob)
            #expect(response.status == 404)
            #expect(response.json["detail"]?["code"] == "unknown_parent")
        }
    }

    @Test func `a mark of somebody else's turn is only a beginning`() async throws {
        let world = try await World()
        let first = try await world.chat(answer: "for alice")
        let mine = try await world.chat(answer: "for bob", as: world.bob)
        let events = await StreamReader(await world.follow(mine.conversation, after: first.mark, as: world.bob)).end()
        #expect(events == mine.reader.seen.events)
    }

    @Test(arguments: Revocation.allCases)
    func `a revoked reader gets nothing two seconds later`(revocation: Revocation) async throws {
        let world = try await World()
        let turn = try await world.begin()
        await turn.reply.say("before ")
        await turn.reader.until { $0.text.contains("before") }
        try await revocation.happen(to: world.alice, in: world)
        // The turn's own timer, and the viewer's.
        await world.clock.sleepers(2)
        world.clock.advance(by: .seconds(2))
        await turn.reader.end()
        #expect(turn.reader.isCut)
        let length = turn.reader.seen.bytes.count
        await turn.reply.say("after")
        #expect(turn.reader.seen.bytes.count == length)
        #expect(await world.follow(turn.conversation).status == 401)
        turn.reply.finish()
    }

    enum Revocation: CaseIterable {
        case logout, everywhere, disabled

        func happen(to person: Person, in world: World) async throws {
            switch self {
            case .logout: try await world.ports.sessions.delete(person.session.hash)
            case .everywhere: try await world.ports.sessions.deleteAll(of: person.user.id)
            case .disabled:
                var user = person.user
                user.status = .disabled
                try await world.ports.users.update(user)
            }
        }
    }
}
