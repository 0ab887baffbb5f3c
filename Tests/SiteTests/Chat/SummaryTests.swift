import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// A chat that has become longer than what its model reads.
@Suite(.timeLimit(.minutes(5))) struct SummaryTests {
    private static let context = 2000

    private func world(limits: [Limit] = []) async throws -> World {
        let world = try await World(limits: limits)
        try await world.setContext(Self.context)
        return world
    }

    /// A chat that fills most of the context, and the draft of a question that does not fit any more.
    private func long(in world: World) async throws -> DraftBody {
        let turn = try await world.chat(DraftBody(text: "My cat is Ada. " + String(repeating: "字", count: 600)))
        let second = try await world.chat(
            DraftBody(
                text: "And " + String(repeating: "词", count: 600), id: "m2", conversation: turn.conversation,
                parent: try await leaf(of: turn.conversation, in: world)))
        return DraftBody(
            text: "Who is Ada? " + String(repeating: "句", count: 600), id: "m3", conversation: second.conversation,
            parent: try await leaf(of: second.conversation, in: world))
    }

    private func leaf(of talk: String, in world: World) async throws -> String {
        try #require(await world.tree(talk)["current_node"]?.string)
    }

    private func metadata(of turn: Underway, in world: World) async throws -> JSONValue {
        let tree = await world.tree(turn.conversation)
        let leaf = try #require(tree["current_node"]?.text)
        return try #require(tree["mapping"]?[leaf]?["message"]?["metadata"])
    }

    @Test func `the oldest messages are summed up before the answer, said in the chat, and charged to nobody`()
        async throws
    {
        let world = try await world(limits: [Limit(9, per: .day)])
        let draft = try await long(in: world)
        // What is asked first is the summary.
        let turn = try await world.begin(draft)
        #expect(turn.reply.prompt.messages.count == 1 && turn.reply.prompt.messages[0].text.contains("My cat is Ada."))
        #expect(!turn.reply.prompt.messages[0].text.contains("Who is Ada?"))
        await turn.reader.until { $0.events.contains { $0.json["type"] == "summing_up" } }
        await turn.reply.say("<think>A long chat.</think>\n\nAda is a cat.")
        turn.reply.finish()
        let asked = await world.backend.asked()
        let sent = asked.prompt.messages.map(\.text)
        #expect(asked.account == turn.reply.account)
        #expect(sent.first?.contains("Ada is a cat.") == true && sent.last?.contains("Who is Ada?") == true)
        #expect(!sent.contains { $0.contains("My cat is Ada.") })
        await asked.say("Your cat.")
        asked.finish()
        await turn.reader.end()
        #expect(await world.used() == 3)
        #expect(world.ports.pool.load(of: world.account.id) == 0)
        let said = try await metadata(of: turn, in: world)
        let count = try #require(said["summed_up_messages"]?.integer)
        #expect(count >= 2 && said["omitted_messages"] == nil)
        // The originals stay, and what was read in their place can be read.
        let leaf = try await leaf(of: turn.conversation, in: world)
        #expect("\(await world.tree(turn.conversation))".contains("My cat is Ada."))
        let path = "/backend-api/conversation/\(turn.conversation)/message/\(leaf)/summary"
        let summary = await world.get(path, as: world.alice).json
        #expect(summary["text"] == "Ada is a cat." && summary["messages"]?.integer == count)
        #expect(await world.get(path, as: world.bob).status == 404)
        let whole = "/backend-api/conversation/\(turn.conversation)/message/m2/summary"
        #expect(await world.get(whole, as: world.alice).json == ["text": nil, "messages": 0])
        let fill = await world.get(
            "/backend-api/conversation/\(turn.conversation)/context?model=alpha", as: world.alice
        ).json
        #expect(fill["summed_up_messages"]?.integer == count && fill["omitted_messages"] == 0)
    }

    @Test func `a summary is made once, also for another answer to the same question`() async throws {
        let world = try await world()
        let draft = try await long(in: world)
        let turn = try await world.begin(draft)
        await turn.reply.say("Ada is a cat.")
        turn.reply.finish()
        await world.backend.asked().finish(saying: "Your cat.")
        await turn.reader.end()
        let count = world.backend.count
        try await world.chat(DraftBody(conversation: draft.conversation, parent: "m3", action: "variant"))
        #expect(world.backend.count == count + 1)
    }

    enum Failure: CaseIterable { case refuses, saysNothing, takesTooLong }

    @Test(arguments: Failure.allCases)
    func `without a summary the oldest messages stay out, which is said`(failure: Failure) async throws {
        let world = try await world()
        let turn = try await world.begin(try await long(in: world))
        switch failure {
        case .refuses: turn.reply.fail(.upstreamError)
        case .saysNothing: turn.reply.finish()
        case .takesTooLong: await world.skipping { await turn.reply.ended() }
        }
        let asked = await world.backend.asked()
        #expect(asked.prompt.messages.last?.text.contains("Who is Ada?") == true)
        await asked.finish(saying: "I do not know.")
        await turn.reader.end()
        let said = try await metadata(of: turn, in: world)
        #expect((said["omitted_messages"]?.integer ?? 0) >= 2 && said["summed_up_messages"] == nil)
        #expect(world.ports.pool.health(of: world.account.id).state == .healthy)
    }

    @Test func `a stop while it is summed up ends the turn, and costs nothing`() async throws {
        let world = try await world(limits: [Limit(9, per: .day)])
        let turn = try await world.begin(try await long(in: world))
        let path = "/backend-api/conversation/\(turn.conversation)/stop"
        #expect(await world.respond(to: .post, path, as: world.alice).status == 200)
        await turn.reader.end()
        #expect(await world.used() == 2)
        #expect(world.backend.count == 3, "no answer is asked for")
    }

    @Test func `an account that says it was too much is sent a summary, not half`() async throws {
        let world = try await World()
        let turn = try await world.chat(DraftBody(text: "My cat is Ada. " + String(repeating: "字", count: 40_000)))
        let second = try await world.chat(
            DraftBody(
                text: "And " + String(repeating: "词", count: 30_000), id: "m2", conversation: turn.conversation,
                parent: try await leaf(of: turn.conversation, in: world)))
        let third = try await world.begin(
            DraftBody(
                text: "Who is Ada?", id: "m3", conversation: second.conversation,
                parent: try await leaf(of: second.conversation, in: world)))
        third.reply.fail(.contextTooLong)
        let summed = await world.backend.asked()
        #expect(summed.prompt.messages.count == 1 && summed.prompt.messages[0].text.contains("My cat is Ada."))
        await summed.finish(saying: "Ada is a cat.")
        let asked = await world.backend.asked()
        #expect(asked.prompt.messages.first?.text.contains("Ada is a cat.") == true)
        await asked.finish(saying: "Your cat.")
        await third.reader.end()
        #expect(try await metadata(of: third, in: world)["summed_up_messages"] != nil)
    }

    @Test func `nobody joins in the middle without hearing of it`() async throws {
        let world = try await world()
        let turn = try await world.begin(try await long(in: world))
        let joined = await world.respond(
            to: .get, "/backend-api/conversation/\(turn.conversation)/stream?encoding=v1", as: world.alice)
        let reader = StreamReader(joined)
        await reader.until { $0.events.contains { $0.json["type"] == "summing_up" } }
        await turn.reply.finish(saying: "Ada is a cat.")
        await world.backend.asked().finish(saying: "Your cat.")
        await turn.reader.end()
        await reader.end()
    }
}

extension ScriptedReply {
    fileprivate func finish(saying text: String) async {
        await say(text)
        finish()
    }
}

extension World {
    /// How many tokens the account's models read.
    fileprivate func setContext(_ tokens: Int) async throws {
        let answer = await respond(
            to: .put, "/api/channel/", as: admin,
            json: [
                "id": .integer(account.id.value),
                "contexts": ["alpha": .integer(tokens), "beta": .integer(tokens)],
            ])
        try #require(answer.status == 200, "\(answer.text)")
    }
}
