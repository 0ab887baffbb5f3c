import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// What members write for every chat, and what clients keep for them.
@Suite(.timeLimit(.minutes(5))) struct InstructionsTests {
    private static let path = "/backend-api/user_system_messages"

    private func set(_ body: JSONValue, _ world: World, as person: Person? = nil) async -> Response {
        await world.respond(to: .patch, Self.path, as: person ?? world.alice, json: body)
    }

    private func asked(_ turn: Underway) -> [Prompt.Role] { turn.reply.prompt.messages.map(\.role) }

    @Test func `they stand before the history of every turn that begins while they are on`() async throws {
        let world = try await World()
        let first = try await world.chat()
        #expect(asked(first) == [.user])
        let body: JSONValue = ["about_user_message": " I fly.\n", "about_model_message": "简短"]
        let answer = await set(body, world)
        #expect(answer.status == 200 && answer.json["object"] == "user_system_message_detail")
        #expect(answer.json["about_user_message"] == "I fly." && answer.json["enabled"] == true)
        #expect(await world.get(Self.path, as: world.alice).json == answer.json)

        // In a chat that is there, and although the member is remembered.
        let leaf = try #require(await world.tree(first.conversation)["current_node"]?.string)
        let next = DraftBody(id: "m2", conversation: first.conversation, parent: leaf)
        let second = try await world.chat(next)
        #expect(asked(second) == [.system, .user, .assistant, .user])
        let system = second.reply.prompt.messages[0].text
        #expect(system.contains("I fly.") && system.contains("简短"))
        // Nobody sees them in the conversation, and nobody else has them.
        #expect(!"\(await world.tree(first.conversation))".contains("I fly."))
        #expect(asked(try await world.chat(DraftBody(id: "m3"), as: world.bob)) == [.user])
        #expect(await world.get(Self.path, as: world.bob).json["about_user_message"] == "")

        #expect(await set(["enabled": false], world).json["about_user_message"] == "I fly.")
        #expect(asked(try await world.chat(DraftBody(id: "m4"))) == [.user])
        #expect(await set(["enabled": true, "about_user_message": "", "about_model_message": ""], world).status == 200)
        #expect(asked(try await world.chat(DraftBody(id: "m5"))) == [.user])
    }

    @Test func `bad ones are refused, and change nothing`() async throws {
        let world = try await World()
        #expect(await set(["about_user_message": "kept"], world).status == 200)
        let long = JSONValue.string(String(repeating: "字", count: Instructions.longest / 3 + 1))
        let bad: [JSONValue] = [
            [:], [], "x", ["about_user_message": 7], ["about_user_message": ["x"]], ["enabled": "yes"],
            ["about_user_message": "a\u{0}b"], ["about_user_message": "a\u{1b}[31m"], ["about_model_message": long],
            ["about_user_message": "new", "about_model_message": long], ["name_user_message": "Ann"],
            ["enabled": true, "disabled_tools": ["browser"]], ["about_user_message": nil], ["unknown": "x"],
        ]
        for body in bad {
            let answer = await set(body, world)
            #expect(answer.status == 400, "\(body)")
        }
        #expect(await world.get(Self.path, as: world.alice).json["about_user_message"] == "kept")
        let fits = JSONValue.string(String(repeating: "字", count: Instructions.longest / 3))
        #expect(
            await set(["about_model_message": fits, "name_user_message": "", "disabled_tools": []], world).status == 200
        )
    }

    @Test func `clients keep plain values by name`() async throws {
        let world = try await World()
        let path = "/backend-api/settings/user"
        let patch = { (body: JSONValue) in await world.respond(to: .patch, path, as: world.alice, json: body) }
        let empty = await world.get(path, as: world.alice).json
        #expect(empty["settings"] == [:] && empty["announcements"] == [:] && empty["beta_settings"] == [:])
        #expect(await patch(["a": true, "b": 7, "c": "x"]).json["settings"] == ["a": true, "b": 7, "c": "x"])
        #expect(await patch(["b": nil]).json["settings"] == ["a": true, "c": "x"])
        let bad: [JSONValue] = [
            [:], [], ["a": []], ["a": [:]], ["a": .number("1.5")], ["a b": true], ["": true],
            ["c": .string(String(repeating: "x", count: 1025))],
        ]
        for body in bad { #expect(await patch(body).status == 400, "\(body)") }
        #expect(await world.get(path, as: world.alice).json["settings"] == ["a": true, "c": "x"])
        #expect(await world.get(path, as: world.bob).json["settings"] == [:])
    }
}
