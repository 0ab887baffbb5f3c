import Database
import Domain
import Storage
import TestKit
import Testing

/// What a conversation store promises about the list, the tree and its changes.
@Suite struct ConversationListContract {
    @Test(arguments: Engine.allCases)
    func `the list is newest first, in pages, by either order`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        var threads: [Thread] = []
        for _ in 0..<5 {
            let thread = Thread(bench, alice)
            _ = try await thread.finished()
            threads.append(thread)
            bench.clock.advance(by: .seconds(1))
        }
        // The oldest is asked again.
        let parent = try await threads[0].messages()[1].id
        try await threads[0].store.begin(threads[0].opening(parent: parent))
        let store = bench.storage.conversations
        let byCreation = try await store.list(.all, where: .archived(false), by: .created, for: alice.id)
        #expect(byCreation.items.map(\.id) == threads.reversed().map(\.id))
        let byUpdate = try await store.list(.all, where: .archived(false), by: .updated, for: alice.id)
        #expect(byUpdate.items.map(\.id) == ([threads[0]] + threads[1...].reversed()).map(\.id))
        let page = try await store.list(Page(offset: 3, limit: 2), where: .archived(false), by: .created, for: alice.id)
        #expect(page.items.map(\.id) == [threads[1].id, threads[0].id])
        #expect(page.total == 5)
    }

    @Test(arguments: Engine.allCases)
    func `pages of equal times neither repeat nor skip`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        for _ in 0..<12 { _ = try await Thread(bench, alice).finished() }
        var seen: [Key<Conversation>] = []
        for offset in stride(from: 0, to: 12, by: 5) {
            let page = Page(offset: offset, limit: 5)
            seen += try await bench.storage.conversations.list(
                page, where: .archived(false), by: .updated, for: alice.id
            ).items
                .map(\.id)
        }
        #expect(seen.count == 12)
        #expect(Set(seen).count == 12)
    }

    @Test(arguments: Engine.allCases, [ConversationOrder.updated, .created])
    func `pages by key neither repeat nor skip, whatever is deleted meanwhile`(engine: Engine, order: ConversationOrder)
        async throws
    {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        var threads: [Thread] = []
        for number in 0..<12 {
            let thread = Thread(bench, alice)
            _ = try await thread.finished()
            threads.append(thread)
            // Three of each time.
            if number % 3 == 2 { bench.clock.advance(by: .seconds(1)) }
        }
        let store = bench.storage.conversations
        let all = try await store.list(.all, where: .archived(false), by: order, for: alice.id).items
        var seen: [Conversation] = []
        var gone: Set<Key<Conversation>> = []
        while true {
            let place = seen.last.map { ConversationPlace(of: $0, by: order) }
            let page = try await store.list(after: place, limit: 4, where: .archived(false), by: order, for: alice.id)
            #expect(page.total == 12 - gone.count)
            if page.items.isEmpty { break }
            seen += page.items
            // One that was shown, and also the one that the next page is asked after.
            for conversation in [seen[seen.count - 2], seen[seen.count - 1]] {
                try await store.delete(conversation.id, for: alice.id)
                gone.insert(conversation.id)
            }
        }
        #expect(seen.map(\.id) == all.map(\.id))
    }

    @Test(arguments: Engine.allCases)
    func `the list says in which an answer is being written`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let (done, running) = (Thread(bench, alice), Thread(bench, alice))
        _ = try await done.finished()
        let turn = try await running.start()
        let store = bench.storage.conversations
        func written() async throws -> [Key<Conversation>] {
            try await store.list(.all, where: .archived(false), by: .updated, for: alice.id).items.filter(\.isRunning)
                .map(\.id)
        }
        #expect(try await written() == [running.id])
        try await running.end(turn)
        #expect(try await written() == [])
    }

    @Test(arguments: Engine.allCases)
    func `archived conversations have a list of their own`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        _ = try await thread.finished()
        try await thread.store.archive(thread.id, true, for: thread.owner)
        #expect(try await thread.store.list(.all, where: .archived(false), by: .updated, for: thread.owner).total == 0)
        #expect(
            try await thread.store.list(.all, where: .archived(true), by: .updated, for: thread.owner).items[0]
                .isArchived)
        try await thread.store.archive(thread.id, false, for: thread.owner)
        #expect(try await thread.store.list(.all, where: .archived(false), by: .updated, for: thread.owner).total == 1)
    }

    @Test(arguments: Engine.allCases)
    func `a conversation is renamed`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        _ = try await thread.finished()
        try await thread.store.rename(thread.id, to: "'; DROP TABLE turns; --", for: thread.owner)
        #expect(try await thread.store.open(thread.id, for: thread.owner).title == "'; DROP TABLE turns; --")
    }

    @Test(arguments: Engine.allCases)
    func `another node is shown if it is of the conversation`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let thread = Thread(bench, alice)
        let turn = try await thread.finished()
        let other = try await Thread(bench, alice).finished()
        try await thread.store.show(turn.question, in: thread.id, for: thread.owner)
        #expect(try await thread.store.open(thread.id, for: thread.owner).currentNode == turn.question)
        await #expect(throws: ChatError.unknownParent) {
            try await thread.store.show(other.answer, in: thread.id, for: thread.owner)
        }
        #expect(try await thread.store.open(thread.id, for: thread.owner).currentNode == turn.question)
    }

    @Test(arguments: Engine.allCases)
    func `a deleted conversation is gone, and its turns still count`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let turn = try await thread.finished()
        try await thread.store.delete(thread.id, for: thread.owner)
        await #expect(throws: ChatError.notFound) { try await thread.store.open(thread.id, for: thread.owner) }
        await #expect(throws: ChatError.notFound) { try await thread.messages() }
        await #expect(throws: ChatError.notFound) { try await thread.store.delete(thread.id, for: thread.owner) }
        #expect(try await thread.store.list(.all, where: .archived(false), by: .updated, for: thread.owner).total == 0)
        #expect(try await thread.store.turn(asking: turn.question, for: thread.owner) == nil)
        #expect(try await bench.entries(since: turn.createdAt).map(\.charge) == [turn.charge])
    }

    @Test(arguments: Engine.allCases)
    func `a turn whose conversation was deleted ends without a trace of text`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let turn = try await thread.start()
        try await thread.store.delete(thread.id, for: thread.owner)
        try await thread.store.save(turn, .of("late", reasoning: "later"))
        try await thread.end(turn, .of("late", reasoning: "later"))
        await #expect(throws: ChatError.notFound) { try await thread.messages() }
        let texts = try await bench.database.read { try $0.rows("SELECT id FROM messages").count }
        #expect(texts == 0)
        #expect(try await bench.entries(since: turn.createdAt).map(\.isSettled) == [true])
    }
}
