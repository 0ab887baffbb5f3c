import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// A conversation that goes on with another account says so, in the stream and ever after.
@Suite(.timeLimit(.minutes(5))) struct ContinuedTests {
    @Test(arguments: [true, false])
    func `an answer by another account than the one before it is marked, in every stream and in the tree`(isV1: Bool)
        async throws
    {
        let talk = try await Talk()
        let (turn, second) = try await talk.failover("m2", isV1: isV1)
        #expect(second.prompt.messages == turn.reply.prompt.messages, "the other one is asked the same")
        await second.say("It is.")
        #expect(await talk.mark == nil, "nobody knows yet how it ends")
        second.finish()
        if isV1 { await turn.reader.end() } else { await talk.world.pass(until: turn.reader) }
        let mark: JSONValue = ["account": .string(second.account.name), "former": .string(talk.former.name)]
        let events = turn.reader.seen.events
        let told = isV1 ? Array(DeltaClient(events).messages.values) : events.compactMap { $0.json["message"] }
        #expect(told.compactMap { $0["metadata"]?["continued"] }.last == mark)
        #expect(await talk.mark == mark)
        #expect(await talk.marks.count == 1, "neither the question nor the first answer has one")

        // Who comes later, and whoever reads it of what is stored, is told the same.
        let later = DeltaClient(await StreamReader(await talk.world.follow(talk.conversation)).end())
        #expect(later.messages.values.compactMap { $0["metadata"]?["continued"] } == [mark])
        // It stays with that account: nothing new to tell.
        let third = try await talk.ask("m3")
        #expect(third.reply.account.id == second.account.id)
        await third.reply.answer("And on.")
        await third.reader.end()
        #expect(await talk.mark == nil)
        #expect(await talk.marks == [mark])
    }

    @Test func `another account from the first is marked as one that took over`() async throws {
        let talk = try await Talk()
        try await talk.world.change(talk.former.id, to: .disabled)
        let turn = try await talk.ask("m2")
        #expect(turn.reply.account.id != talk.former.id)
        await turn.reply.say(.reasoning("Hm."))
        await turn.reply.answer()
        let events = await turn.reader.end()
        let mark: JSONValue = ["account": .string(turn.reply.account.name), "former": .string(talk.former.name)]
        #expect(DeltaClient(events).messages.values.compactMap { $0["metadata"]?["continued"] } == [mark])
        #expect(await talk.marks == [mark], "its thoughts have none")
    }

    @Test func `what nobody answered is not marked, and the next answer is compared with the last one there was`()
        async throws
    {
        let talk = try await Talk()
        let (turn, second) = try await talk.failover("m2")
        second.fail(.upstreamUnreachable)
        let events = await turn.reader.end()
        #expect(DeltaClient(events).messages.values.allSatisfy { $0["metadata"]?["continued"] == nil })
        #expect(await talk.marks.isEmpty)
        talk.world.clock.advance(by: .seconds(6))
        try await talk.world.change(talk.former.id, to: .disabled)
        let next = try await talk.ask("m3")
        await next.reply.answer()
        await next.reader.end()
        #expect(await talk.mark == ["account": .string(second.account.name), "former": .string(talk.former.name)])
        #expect(await talk.marks.count == 1)
    }

    @Test func `a first answer is no continuation, whoever was asked before it came`() async throws {
        let world = try await World()
        try await world.addAccounts(1)
        let turn = try await world.begin()
        turn.reply.fail(.upstreamUnreachable)
        await world.backend.asked().answer("It is.")
        await turn.reader.end()
        #expect(await world.tree(turn.conversation).leaf?["metadata"]?["continued"] == nil)
    }

    @Test func `another answer to the same question is compared with what stands before the question`() async throws {
        let talk = try await Talk()
        let (turn, second) = try await talk.failover("m2")
        await second.answer("It is.")
        await turn.reader.end()
        talk.world.clock.advance(by: .seconds(6))
        try await talk.world.change(second.account.id, to: .disabled)
        let again = try await talk.world.begin(
            DraftBody(conversation: talk.conversation, parent: "m2", action: "variant"))
        #expect(again.reply.account.id == talk.former.id)
        await again.reply.answer("Once more.")
        await again.reader.end()
        #expect(await talk.mark == nil, "on this branch the first account answered before, too")
        #expect(await talk.marks.count == 1)
    }

    @Test func `an account that the member may not use any more has no name for him`() async throws {
        let talk = try await Talk()
        let (turn, second) = try await talk.failover("m2")
        await second.answer("It is.")
        await turn.reader.end()
        let bindings = talk.world.ports.bindings
        for binding in try await bindings.list(of: nil, to: talk.former.id, Page(offset: 0, limit: 9)).items
        where binding.user == talk.world.alice.user.id {
            try await bindings.delete(binding.id)
        }
        #expect(await talk.mark == ["account": .string(second.account.name), "former": nil])
    }

    @Test func `a stream that is made again of what is stored has the mark`() async throws {
        let talk = try await Talk()
        let (turn, second) = try await talk.failover("m2")
        await second.answer("It is.")
        await turn.reader.end()
        let store = talk.world.ports.conversations
        let (id, owner) = (Key<Conversation>(talk.conversation)!, talk.world.alice.user.id)
        let tree = try await store.tree(of: id, for: owner)
        let stored = try #require(tree.last?.continued)
        #expect(stored == Continuation(with: second.account.name, after: talk.former.name))
        #expect(try await store.messages(of: id, for: owner).allSatisfy { $0.continued == nil })
    }
}

/// A conversation of alice, who may use two accounts, that one of them has answered.
private struct Talk {
    let world: World
    let conversation: String
    let former: Account

    init() async throws {
        world = try await World()
        try await world.addAccounts(1)
        let first = try await world.chat(DraftBody(id: "m1"))
        (conversation, former) = (first.conversation, first.reply.account)
    }

    func ask(_ id: String, isV1: Bool = true) async throws -> Underway {
        let parent = await world.tree(conversation)["current_node"]?.string
        return try await world.begin(DraftBody(id: id, conversation: conversation, parent: parent, isV1: isV1))
    }

    /// Asks, and has the account fail that answered before; the other one has been asked.
    func failover(_ id: String, isV1: Bool = true) async throws -> (Underway, ScriptedReply) {
        let turn = try await ask(id, isV1: isV1)
        try #require(turn.reply.account.id == former.id)
        turn.reply.fail(.upstreamUnreachable)
        let second = await world.backend.asked()
        try #require(second.account.id != former.id)
        return (turn, second)
    }

    /// Of the shown answer.
    var mark: JSONValue? {
        get async { await world.tree(conversation).leaf?["metadata"]?["continued"] }
    }

    /// Of all messages.
    var marks: [JSONValue] {
        get async {
            let nodes = await world.tree(conversation)["mapping"]?.members ?? []
            return nodes.compactMap { $0.value["message"]?["metadata"]?["continued"] }
        }
    }
}
