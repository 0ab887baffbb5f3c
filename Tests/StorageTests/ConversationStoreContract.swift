import Domain
import Storage
import TestKit
import Testing

/// What a conversation store promises about turns: begun, saved, ended, each in one transaction and once.
@Suite struct ConversationStoreContract {
    @Test(arguments: Engine.allCases)
    func `a turn that has begun is stored whole`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let turn = try await thread.start()
        let conversation = try await thread.store.open(thread.id, for: thread.owner)
        #expect(conversation.title == Conversation.untitled)
        #expect(conversation.currentNode == turn.answer)
        #expect(conversation.account == ID(7))
        let messages = try await thread.messages()
        #expect(messages.map(\.id) == [turn.question, turn.answer])
        #expect(messages.map(\.role) == [.user, .assistant])
        #expect(messages.map(\.parent) == [nil, turn.question])
        #expect(messages[1].status == .inProgress)
        #expect(messages[1].text == "")
        #expect(try await thread.store.latestTurn(of: thread.id, for: thread.owner) == turn)
        #expect(try await thread.store.turn(asking: turn.question, for: thread.owner) == turn)
    }

    @Test(arguments: Engine.allCases)
    func `the next turn moves the conversation on`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let first = try await thread.finished()
        bench.clock.advance(by: .seconds(60))
        let next = thread.opening(parent: first.answer)
        try await thread.store.begin(next)
        let conversation = try await thread.store.open(thread.id, for: thread.owner)
        #expect(conversation.currentNode == next.turn.answer)
        #expect(conversation.updatedAt == bench.clock.now)
        #expect(conversation.createdAt == first.createdAt)
        #expect(
            try await thread.messages().map(\.id) == [
                first.question, first.answer, next.question!.id, next.turn.answer,
            ])
        #expect(try await thread.store.latestTurn(of: thread.id, for: thread.owner) == next.turn)
    }

    @Test(arguments: Engine.allCases)
    func `another answer to a question stands beside the first`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let first = try await thread.finished()
        let again = thread.opening(question: nil, answering: first.question)
        try await thread.store.begin(again)
        let messages = try await thread.messages()
        #expect(messages.filter { $0.parent == first.question }.map(\.id) == [first.answer, again.turn.answer])
        // Newest turns are told apart also within a millisecond.
        #expect(try await thread.store.latestTurn(of: thread.id, for: thread.owner)?.id == again.turn.id)
        // The question was asked by the first.
        #expect(try await thread.store.turn(asking: first.question, for: thread.owner)?.id == first.id)
    }

    @Test(arguments: Engine.allCases)
    func `refusals come in the documented order and store nothing`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let nowhere = Key<Message>.random()
        let missing = thread.opening(parent: nowhere)
        await #expect(throws: ChatError.notFound) { try await thread.store.begin(missing) }

        let first = try await thread.start()
        let everything = thread.opening(question: first.question, parent: nowhere)
        await #expect(throws: ChatError.duplicateMessage) { try await thread.store.begin(everything) }
        let running = thread.opening(parent: nowhere)
        await #expect(throws: ChatError.turnRunning) { try await thread.store.begin(running) }
        try await thread.end(first)
        await #expect(throws: ChatError.unknownParent) { try await thread.store.begin(running) }
        let stale = thread.opening(parent: nowhere, seen: first.question)
        await #expect(throws: ChatError.conversationMoved) { try await thread.store.begin(stale) }
        let elsewhere = thread.opening(question: nil, answering: nowhere)
        await #expect(throws: ChatError.unknownParent) { try await thread.store.begin(elsewhere) }

        let conversation = try await thread.store.open(thread.id, for: thread.owner)
        #expect(conversation.currentNode == first.answer)
        #expect(try await thread.messages().count == 2)
        #expect(try await thread.store.latestTurn(of: thread.id, for: thread.owner)?.id == first.id)
        #expect(try await bench.entries(since: Timestamp(seconds: 0)).count == 1)
    }

    @Test(arguments: Engine.allCases)
    func `of many turns that begin at once in a conversation one runs`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let first = try await thread.finished()
        let begun = await withTaskGroup { group in
            for _ in 0..<16 {
                group.addTask {
                    do {
                        try await thread.store.begin(thread.opening(parent: first.answer))
                        return 1
                    } catch {
                        #expect(error as? ChatError == .turnRunning)
                        return 0
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(begun == 1)
        #expect(try await thread.messages().count == 4)
    }

    @Test(arguments: Engine.allCases)
    func `of many turns that saw the same node one follows it, also when it has ended`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let first = try await thread.finished()
        let outcomes = await withTaskGroup { group in
            for _ in 0..<16 {
                group.addTask {
                    let opening = thread.opening(parent: first.answer, seen: first.answer)
                    do {
                        try await thread.store.begin(opening)
                        try await thread.end(opening.turn)
                        return "followed"
                    } catch {
                        return error as? ChatError == .turnRunning ? "waits" : "\(error)"
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == "followed" } == 1)
        #expect(Set(outcomes).subtracting(["followed", "waits", "conversationMoved"]) == [])
        #expect(try await thread.messages().count == 4)
        let late = thread.opening(parent: first.answer, seen: first.answer)
        await #expect(throws: ChatError.conversationMoved) { try await thread.store.begin(late) }
        try await thread.store.begin(thread.opening(parent: first.answer))
    }

    @Test(arguments: Engine.allCases)
    func `a member who is gone begins nothing`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        try await bench.storage.users.delete(alice.id, keepingConversationsUntil: nil)
        let thread = Thread(bench, alice)
        await #expect(throws: ChatError.unauthorized) { try await thread.start() }
    }

    @Test(arguments: Engine.allCases)
    func `a member who is disabled begins nothing, neither anew nor in what he has`(engine: Engine) async throws {
        let bench = try await engine.open()
        var alice = try await bench.member("alice")
        let thread = Thread(bench, alice)
        let turn = try await thread.finished()
        let before = try await thread.messages()
        alice.status = .disabled
        try await bench.storage.users.update(alice)
        let next = thread.opening(parent: turn.answer)
        await #expect(throws: ChatError.unauthorized) { try await thread.store.begin(next) }
        await #expect(throws: ChatError.unauthorized) { try await Thread(bench, alice).start() }
        #expect(try await thread.messages() == before)
        #expect(try await thread.store.latestTurn(of: thread.id, for: alice.id)?.id == turn.id)
        alice.status = .enabled
        try await bench.storage.users.update(alice)
        try await thread.store.begin(next)
    }

    @Test(arguments: Engine.allCases)
    func `an answer is saved as far as it has come`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let turn = try await thread.start()
        try await thread.store.save(turn, .of("Hel", at: Timestamp(seconds: 3)))
        var later = Answer.of("Hello", at: Timestamp(seconds: 9))
        later.usage = Usage(promptTokens: 1, completionTokens: 2, cachedTokens: 3)
        later.omitted = 4
        try await thread.store.save(turn, later)
        let answer = try await thread.messages()[1]
        #expect(answer.text == "Hello")
        #expect(answer.omitted == 4)
        #expect(answer.status == .inProgress)
        // The first output stays the first.
        let stored = try await thread.store.latestTurn(of: thread.id, for: thread.owner)
        #expect(stored?.firstOutputAt == Timestamp(seconds: 3))
        #expect(stored?.isRunning == true)
    }

    @Test(arguments: Engine.allCases)
    func `thoughts stand between the question and the answer`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let turn = try await thread.start()
        try await thread.store.save(turn, .of("", reasoning: "let me"))
        try await thread.store.save(turn, .of("so", reasoning: "let me see"))
        try await thread.end(turn, .of("so it is", reasoning: "let me see."))
        let messages = try await thread.messages()
        #expect(messages.map(\.id) == [turn.question, turn.thoughts, turn.answer])
        #expect(messages.map(\.parent) == [nil, turn.question, turn.thoughts])
        #expect(messages.map(\.kind) == [.text, .thoughts, .text])
        #expect(messages.map(\.text) == ["question", "let me see.", "so it is"])
        #expect(messages.allSatisfy { $0.status == .finished })
        #expect(try await thread.store.open(thread.id, for: thread.owner).currentNode == turn.answer)
    }

    @Test(arguments: Engine.allCases)
    func `thoughts that come only with the end are kept too`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let turn = try await thread.start()
        try await thread.end(turn, .of("yes", reasoning: "hm"))
        #expect(try await thread.messages().map(\.text) == ["question", "hm", "yes"])
    }

    @Test(arguments: Engine.allCases)
    func `a turn ends once`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let turn = try await thread.start()
        try await thread.end(turn, .of("half"), TurnEnd(.error, failure: .upstreamIncomplete, finishReason: "length"))
        bench.clock.advance(by: .seconds(1))
        try await thread.end(turn, .of("other"), TurnEnd(.finished), .refunded)
        try await thread.store.save(turn, .of("late"))
        let answer = try await thread.messages()[1]
        #expect(answer.text == "half")
        #expect(answer.status == .error)
        #expect(answer.failure == .upstreamIncomplete)
        #expect(answer.finishReason == "length")
        let stored = try await thread.store.latestTurn(of: thread.id, for: thread.owner)
        #expect(stored?.status == .error)
        #expect(stored?.endedAt == turn.createdAt)
        #expect(try await bench.entries(since: turn.createdAt).map(\.isSettled) == [true])
    }

    @Test(arguments: Engine.allCases)
    func `messages know the account that was asked last, also where its process died`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let turn = try await thread.start()
        #expect(try await thread.messages().map(\.account) == [turn.account, turn.account])
        var answer = Answer.of("half")
        answer.account = ID(8)
        try await thread.store.save(turn, answer)
        #expect(try await thread.messages().map(\.account) == [ID(8), ID(8)])
        #expect(try await thread.store.latestTurn(of: thread.id, for: thread.owner)?.account == ID(8))
        try await thread.store.save(turn, .of("half of it"))
        #expect(try await thread.messages()[1].account == ID(8), "nothing new is known")
        let receipt = Receipt(
            attempts: [Attempt(ID(8)), Attempt(ID(9))], end: .finished(.stop))
        try await thread.store.end(turn, answer, TurnEnd(.finished), .committed, receipt, at: bench.clock.now)
        #expect(try await thread.messages().map(\.account) == [ID(9), ID(9)])
    }

    @Test(arguments: Engine.allCases)
    func `accounts have names for members who may use them`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let (own, other) = (try await bench.account("own"), try await bench.account("other"))
        for (user, account) in [(alice, own), (bob, other)] {
            _ = try await bench.storage.bindings.create(
                user.id, account.id, mode: .shared, priority: 0, at: bench.clock.now)
        }
        let store = bench.storage.conversations
        let asked: Set = [own.id, other.id, ID(99)]
        #expect(try await store.accountNames(of: asked, for: alice.id) == [own.id: "own"])
        #expect(try await store.accountNames(of: asked, for: bob.id) == [other.id: "other"])
        #expect(try await store.accountNames(of: [], for: alice.id).isEmpty)
    }

    @Test(arguments: Engine.allCases)
    func `texts of every kind survive`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let turn = try await thread.start()
        let text = "中文 🙂 e\u{301} \u{0} ' \" \\ % _ \r\n" + String(repeating: "x", count: 1 << 20)
        try await thread.end(turn, .of(text))
        let stored = try await thread.messages()[1].text
        #expect(Array(stored.utf8) == Array(text.utf8))
    }
}
