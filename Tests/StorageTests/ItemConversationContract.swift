import Database
import Domain
import JSON
import Storage
import TestKit
import Testing

/// Conversations of programs in a database that several processes share.
@Suite struct ItemConversationContract {
    private static func made(
        _ bench: Bench, _ owner: User, _ items: [JSONValue] = []
    ) async throws -> ItemConversation {
        let made = ItemConversation.new(of: owner.id, ["a": "夏"], at: bench.clock.now)
        try await bench.storage.itemConversations.create(made, with: items)
        return made
    }

    private static func item(_ id: String, _ text: String = "so") -> JSONValue {
        ["type": "message", "id": .string(id), "content": .string(text)]
    }

    @Test(arguments: Engine.allCases)
    func `a conversation keeps its words and its items in their order`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owner = try await bench.member("alice")
        var made = try await Self.made(bench, owner, [Self.item("msg_1"), Self.item("msg_2")])
        let other = bench.otherProcess().itemConversations
        #expect(try await other.find(made.id, of: owner.id) == made)
        made.metadata = [:]
        try await other.update(made)
        #expect(try await bench.storage.itemConversations.find(made.id, of: owner.id) == made)
        // An id that is taken, or none, is another one.
        let odd = [Self.item("msg_1", "again"), Self.item("é\u{0}"), Self.item("msg_3"), ["type": "message"]]
        let added = try await other.add(odd, to: made.id, of: owner.id, at: bench.clock.now)
        let all = try await other.items(of: made.id, of: owner.id)
        #expect(all == [Self.item("msg_1"), Self.item("msg_2")] + added)
        #expect(Set(all.compactMap { $0["id"]?.text }).count == 6 && all[4]["id"] == "msg_3")
        try await other.deleteItem("msg_1", from: made.id, of: owner.id)
        await #expect(throws: ChatError.notFound) {
            try await other.deleteItem("msg_1", from: made.id, of: owner.id)
        }
        #expect(try await other.items(of: made.id, of: owner.id) == Array(all.dropFirst()))
    }

    @Test(arguments: Engine.allCases)
    func `somebody else's answers as one that never was`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (owner, stranger) = (try await bench.member("alice"), try await bench.member("bob"))
        let made = try await Self.made(bench, owner, [Self.item("msg_1")])
        let (store, other, now) = (bench.storage.itemConversations, stranger.id, bench.clock.now)
        let foreign = ItemConversation(id: made.id, owner: other, metadata: [:], createdAt: now)
        await #expect(throws: ChatError.notFound) { try await store.find(made.id, of: other) }
        await #expect(throws: ChatError.notFound) { try await store.update(foreign) }
        await #expect(throws: ChatError.notFound) { try await store.items(of: made.id, of: other) }
        await #expect(throws: ChatError.notFound) { try await store.add([], to: made.id, of: other, at: now) }
        await #expect(throws: ChatError.notFound) { try await store.deleteItem("msg_1", from: made.id, of: other) }
        await #expect(throws: ChatError.notFound) { try await store.take(made.id, of: other, for: .random(), at: now) }
        await #expect(throws: ChatError.notFound) { try await store.delete(made.id, of: other) }
        #expect(try await store.items(of: made.id, of: owner.id).count == 1)
    }

    @Test(arguments: Engine.allCases)
    func `one call at a time has it, and adds what it came to`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owner = try await bench.member("alice")
        let made = try await Self.made(bench, owner, [Self.item("msg_1")])
        let (store, now) = (bench.storage.itemConversations, bench.clock.now)
        let calls = (0..<8).map { _ in Key<Charge>.random() }
        let takers = await withTaskGroup(of: Key<Charge>?.self) { group -> [Key<Charge>] in
            for call in calls {
                group.addTask {
                    let items = try? await store.take(made.id, of: owner.id, for: call, at: now)
                    return items == nil ? nil : call
                }
            }
            var found: [Key<Charge>] = []
            for await case let call? in group { found.append(call) }
            return found
        }
        #expect(takers.count == 1)
        let stranger = try #require(calls.first { $0 != takers.first })
        try await store.giveBack(from: stranger, of: owner.id, adding: [Self.item("msg_x")], at: now)
        await #expect(throws: ChatError.conflict(.conversationTaken)) {
            try await store.take(made.id, of: owner.id, for: stranger, at: now)
        }
        try await store.giveBack(from: takers[0], of: owner.id, adding: [Self.item("msg_2")], at: now)
        let items = try await store.take(made.id, of: owner.id, for: stranger, at: now)
        #expect(items == [Self.item("msg_1"), Self.item("msg_2")])
        // It is deleted meanwhile: nothing of the answer stays.
        try await store.delete(made.id, of: owner.id)
        try await store.giveBack(from: stranger, of: owner.id, adding: [Self.item("msg_3")], at: now)
        await #expect(throws: ChatError.notFound) { try await store.items(of: made.id, of: owner.id) }
    }

    @Test(arguments: Engine.allCases)
    func `a call that nobody answers gives it back, and one that was not used for long goes`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        let owner = try await bench.member("alice")
        let made = try await Self.made(bench, owner)
        let (store, call) = (bench.storage.itemConversations, Key<Charge>.random())
        _ = try await store.take(made.id, of: owner.id, for: call, at: bench.clock.now)
        bench.clock.advance(by: .seconds(60))
        try await store.release(except: [call], at: bench.clock.now)
        await #expect(throws: ChatError.conflict(.conversationTaken)) {
            try await store.take(made.id, of: owner.id, for: .random(), at: bench.clock.now)
        }
        try await store.release(except: [], at: bench.clock.now)
        _ = try await store.take(made.id, of: owner.id, for: .random(), at: bench.clock.now)
        try await store.purge(before: bench.clock.now)
        #expect(try await store.find(made.id, of: owner.id) == made)
        try await store.purge(before: bench.clock.now + .seconds(1))
        await #expect(throws: ChatError.notFound) { try await store.find(made.id, of: owner.id) }
    }

    @Test(arguments: Engine.allCases)
    func `items beyond the room are refused, all of them`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owner = try await bench.member("alice")
        let made = try await Self.made(bench, owner, [Self.item("msg_1")])
        let store = bench.storage.itemConversations
        let large = Self.item("msg_3", String(repeating: "x", count: ResponseRules.mostAsked))
        await #expect(throws: ChatError.tooLarge(limit: ResponseRules.mostAsked)) {
            try await store.add([Self.item("msg_2"), large], to: made.id, of: owner.id, at: bench.clock.now)
        }
        #expect(try await store.items(of: made.id, of: owner.id) == [Self.item("msg_1")])
    }
}
