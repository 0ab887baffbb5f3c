import Domain
import Storage
import TestKit
import Testing

/// What a store of projects promises.
@Suite struct ProjectStoreContract {
    private func project(_ name: String, _ owner: User, in bench: Bench) async throws -> Key<Project> {
        let id = Key<Project>.random()
        try await bench.storage.projects.create(
            Project(id: id, owner: owner.id, name: name, createdAt: bench.clock.now), atMost: 3)
        return id
    }

    private func filter(_ project: Key<Project>) -> ConversationFilter {
        var filter = ConversationFilter()
        filter.project = project
        return filter
    }

    @Test(arguments: Engine.allCases)
    func `a project's conversations are in its list and not in the plain one, until it is deleted`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let id = try await project("trip", alice, in: bench)
        let (inside, trashed, outside) = (Thread(bench, alice), Thread(bench, alice), Thread(bench, alice))
        for thread in [inside, trashed, outside] { _ = try await thread.finished() }
        let (store, projects) = (inside.store, bench.storage.projects)
        func listed(_ filter: ConversationFilter) async throws -> Set<Key<Conversation>> {
            Set(try await store.list(.all, where: filter, by: .updated, for: alice.id).items.map(\.id))
        }
        for thread in [inside, trashed] { try await projects.move(thread.id, to: id, for: alice.id) }
        _ = try await store.trash(.these([trashed.id]), at: bench.clock.now, for: alice.id)
        #expect(try await listed(filter(id)) == [inside.id])
        #expect(try await listed(.archived(false)) == [outside.id])
        try await store.star(inside.id, true, for: alice.id)
        var pinned = ConversationFilter()
        pinned.isStarred = true
        #expect(try await listed(pinned) == [inside.id])
        try await projects.delete(id, for: alice.id)
        _ = try await store.restore([trashed.id], for: alice.id)
        #expect(try await listed(.archived(false)) == [inside.id, trashed.id, outside.id])
        #expect(try await projects.list(for: alice.id).isEmpty)
        await #expect(throws: ChatError.notFound) { try await projects.delete(id, for: alice.id) }
    }

    @Test(arguments: Engine.allCases)
    func `nobody reaches a project of another's`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let id = try await project("secret", alice, in: bench)
        let thread = Thread(bench, bob)
        _ = try await thread.finished()
        let projects = bench.storage.projects
        for missing in [id, .random()] {
            let acts: [() async throws -> Void] = [
                { try await projects.rename(missing, to: "x", for: bob.id) },
                { try await projects.delete(missing, for: bob.id) },
                { try await projects.move(thread.id, to: missing, for: bob.id) },
            ]
            for act in acts { await #expect(throws: ChatError.notFound) { try await act() } }
            #expect(try await thread.store.list(.all, where: filter(missing), by: .updated, for: bob.id).total == 0)
        }
        await #expect(throws: ChatError.notFound) { try await projects.move(thread.id, to: id, for: alice.id) }
        #expect(try await projects.list(for: bob.id).isEmpty)
        #expect(try await projects.list(for: alice.id).map(\.name) == ["secret"])
        #expect(try await thread.store.open(thread.id, for: bob.id).project == nil)
    }

    @Test(arguments: Engine.allCases)
    func `of many that are made at once so many are made as a member may have`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let made = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<12 {
                group.addTask { (try? await project("p\(number)", alice, in: bench)) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(made == 3)
        await #expect(throws: ChatError.conflict(.tooManyProjects)) { try await project("more", alice, in: bench) }
        #expect(try await bench.storage.projects.list(for: alice.id).count == 3)
    }

    @Test(arguments: Engine.allCases)
    func `projects go with their owner`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        _ = try await project("trip", alice, in: bench)
        try await bench.storage.users.delete(alice.id, keepingConversationsUntil: nil)
        #expect(try await bench.storage.projects.list(for: alice.id).isEmpty)
    }
}
