import Domain
import Storage
import TestKit
import Testing

/// What a store of shares promises.
@Suite struct SharedChatContract {
    private func share(_ thread: Thread, of owner: User, in bench: Bench) async throws -> SharedChat {
        let node = try #require(try await thread.store.open(thread.id, for: owner.id).currentNode)
        return SharedChat(
            id: .random(), owner: owner.id, conversation: thread.id, node: node, title: "A chat",
            createdAt: bench.clock.now, expiresAt: bench.clock.now + SharedChat.usualTime)
    }

    @Test(arguments: Engine.allCases)
    func `a conversation has one share, which keeps its id and shows what was chosen last`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let thread = Thread(bench, alice)
        _ = try await thread.finished()
        let (store, first) = (bench.storage.sharedChats, try await share(thread, of: alice, in: bench))
        let kept = try await store.keep(first)
        #expect(kept.0 == first && kept.before == nil)
        #expect(try await store.find(first.id) == first)
        var second = try await share(thread, of: alice, in: bench)
        let question = try #require(try await thread.store.messages(of: thread.id, for: alice.id).first)
        (second.node, second.title, second.expiresAt, second.passcodeHash) = (question.id, "Another", nil, "hash")
        let again = try await store.keep(second)
        #expect(again.0.id == first.id && again.before == first.node)
        let found = try #require(try await store.find(of: thread.id, for: alice.id))
        #expect(found == again.0 && found.node == question.id && found.title == "Another")
        #expect(found.expiresAt == nil && found.passcodeHash == "hash")
        #expect(try await store.list(.all, for: alice.id).items == [found])
        #expect(try await store.list(.all, for: alice.id).total == 1)
        try await store.delete(first.id, for: alice.id)
        #expect(try await store.find(first.id) == nil)
        await #expect(throws: ChatError.notFound) { try await store.delete(first.id, for: alice.id) }
    }

    @Test(arguments: Engine.allCases)
    func `several at once are one`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let thread = Thread(bench, alice)
        _ = try await thread.finished()
        let store = bench.storage.sharedChats
        var wishes: [SharedChat] = []
        for _ in 0..<8 { wishes.append(try await share(thread, of: alice, in: bench)) }
        let ids = try await withThrowingTaskGroup { group in
            for wish in wishes { group.addTask { try await store.keep(wish).0.id } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try await store.list(.all, for: alice.id).total == 1)
    }

    @Test(arguments: Engine.allCases)
    func `nobody changes a share of another's`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let thread = Thread(bench, alice)
        _ = try await thread.finished()
        let (store, kept) = (bench.storage.sharedChats, try await share(thread, of: alice, in: bench))
        _ = try await store.keep(kept)
        let foreign = SharedChat(
            id: kept.id, owner: bob.id, conversation: kept.conversation, node: kept.node, title: "x",
            createdAt: kept.createdAt, expiresAt: nil)
        let acts: [() async throws -> Void] = [
            { _ = try await store.keep(foreign) },
            { _ = try await store.open(kept.id, for: bob.id) },
            { try await store.update(foreign) },
            { try await store.delete(kept.id, for: bob.id) },
        ]
        for act in acts { await #expect(throws: ChatError.notFound) { try await act() } }
        #expect(try await store.find(of: kept.conversation, for: bob.id) == nil)
        #expect(try await store.list(.all, for: bob.id).total == 0)
        #expect(try await store.find(kept.id) == kept)
        var lost = kept
        lost.node = .random()
        await #expect(throws: ChatError.unknownParent) { _ = try await store.keep(lost) }
    }

    @Test(arguments: Engine.allCases)
    func `a share ends with its chat in the trash, and with its owner`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let (put, other, theirs) = (Thread(bench, alice), Thread(bench, alice), Thread(bench, bob))
        var kept: [SharedChat] = []
        let store = bench.storage.sharedChats
        for (thread, owner) in [(put, alice), (other, alice), (theirs, bob)] {
            _ = try await thread.finished()
            kept.append(try await store.keep(share(thread, of: owner, in: bench)).0)
        }
        _ = try await put.store.trash(.these([put.id]), at: bench.clock.now, for: alice.id)
        _ = try await put.store.restore([put.id], for: alice.id)
        #expect(try await store.find(kept[0].id) == nil)
        #expect(try await store.find(kept[1].id) == kept[1])
        _ = try await put.store.trash(.these([other.id]), at: bench.clock.now, for: alice.id)
        let again = try await share(other, of: alice, in: bench)
        await #expect(throws: ChatError.conflict(.inTrash)) { _ = try await store.keep(again) }
        try await bench.storage.users.delete(bob.id, keepingConversationsUntil: bench.clock.now + .seconds(60))
        #expect(try await store.find(kept[2].id) == nil)
        #expect(try await store.list(.all, for: bob.id).total == 0)
    }
}
