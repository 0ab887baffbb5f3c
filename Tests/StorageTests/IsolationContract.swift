import Domain
import Storage
import TestKit
import Testing

/// Another member's conversation does not exist: every call answers as for an id that nobody has.
@Suite struct IsolationContract {
    /// Every call of the port that takes an id, as `owner` makes it.
    private static func calls(_ thread: Thread, _ turn: Turn, as owner: ID<User>) -> [(String, () async throws -> Any)]
    {
        let store = thread.store
        return [
            ("open", { try await store.open(thread.id, for: owner) }),
            ("messages", { try await store.messages(of: thread.id, for: owner) }),
            ("tree", { try await store.tree(of: thread.id, for: owner) }),
            ("rename", { try await store.rename(thread.id, to: "stolen", for: owner) }),
            ("archive", { try await store.archive(thread.id, true, for: owner) }),
            ("star", { try await store.star(thread.id, true, for: owner) }),
            ("show", { try await store.show(turn.question, in: thread.id, for: owner) }),
            ("delete", { try await store.delete(thread.id, for: owner) }),
            ("turn", { try await store.turn(asking: turn.question, for: owner) as Any }),
            ("row", { try await thread.bench.storage.charges.row(of: turn.answer, in: thread.id, for: owner) }),
            ("latestTurn", { try await store.latestTurn(of: thread.id, for: owner) as Any }),
            ("begin", { try await store.begin(opening(in: thread.id, by: owner, thread, under: turn.answer)) }),
            (
                "list",
                {
                    let archived = try await store.list(.all, where: .archived(true), by: .updated, for: owner)
                    let current = try await store.list(.all, where: .archived(false), by: .created, for: owner)
                    return [archived.total, archived.items.count, current.total, current.items.count]
                }
            ),
        ]
    }

    private static func opening(
        in id: Key<Conversation>, by owner: ID<User>, _ thread: Thread, under parent: Key<Message>
    ) -> TurnOpening {
        let opening = thread.opening(parent: parent)
        let turn = Turn(
            id: .random(), owner: owner, conversation: id, question: opening.turn.question, answer: .random(),
            thoughts: .random(), account: ID(1), model: "m", createdAt: opening.turn.createdAt)
        return TurnOpening(
            turn: turn, newConversation: nil, question: opening.question, answerParent: opening.answerParent)
    }

    private static func outcome(_ call: () async throws -> Any) async -> String {
        do { return "\(try await call())" } catch { return "\(error)" }
    }

    @Test(arguments: Engine.allCases)
    func `a foreign id answers as a missing one, in every call`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let turn = try await thread.finished()
        let bob = try await bench.member("bob")
        let nobodys = Thread(bench, bob)
        let missing = Turn(
            id: .random(), owner: bob.id, conversation: nobodys.id, question: .random(), answer: .random(),
            thoughts: .random(), account: ID(1), model: "m", createdAt: turn.createdAt)
        let before = try await thread.messages()
        let foreign = Self.calls(thread, turn, as: bob.id)
        for ((name, call), (_, same)) in zip(foreign, Self.calls(nobodys, missing, as: bob.id)) {
            let answer = await Self.outcome(call)
            #expect(await answer == Self.outcome(same), "\(name)")
            #expect(["notFound", "nil", "[0, 0, 0, 0]"].contains(answer), "\(name)")
        }
        #expect(try await thread.messages() == before)
        let conversation = try await thread.store.open(thread.id, for: thread.owner)
        #expect(conversation.title == Conversation.untitled)
        #expect(!conversation.isArchived)
        #expect(conversation.currentNode == turn.answer)
    }

    @Test(arguments: Engine.allCases)
    func `a node of another conversation, own or foreign, is no parent`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let bob = try await bench.member("bob")
        let foreign = try await Thread(bench, alice).finished()
        let other = try await Thread(bench, bob).finished()
        let thread = Thread(bench, bob)
        _ = try await thread.finished()
        for node in [foreign.answer, other.answer, .random()] {
            await #expect(throws: ChatError.unknownParent) {
                try await thread.store.begin(thread.opening(parent: node))
            }
            await #expect(throws: ChatError.unknownParent) {
                try await thread.store.begin(thread.opening(question: nil, answering: node))
            }
            await #expect(throws: ChatError.unknownParent) {
                try await Thread(bench, bob).store.begin(Thread(bench, bob).opening(parent: node, isNew: true))
            }
        }
        #expect(
            try await bench.storage.conversations.list(.all, where: .archived(false), by: .updated, for: bob.id).total
                == 2)
    }

    @Test(arguments: Engine.allCases)
    func `two members may choose the same ids`(engine: Engine) async throws {
        let bench = try await engine.open()
        let question = Key<Message>("the-same")!
        let id = Key<Conversation>("also-the-same")!
        let alices = try await Thread(bench, bench.member("alice"), id: id)
        let bobs = try await Thread(bench, bench.member("bob"), id: id)
        let first = try await alices.start(question: question)
        let second = try await bobs.start(question: question)
        try await alices.end(first, .of("for alice", reasoning: "of alice"))
        try await bobs.end(second, .of("for bob"))
        #expect(try await alices.messages().map(\.text) == ["question", "of alice", "for alice"])
        #expect(try await bobs.messages().map(\.text) == ["question", "for bob"])
        #expect(try await bobs.store.turn(asking: question, for: bobs.owner)?.id == second.id)
        try await alices.store.delete(id, for: alices.owner)
        #expect(try await bobs.messages().count == 2)
    }

    @Test(arguments: Engine.allCases)
    func `a turn in another's name changes nothing`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let turn = try await thread.start()
        let bob = try await bench.member("bob")
        let forged = Turn(
            id: turn.id, owner: bob.id, conversation: turn.conversation, question: turn.question, answer: turn.answer,
            thoughts: turn.thoughts, account: turn.account, model: "m", createdAt: turn.createdAt)
        try await thread.store.save(forged, .of("forged", reasoning: "forged"))
        try await thread.end(forged, .of("forged", reasoning: "forged"))
        #expect(try await thread.messages().map(\.text) == ["question", ""])
        #expect(try await thread.store.latestTurn(of: thread.id, for: thread.owner)?.isRunning == true)
    }
}
