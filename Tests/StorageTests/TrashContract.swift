import Database
import Domain
import Storage
import TestKit
import Testing

/// What the trash promises, and what changes several conversations at once.
@Suite struct TrashContract {
    private func finished(_ bench: Bench, _ owner: User) async throws -> Thread {
        let thread = Thread(bench, owner)
        _ = try await thread.finished()
        return thread
    }

    @Test(arguments: Engine.allCases)
    func `what is in the trash is in no list, is read, and comes back where it was`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await finished(bench, bench.member("alice"))
        let (store, owner, now) = (thread.store, thread.owner, bench.clock.now)
        try await store.star(thread.id, true, for: owner)
        #expect(try await store.trash(.these([thread.id]), at: now, for: owner) == [thread.id])
        #expect(try await store.trash(.these([thread.id]), at: now + .seconds(9), for: owner) == [])
        var starred = ConversationFilter()
        starred.isStarred = true
        for filter in [.archived(false), .archived(true), starred] {
            #expect(try await store.list(.all, where: filter, by: .updated, for: owner).total == 0)
        }
        #expect(try await store.open(thread.id, for: owner).trashedAt == now)
        #expect(try await thread.messages().count == 2)
        let trashed = try await store.trashed(.all, for: owner)
        #expect(trashed.items.map(\.id) == [thread.id] && trashed.total == 1)
        #expect(try await store.restore([thread.id], for: owner) == [thread.id])
        #expect(try await store.restore([thread.id], for: owner) == [])
        #expect(try await store.list(.all, where: starred, by: .updated, for: owner).items.map(\.id) == [thread.id])
    }

    @Test(arguments: Engine.allCases)
    func `nothing is changed in the trash, and no turn begins there`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = Thread(bench, try await bench.member("alice"))
        let turn = try await thread.finished()
        let (store, id, owner) = (thread.store, thread.id, thread.owner)
        _ = try await store.trash(.all, at: bench.clock.now, for: owner)
        let changes: [() async throws -> Void] = [
            { try await store.rename(id, to: "x", for: owner) }, { try await store.archive(id, true, for: owner) },
            { try await store.star(id, true, for: owner) },
            { try await bench.storage.projects.move(id, to: nil, for: owner) },
            { try await store.begin(thread.opening(parent: turn.answer)) },
        ]
        for change in changes {
            await #expect(throws: ChatError.conflict(.inTrash)) { try await change() }
        }
        #expect(try await store.archive(.these([id]), true, for: owner) == [])
        #expect(try await store.latestTurn(of: id, for: owner) == turn.ended(at: bench.clock.now))
    }

    @Test(arguments: Engine.allCases)
    func `only what is in the trash goes for good, by hand or after its time`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let (kept, old, new) = (
            try await finished(bench, alice), try await finished(bench, alice), try await finished(bench, alice)
        )
        let store = kept.store
        await #expect(throws: ChatError.notFound) { try await store.purge(kept.id, for: alice.id) }
        let now = bench.clock.now
        _ = try await store.trash(.these([old.id]), at: now, for: alice.id)
        _ = try await store.trash(.these([new.id]), at: now + .seconds(1), for: alice.id)
        try await store.purge(trashedBefore: now)
        #expect(try await store.trashed(.all, for: alice.id).items.map(\.id) == [new.id, old.id])
        try await store.purge(trashedBefore: now + .milliseconds(1))
        #expect(try await store.trashed(.all, for: alice.id).items.map(\.id) == [new.id])
        await #expect(throws: ChatError.notFound) { try await store.open(old.id, for: alice.id) }
        #expect(try await store.restore([old.id], for: alice.id) == [])
        try await store.purge(new.id, for: alice.id)
        await #expect(throws: ChatError.notFound) { try await new.messages() }
        let texts = try await bench.database.read { try $0.rows("SELECT id FROM messages").count }
        #expect(texts == 2)
    }

    @Test(arguments: Engine.allCases)
    func `of many that are named those of others are left out, and all means all of one's own`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        var mine: Set<Key<Conversation>> = []
        for _ in 0..<3 { mine.insert(try await finished(bench, alice).id) }
        let theirs = try await finished(bench, bob)
        let store = theirs.store
        let named = mine.union([theirs.id]).union((0..<996).map { _ in Key<Conversation>.random() })
        #expect(named.count == ConversationSelection.most)
        #expect(try await store.archive(.these(named), true, for: alice.id) == mine)
        #expect(try await store.archive(.these(named), true, for: alice.id) == [])
        #expect(try await store.trash(.all, at: bench.clock.now, for: alice.id) == mine)
        #expect(try await store.restore(named, for: alice.id) == mine)
        #expect(try await store.list(.all, where: .archived(true), by: .updated, for: alice.id).total == 3)
        let untouched = try await store.open(theirs.id, for: bob.id)
        #expect(!untouched.isArchived && untouched.trashedAt == nil)
    }
}

extension Turn {
    fileprivate func ended(at moment: Timestamp) -> Turn {
        var turn = self
        (turn.status, turn.endedAt, turn.firstOutputAt) = (.finished, moment, Timestamp(seconds: 5))
        return turn
    }
}
