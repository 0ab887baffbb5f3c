import Database
import Domain
import JSON
import Storage
import TestKit
import Testing

/// What a temporary conversation promises: it stands nowhere, and goes by itself.
@Suite struct TemporaryContract {
    /// One with a finished turn.
    private func temporary(_ bench: Bench, _ owner: User, asking text: String = "question") async throws -> (
        Thread, Turn
    ) {
        let thread = Thread(bench, owner)
        let opening = thread.opening(asking: text, isNew: true, isTemporary: true)
        try await thread.store.begin(opening)
        try await thread.end(opening.turn)
        return (thread, opening.turn)
    }

    private func found(_ text: Text, _ owner: User, _ bench: Bench) async throws -> [SearchHit] {
        let query = try SearchQuery(text)
        let search = bench.storage.search
        return try await search.passages(query, before: nil, notBefore: nil, limit: 9, of: owner.id)
            + search.titles(query, limit: 9, of: owner.id)
    }

    @Test(arguments: Engine.allCases)
    func `it is in no list and no search, and its owner reads it`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let (thread, _) = try await temporary(bench, alice, asking: "a canary")
        let kept = Thread(bench, alice)
        try await kept.store.begin(kept.opening(asking: "a canary that stays", isNew: true))
        let store = thread.store
        for order in [ConversationOrder.updated, .created] {
            let listed = try await store.list(.all, where: .archived(false), by: order, for: alice.id)
            #expect(listed.items.map(\.id) == [kept.id] && listed.total == 1)
        }
        #expect(try await found("canary", alice, bench).map(\.conversation.id) == [kept.id])
        #expect(try await found("new chat", alice, bench).map(\.conversation.id) == [kept.id])
        #expect(
            try await store.open(thread.id, for: alice.id).expiresAt == bench.clock.now + Conversation.keptTemporary)
        #expect(try await thread.messages().count == 2)
        await #expect(throws: ChatError.notFound) { try await store.open(thread.id, for: bob.id) }
    }

    @Test(arguments: Engine.allCases)
    func `it is gone when nothing was said in it for its time, and no sooner`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let (thread, turn) = try await temporary(bench, alice)
        let (silent, _) = try await temporary(bench, bob)
        let kept = Thread(bench, alice)
        _ = try await kept.finished()
        let store = thread.store
        bench.clock.advance(by: Conversation.keptTemporary - .seconds(1))
        #expect(try await store.purge(expiredAt: bench.clock.now, of: nil) == [])
        try await thread.end(try await thread.start(after: turn))
        bench.clock.advance(by: .seconds(1))
        #expect(try await store.purge(expiredAt: bench.clock.now, of: alice.id) == [])
        #expect(try await store.purge(expiredAt: bench.clock.now, of: nil) == [silent.id])
        await #expect(throws: ChatError.notFound) { try await silent.messages() }
        #expect(try await thread.messages().count == 4)
        bench.clock.advance(by: Conversation.keptTemporary)
        #expect(try await store.purge(expiredAt: bench.clock.now, of: nil) == [thread.id])
        for (table, left) in [("messages" as SQL, 2), ("passages", 2), ("conversations", 1)] {
            let rows = try await bench.database.read { try $0.rows("SELECT user_id FROM \(table)").count }
            #expect(rows == left, "\(table.text)")
        }
        #expect(try await kept.messages().count == 2)
    }

    @Test(arguments: Engine.allCases)
    func `it has no place, and once deleted it has come to its end`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let (thread, turn) = try await temporary(bench, alice)
        let (store, id, owner) = (thread.store, thread.id, alice.id)
        let changes: [() async throws -> Void] = [
            { try await store.rename(id, to: "x", for: owner) }, { try await store.archive(id, true, for: owner) },
            { try await store.star(id, true, for: owner) },
            { try await bench.storage.projects.move(id, to: nil, for: owner) },
        ]
        for change in changes {
            await #expect(throws: ChatError.conflict(.isTemporary)) { try await change() }
        }
        #expect(try await store.archive(.all, true, for: owner) == [])
        #expect(try await store.trash(.all, at: bench.clock.now, for: owner) == [id])
        #expect(try await store.trashed(.all, for: owner).total == 0)
        #expect(try await store.restore([id], for: owner) == [])
        await #expect(throws: ChatError.conflict(.inTrash)) { try await thread.start(after: turn) }
        #expect(try await store.purge(expiredAt: bench.clock.now, of: owner) == [id])
    }
}
