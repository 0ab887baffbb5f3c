import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@Suite(.timeLimit(.minutes(5))) struct LifeOfAMessageTests {
    @Test func `a message is durable and its stream open before the upstream says a word`() async throws {
        let world = try await World()
        let response = await world.send(DraftBody(text: "你好"))
        #expect(response.status == 200)
        #expect(response.headers["content-type"] == "text/event-stream; charset=utf-8")
        #expect(response.headers["x-accel-buffering"] == "no")
        #expect(response.headers["cache-control"] == "no-store, no-transform")
        let reader = StreamReader(response)
        let opening = await reader.events(2)[1].json
        #expect(opening["type"] == "input_message")
        let conversation = try #require(opening["conversation_id"]?.string)
        let tree = await world.tree(conversation)
        #expect(tree.message("m1")?.words == "你好")
        #expect(tree.leaf?.status == "in_progress")
        reader.leave()
    }

    @Test(arguments: [true, false])
    func `the answer streams, is stored, and only then is done`(isV1: Bool) async throws {
        let world = try await World()
        let turn = try await world.begin(DraftBody(isV1: isV1))
        #expect(turn.reply.prompt.messages == [.init(.user, "What is it?")])
        #expect(turn.reply.prompt.model == "alpha")
        #expect(turn.reply.key.reveal() == "key of shared")
        for piece in ["It ", "is", " 好."] { await turn.reply.say(piece) }
        turn.reply.finish()
        await world.pass(until: turn.reader)
        #expect(turn.reader.seen.events.last?.isDone == true)
        #expect(!turn.reader.isCut)
        let stored = await world.tree(turn.conversation)
        let leaf = try #require(stored.leaf)
        #expect(leaf.words == "It is 好.")
        #expect(leaf.status == "finished_successfully")
        #expect(leaf["metadata"]?["finish_details"] == ["type": "stop"])
        let events = turn.reader.seen.events
        let streamed = isV1 ? DeltaClient(events).messages : SnapshotClient(events).messages
        #expect(streamed == [leaf["id"]!.string!: leaf], "what was streamed is what a reload shows")
        #expect(events.allSatisfy { $0.id?.isEmpty == false })
    }

    @Test func `reasoning is a message of its own before the answer`() async throws {
        let world = try await World()
        let turn = try await world.begin()
        await turn.reply.say(.reasoning("Let me "))
        await turn.reply.say(.reasoning("see."))
        await turn.reply.say("Done.")
        turn.reply.finish()
        await turn.reader.end()
        let streamed = DeltaClient(turn.reader.seen.events).messages
        let tree = await world.tree(turn.conversation)
        let leaf = try #require(tree.leaf)
        let parent = try #require(leaf["metadata"]?["parent_id"]?.string)
        let thoughts = try #require(tree.message(parent))
        #expect(thoughts["content"]?["content_type"] == "thoughts")
        #expect(thoughts.words == "Let me see.")
        #expect(thoughts["metadata"]?["parent_id"] == "m1")
        #expect(streamed.count == 2)
        #expect(streamed[parent] == thoughts)
        #expect(streamed[leaf["id"]!.string!] == leaf)
    }

    @Test func `the tree begins with a root that has no message`() async throws {
        let world = try await World()
        let turn = try await world.chat()
        let tree = await world.tree(turn.conversation)
        let root = try #require(tree["mapping"]?["client-created-root"])
        #expect(root == ["id": "client-created-root", "message": nil, "parent": nil, "children": ["m1"]])
        #expect(tree["mapping"]?["m1"]?["parent"] == "client-created-root")
        #expect(tree["mapping"]?["m1"]?["children"]?.array?.count == 1)
        #expect(tree["conversation_id"]?.string == turn.conversation)
    }

    @Test func `the turn goes on when nobody watches`() async throws {
        let world = try await World()
        let turn = try await world.begin()
        await turn.reply.say("It ")
        turn.reader.leave()
        await turn.reader.end()
        #expect(turn.reader.isCut)
        await turn.reply.say("is.")
        let second = StreamReader(await world.follow(turn.conversation))
        turn.reply.finish()
        await second.end()
        #expect(DeltaClient(second.seen.events).messages.values.map(\.words) == ["It is."])
        #expect(await world.tree(turn.conversation).leaf?.words == "It is.")
    }

    @Test func `the next message carries the conversation upstream`() async throws {
        let world = try await World()
        let first = try await world.chat()
        let leaf = await world.tree(first.conversation)["current_node"]?.string
        let second = try await world.begin(
            DraftBody(text: "And?", id: "m2", conversation: first.conversation, parent: leaf))
        #expect(
            second.reply.prompt.messages == [
                .init(.user, "What is it?"), .init(.assistant, "It is."), .init(.user, "And?"),
            ])
        second.reply.finish()
        await second.reader.end()
    }

    @Test func `regenerating makes a sibling`() async throws {
        let world = try await World()
        let first = try await world.chat()
        let old = await world.tree(first.conversation)["current_node"]?.string
        let again = DraftBody(conversation: first.conversation, parent: "m1", action: "variant")
        try await world.chat(again, answer: "It is not.")
        let tree = await world.tree(first.conversation)
        #expect(tree["mapping"]?["m1"]?["children"]?.array?.count == 2)
        #expect(tree.leaf?.words == "It is not.")
        #expect(tree["current_node"]?.string != old)
        #expect(tree.message(old ?? "")?.words == "It is.")
    }

    @Test func `continuing hangs on the answer`() async throws {
        let world = try await World()
        let first = try await world.chat()
        let answer = try #require(await world.tree(first.conversation)["current_node"]?.string)
        let more = DraftBody(conversation: first.conversation, parent: answer, action: "continue")
        try await world.chat(more, answer: "And more.")
        let tree = await world.tree(first.conversation)
        #expect(tree.leaf?["metadata"]?["parent_id"]?.string == answer)
        #expect(tree.leaf?.words == "And more.")
    }

    @Test func `an answer that was stopped in a fence goes on as one text, without what the model says again`()
        async throws
    {
        let world = try await World()
        let first = try await world.chat(answer: "```swift\nlet everything = 40")
        let answer = try #require(await world.tree(first.conversation)["current_node"]?.string)
        let more = try await world.begin(
            DraftBody(conversation: first.conversation, parent: answer, action: "continue"))
        await more.reply.say("let everything")
        await more.reply.say(" = 40 + 2\n")
        await more.reply.answer("```")
        let events = await more.reader.end()
        let words = " + 2\n```"
        #expect(await world.tree(first.conversation).leaf?.words == words)
        #expect(DeltaClient(events).messages.values.contains { $0.words == words }, "the viewer is told the same")
        let parent = await world.tree(first.conversation)["current_node"]?.string
        let next = try await world.begin(DraftBody(id: "m2", conversation: first.conversation, parent: parent))
        #expect(next.reply.prompt.messages.dropFirst().first?.text == "```swift\nlet everything = 40 + 2\n```")
        await next.reply.answer("Yes.")
        await next.reader.end()
    }

    @Test func `what might have been a repeat is kept when the answer ends there`() async throws {
        let world = try await World()
        let first = try await world.chat(answer: "The first words of it, and then the last.")
        let answer = try #require(await world.tree(first.conversation)["current_node"]?.string)
        let more = try await world.begin(
            DraftBody(conversation: first.conversation, parent: answer, action: "continue"))
        await more.reply.say("The first words")
        await more.reply.answer("")
        let events = await more.reader.end()
        #expect(await world.tree(first.conversation).leaf?.words == "The first words")
        #expect(DeltaClient(events).messages.values.contains { $0.words == "The first words" })
    }

    @Test(arguments: TurnFailure.allCases.filter { $0 != .storage })
    func `what the upstream does wrong is an error event, kept with the message`(failure: TurnFailure) async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        let turn = try await world.begin()
        await turn.reply.say("It ")
        turn.reply.fail(failure)
        await turn.reader.end()
        let error = try #require(turn.reader.seen.events.first { $0.name == "error" }).json
        #expect(error["error"]?["code"]?.string == failure.rawValue)
        #expect(error["conversation_id"]?.string == turn.conversation)
        let leaf = await world.tree(turn.conversation).leaf
        #expect(leaf?.words == "It ")
        #expect(leaf?.status == "error")
        #expect(leaf?["metadata"]?["error"] == error["error"])
        #expect(await world.used() == 1)
    }
}
