import Database
import Domain
import Storage
import TestKit
import Testing

/// What the stores of assistants and of the site's pictures promise.
@Suite struct AssistantStoreContract {
    private static let moment = Timestamp(seconds: 1_773_230_400)

    private static func picture(_ mark: UInt8) -> SitePicture {
        SitePicture(kind: .png, contents: [0x89, 0x50, 0x4E, 0x47, mark, 0, 255])
    }

    private static func assistant(_ name: String, group: String? = nil, order: Int = 0) -> Assistant {
        var assistant = Assistant(id: ID(0), name: name, createdAt: moment)
        (assistant.description, assistant.instruction) = ("Knows “all” 字", "Be brief.\nAlways 😀.")
        (assistant.model, assistant.starters) = ("alpha", ["What?", "\"Why\", 'how'?"])
        (assistant.group, assistant.order) = (group, order)
        return assistant
    }

    private func join(_ user: User, _ group: String, in bench: Bench) async throws {
        let id = user.id
        try await bench.database.write {
            try $0.execute("UPDATE users SET user_group = \(group) WHERE id = \(id)")
        }
    }

    @Test(arguments: Engine.allCases)
    func `an assistant is kept as it is said, and a change of an older version is refused`(engine: Engine) async throws
    {
        let bench = try await engine.open()
        defer { withExtendedLifetime(bench) {} }
        let store = bench.storage.assistants
        let made = try await store.create(Self.assistant("Ada"), Self.picture(1))
        #expect(made.version == 1 && made.name == "Ada" && made.instruction == "Be brief.\nAlways 😀.")
        #expect(made.starters == ["What?", "\"Why\", 'how'?"] && made.model == "alpha" && made.group == nil)
        #expect(try await store.find(made.id) == made)
        let id = try #require(made.picture)
        #expect(try await bench.storage.sitePictures.find(id) == Self.picture(1))

        var change = made
        (change.name, change.model, change.group, change.isEnabled) = ("Bea", nil, "vip", false)
        let changed = try await store.update(change, .none)
        #expect(changed.version == 2 && changed.name == "Bea" && changed.model == nil && changed.group == "vip")
        #expect(!changed.isEnabled && changed.picture == id, "the picture stays where nothing is said of it")
        await #expect(throws: ChatError.conflict(.changedMeanwhile)) { try await store.update(change, .none) }
        #expect(try await store.find(made.id) == changed)

        try await store.delete(made.id)
        await #expect(throws: ChatError.notFound) { try await store.find(made.id) }
        await #expect(throws: ChatError.notFound) { try await store.update(changed, .none) }
        await #expect(throws: ChatError.notFound) { try await store.delete(made.id) }
        let next = try await store.create(Self.assistant("Next"), nil)
        #expect(next.id != made.id, "a chat would go on with another one")
    }

    @Test(arguments: Engine.allCases)
    func `a member is given what is enabled and for everybody or the member's group, in its order`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        defer { withExtendedLifetime(bench) {} }
        let store = bench.storage.assistants
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        try await join(alice, "vip", in: bench)
        let last = try await store.create(Self.assistant("last", order: 9), nil)
        let vip = try await store.create(Self.assistant("vip", group: "vip", order: 1), nil)
        let first = try await store.create(Self.assistant("first"), nil)
        var off = Self.assistant("off")
        off.isEnabled = false
        let disabled = try await store.create(off, nil)
        #expect(try await store.list(for: alice.id) == [first, vip, last])
        #expect(try await store.list(for: bob.id) == [first, last])
        #expect(try await store.list(for: ID(987_654)) == [])
        #expect(try await store.find(vip.id, for: alice.id) == vip)
        for (id, user) in [(vip.id, bob.id), (disabled.id, alice.id), (ID(987_654), alice.id)] {
            await #expect(throws: ChatError.notFound) { try await store.find(id, for: user) }
        }
        let page = try await store.list(Page(offset: 1, limit: 2))
        #expect(page.total == 4 && page.items.map(\.name) == ["off", "vip"])
    }

    @Test(arguments: Engine.allCases)
    func `a picture is kept once, and goes with the last that shows it`(engine: Engine) async throws {
        let bench = try await engine.open()
        defer { withExtendedLifetime(bench) {} }
        let (store, pictures) = (bench.storage.assistants, bench.storage.sitePictures)
        let one = try await store.create(Self.assistant("one"), Self.picture(1))
        let two = try await store.create(Self.assistant("two"), Self.picture(1))
        let id = try #require(one.picture)
        #expect(two.picture == id)
        let changed = try await store.update(one, .some(Self.picture(2)))
        #expect(changed.picture != id)
        #expect(try await pictures.find(id) == Self.picture(1))
        let set = try await pictures.setLogo(Self.picture(1))
        #expect(set == (former: "", latter: "/logo/\(id.text)"))
        try await store.delete(two.id)
        #expect(try await pictures.find(id) == Self.picture(1), "it is the logo")
        #expect(try await bench.storage.settings.values()["Logo"] == "/logo/\(id.text)")
        #expect(try await pictures.setLogo(nil).former == "/logo/\(id.text)")
        await #expect(throws: ChatError.notFound) { try await pictures.find(id) }
        let taken = try await store.update(changed, .some(nil))
        #expect(taken.picture == nil)
        await #expect(throws: ChatError.notFound) { try await pictures.find(changed.picture!) }
    }

    @Test(arguments: Engine.allCases)
    func `a send finds the assistant that the member may use now`(engine: Engine) async throws {
        let bench = try await engine.open()
        defer { withExtendedLifetime(bench) {} }
        let store = bench.storage.assistants
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        try await join(alice, "vip", in: bench)
        let vip = try await store.create(Self.assistant("vip", group: "vip"), nil)
        var draft = Draft(action: .next(id: .random(), text: "?"), conversation: nil, parent: nil, model: nil)
        draft.assistant = vip.id
        let facts = bench.storage.sendFacts
        #expect(try await facts.facts(of: draft, from: alice.id).assistant == vip)
        #expect(try await facts.thread(of: draft, from: alice.id).assistant == vip)
        await #expect(throws: ChatError.notFound) { try await facts.facts(of: draft, from: bob.id) }
        await #expect(throws: ChatError.notFound) { try await facts.thread(of: draft, from: bob.id) }

        // The chat keeps it, and goes on without when it is gone.
        let thread = Thread(bench, alice)
        _ = try await thread.finished()
        let chat = thread.id
        try await bench.database.write {
            try $0.execute("UPDATE conversations SET assistant_id = \(vip.id) WHERE id = \(chat)")
        }
        let next = Draft(action: .next(id: .random(), text: "?"), conversation: chat, parent: nil, model: nil)
        #expect(try await facts.facts(of: next, from: alice.id).assistant == vip)
        try await join(alice, "default", in: bench)
        let without = try await facts.facts(of: next, from: alice.id)
        #expect(without.assistant == nil && without.conversation?.assistant == vip.id)
        #expect(try await facts.thread(of: next, from: alice.id).assistant == nil)
    }
}
