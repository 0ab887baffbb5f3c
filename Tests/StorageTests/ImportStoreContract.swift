import Domain
import JSON
import Storage
import TestKit
import Testing

/// What a store of imports promises.
@Suite struct ImportStoreContract {
    private static func portion(
        of owner: User, in conversation: Key<Conversation> = .random(), as key: String? = "foreign", count: Int = 3
    ) -> ImportedPortion {
        let moment = Timestamp(seconds: 1_700_000_000)
        var messages: [Message] = []
        for number in 0..<count {
            messages.append(
                Message(
                    id: .random(), conversation: conversation, parent: messages.last?.id,
                    role: number % 2 == 0 ? .user : .assistant, text: "words \(number)", status: .finished,
                    createdAt: moment, model: "m", turn: .random()))
        }
        var chat = Conversation(
            id: conversation, owner: owner.id, title: "Straße", account: nil, model: "m",
            currentNode: messages.last?.id,
            createdAt: moment, updatedAt: moment)
        chat.isStarred = true
        return ImportedPortion(
            conversation: chat, beginning: key, messages: messages,
            nodes: messages.map { ("node-\($0.id)", $0.id) })
    }

    @Test(arguments: Engine.allCases)
    func `what was added is there, is found, and is known by its keys`(engine: Engine) async throws {
        let bench = try await engine.open()
        defer { withExtendedLifetime(bench) {} }
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let store = bench.storage.imports
        #expect(try await store.imported("foreign", of: alice.id) == nil)
        let portion = Self.portion(of: alice, count: 450)
        try await store.add(portion)
        let known = try #require(try await store.imported("foreign", of: alice.id))
        #expect(known.conversation == portion.conversation && known.messages.count == 450)
        #expect(try await store.imported("foreign", of: bob.id) == nil)
        let messages = try await bench.storage.conversations.messages(of: known.conversation.id, for: alice.id)
        #expect(messages == portion.messages)
        for (owner, isFound) in [(alice, true), (bob, false)] {
            let hits = try await bench.storage.search.passages(
                try SearchQuery("\"words 449\""), before: nil, notBefore: nil, limit: 9, of: owner.id)
            #expect(hits.isEmpty != isFound)
        }
    }

    @Test(arguments: Engine.allCases)
    func `more of a chat goes behind what is there, and into nobody else's, nor into the trash`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        defer { withExtendedLifetime(bench) {} }
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let store = bench.storage.imports
        let first = Self.portion(of: alice)
        try await store.add(first)
        let id = first.conversation.id
        try await store.add(Self.portion(of: alice, in: id, as: nil))
        #expect(try await bench.storage.conversations.messages(of: id, for: alice.id).count == 6)
        await #expect(throws: ChatError.notFound) { try await store.add(Self.portion(of: bob, in: id, as: nil)) }
        await #expect(throws: ChatError.conflict(.exists)) { try await store.add(Self.portion(of: alice)) }
        try await store.add(Self.portion(of: bob))
        _ = try await bench.storage.conversations.trash(.these([id]), at: bench.clock.now, for: alice.id)
        await #expect(throws: ChatError.notFound) { try await store.add(Self.portion(of: alice, in: id, as: nil)) }
        try await bench.storage.conversations.purge(id, for: alice.id)
        #expect(try await store.imported("foreign", of: alice.id) == nil)
        try await store.add(Self.portion(of: alice))
    }

    @Test(arguments: Engine.allCases)
    func `of several imports at once one makes the chat`(engine: Engine) async throws {
        let bench = try await engine.open()
        defer { withExtendedLifetime(bench) {} }
        let alice = try await bench.member("alice")
        let made = await withTaskGroup { group in
            for _ in 0..<6 {
                group.addTask { (try? await bench.storage.imports.add(Self.portion(of: alice))) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(made == 1)
    }

    @Test(arguments: Engine.allCases)
    func `exports hold neither the trash nor what is temporary, and are their owner's`(engine: Engine) async throws {
        let bench = try await engine.open()
        defer { withExtendedLifetime(bench) {} }
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let (kept, gone, passing) = (Thread(bench, alice), Thread(bench, alice), Thread(bench, alice))
        for thread in [kept, gone] { _ = try await thread.finished() }
        try await passing.store.begin(passing.opening(isNew: true, isTemporary: true))
        _ = try await kept.store.trash(.these([gone.id]), at: bench.clock.now, for: alice.id)
        let store = bench.storage.exports
        #expect(try await store.conversations(after: nil, limit: 9, of: alice.id).map(\.id) == [kept.id])
        #expect(try await store.conversations(after: kept.id, limit: 9, of: alice.id).isEmpty)
        #expect(try await store.conversations(after: nil, limit: 9, of: bob.id).isEmpty)
        let export = Export(
            id: .random(), owner: alice.id, name: "all.zip", mediaType: "application/zip", createdAt: bench.clock.now)
        try await store.begin(export)
        await #expect(throws: ChatError.notFound) { try await store.find(export.id, of: alice.id) }
        try await store.finish(export, sealedWith: Secret("key"))
        #expect(try await store.find(export.id, of: alice.id).1 == Secret("key"))
        await #expect(throws: ChatError.notFound) { try await store.find(export.id, of: bob.id) }
        #expect(try await store.due(before: bench.clock.now).isEmpty)
        #expect(try await store.due(before: bench.clock.now + .seconds(1)) == [export.id])
        #expect(try await bench.storage.erasure.erase(alice.id) == 3)
        #expect(try await store.conversations(after: nil, limit: 9, of: alice.id).isEmpty)
        try await store.forget([export.id])
        await #expect(throws: ChatError.notFound) { try await store.find(export.id, of: alice.id) }
    }
}
