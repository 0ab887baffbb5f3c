import Domain
import Storage
import TestKit
import Testing

/// What a store of titles promises to those who name conversations by themselves.
@Suite struct TitleStoreContract {
    @Test(arguments: Engine.allCases)
    func `the upstream is asked once, and gives the title`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = Thread(bench, try await bench.member("alice"))
        _ = try await thread.finished()
        let (store, id, owner) = (thread.store, thread.id, thread.owner)
        try await store.retitle(id, "unasked", for: owner)
        try await store.name(id, "of the question", for: owner)
        try await store.name(id, "named already", for: owner)
        #expect(try await store.open(id, for: owner).title == "of the question")
        let before = try await store.open(id, for: owner).updatedAt
        bench.clock.advance(by: .seconds(5))
        let claims = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 { group.addTask { (try? await store.claimTitle(of: id, for: owner)) == true } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(claims == 1)
        try await store.retitle(id, "of the upstream", for: owner)
        let named = try await store.open(id, for: owner)
        #expect(named.title == "of the upstream" && named.updatedAt == before)
    }

    @Test(arguments: Engine.allCases)
    func `a person's title stays, whenever it is given`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = Thread(bench, try await bench.member("alice"))
        _ = try await thread.finished()
        let (store, id, owner) = (thread.store, thread.id, thread.owner)
        #expect(try await store.claimTitle(of: id, for: owner))
        // The very title that it had, which is a choice, too.
        try await store.rename(id, to: Conversation.untitled, for: owner)
        try await store.retitle(id, "late", for: owner)
        try await store.name(id, "late", for: owner)
        #expect(try await store.open(id, for: owner).title == Conversation.untitled)
        #expect(try await !store.claimTitle(of: id, for: owner))
    }

    @Test(arguments: Engine.allCases)
    func `a foreign conversation is neither claimed nor named`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = Thread(bench, try await bench.member("alice"))
        _ = try await thread.finished()
        let (store, id, bob) = (thread.store, thread.id, try await bench.member("bob").id)
        try await store.name(id, "x", for: bob)
        #expect(try await !store.claimTitle(of: id, for: bob))
        try await store.retitle(id, "x", for: bob)
        #expect(try await store.open(id, for: thread.owner).title == Conversation.untitled)
        #expect(try await store.claimTitle(of: id, for: thread.owner))
    }
}
