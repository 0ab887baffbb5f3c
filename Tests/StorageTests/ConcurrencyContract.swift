import Database
import Domain
import Storage
import TestKit
import Testing

/// What holds when several transactions, as of several processes, want the same rows at the same moment.
@Suite struct ConcurrencyContract {
    /// Runs `body` so many times at once, half of it by another process.
    private static func at64<Answer: Sendable>(
        _ bench: Bench, _ body: @escaping @Sendable (SQLStorage, Int) async throws -> Answer
    ) async -> [Result<Answer, any Error>] {
        let processes = [bench.storage, bench.otherProcess()]
        return await withTaskGroup { group in
            for number in 0..<64 {
                group.addTask { () -> Result<Answer, any Error> in
                    do { return .success(try await body(processes[number % 2], number)) } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test(arguments: Engine.allCases)
    func `of 64 turns that begin at once in seven conversations seven run`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        var parents: [(Key<Conversation>, Key<Message>)] = []
        for _ in 0..<7 {
            let turn = try await Thread(bench, alice).finished()
            parents.append((turn.conversation, turn.answer))
        }
        let outcomes = await Self.at64(bench) { [parents] process, number in
            let (conversation, parent) = parents[number % 7]
            let thread = Thread(bench, alice, id: conversation, by: process)
            try await thread.store.begin(thread.opening(parent: parent))
        }
        #expect(outcomes.count { (try? $0.get()) != nil } == 7)
        let refusals = outcomes.compactMap { outcome -> ChatError? in
            if case .failure(let error) = outcome { error as? ChatError } else { nil }
        }
        #expect(refusals.count == 57)
        #expect(refusals.allSatisfy { $0 == .turnRunning })
    }

    @Test(arguments: Engine.allCases)
    func `of 64 turns of a member that begin at once in two processes sixteen run`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let former = try await Thread(bench, alice).finished()
        let begun = try await Thread(bench, alice, id: former.conversation).start(after: former)
        let outcomes = await Self.at64(bench) { process, _ in
            let thread = Thread(bench, alice, by: process)
            var opening = thread.opening(isNew: true)
            opening.mostRunning = 16
            try await thread.store.begin(opening)
        }
        // The one that ran already counts.
        #expect(outcomes.count { (try? $0.get()) != nil } == 15)
        for case .failure(let error) in outcomes { #expect(error as? ChatError == .tooManyRunning(limit: 16)) }
        let store = bench.storage.conversations
        #expect(try await store.list(.all, where: .archived(false), by: .updated, for: alice.id).total == 16)
        #expect(try await bench.database.read { try $0.rows("SELECT id FROM messages").count } == 34)

        func next(_ owner: User) async throws {
            let thread = Thread(bench, owner)
            var opening = thread.opening(isNew: true)
            opening.mostRunning = 16
            try await thread.store.begin(opening)
        }
        try await next(bob)
        await #expect(throws: ChatError.tooManyRunning(limit: 16)) { try await next(alice) }
        try await Thread(bench, alice, id: former.conversation).end(begun)
        try await next(alice)
        await #expect(throws: ChatError.tooManyRunning(limit: 16)) { try await next(alice) }
    }

    @Test(arguments: Engine.allCases)
    func `a message that is sent 64 times at once is stored once`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let question = Key<Message>.random()
        let outcomes = await Self.at64(bench) { process, _ in
            // Each in a conversation of its own: nothing but the message's id is in the way.
            let thread = Thread(bench, alice, by: process)
            try await thread.store.begin(thread.opening(question: question, isNew: true))
        }
        #expect(outcomes.count { (try? $0.get()) != nil } == 1)
        for case .failure(let error) in outcomes { #expect(error as? ChatError == .duplicateMessage) }
        #expect(
            try await bench.storage.conversations.list(.all, where: .archived(false), by: .updated, for: alice.id).total
                == 1)
    }

    @Test(arguments: Engine.allCases)
    func `a member who is deleted while he asks leaves nothing behind`(engine: Engine) async throws {
        let bench = try await engine.open()
        for round in 0..<6 {
            let alice = try await bench.member("alice \(round)")
            _ = await Self.at64(bench) { process, number in
                guard number == 32 else {
                    _ = try await Thread(bench, alice, by: process).start()
                    return
                }
                try await process.users.delete(alice.id, keepingConversationsUntil: nil)
            }
            let left = try await bench.database.read { session in
                try session.rows("SELECT id FROM messages").count + session.rows("SELECT id FROM conversations").count
            }
            #expect(left == 0)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a conversation that is deleted while it is written to is gone`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        for _ in 0..<6 {
            let thread = Thread(bench, alice)
            let turn = try await thread.start()
            let outcomes = await Self.at64(bench) { process, number in
                let store = process.conversations
                switch number {
                case 20: try await store.delete(thread.id, for: alice.id)
                case 40:
                    try await store.end(
                        turn, .of("x", reasoning: "y"), TurnEnd(.finished), .committed, nil, at: bench.clock.now)
                default: try await store.save(turn, .of("\(number)", reasoning: "\(number)"))
                }
            }
            for case .failure(let error) in outcomes { Issue.record(error) }
            #expect(try await bench.database.read { try $0.rows("SELECT id FROM messages").count } == 0)
            let stored = try await thread.store.latestTurn(of: thread.id, for: alice.id)
            #expect(stored?.status == .finished)
        }
    }

    @Test(arguments: Engine.allCases)
    func `of 64 links that are issued at once one works`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let outcomes = await Self.at64(bench) { process, number in
            try await process.links.issue(for: alice.id, hash: [UInt8(number)], expiresAt: nil, at: bench.clock.now)
        }
        for case .failure(let error) in outcomes { Issue.record(error) }
        var working = 0
        for number in 0..<64 where try await bench.storage.links.find([UInt8(number)], at: bench.clock.now) != nil {
            working += 1
        }
        #expect(working == 1)
    }

    @Test(arguments: Engine.allCases)
    func `a package that is given away is not deleted at the same moment`(engine: Engine) async throws {
        let bench = try await engine.open()
        let package = try await bench.storage.packages.create(name: "p", limits: [], at: bench.clock.now)
        let outcomes = await Self.at64(bench) { process, number in
            if number == 32 { return try await process.packages.delete(package.id) }
            _ = try await process.users.create(
                NewUser(username: "m\(number)", package: package.id, createdAt: bench.clock.now))
        }
        let isThere = (try? await bench.storage.packages.find(package.id)) != nil
        let members = outcomes.count { (try? $0.get()) != nil } - (isThere ? 0 : 1)
        #expect(try await bench.storage.users.list(Page(offset: 0, limit: 100), matching: nil).total == members)
        #expect(isThere == (members > 0))
        for case .failure(let error as ChatError) in outcomes { #expect(error != .unavailable(what: "storage")) }
    }
}
