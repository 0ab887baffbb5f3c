import Database
import Domain
import Storage
import TestKit
import Testing

/// What is looked up before a send.
@Suite struct SendFactsContract {
    @Test(arguments: Engine.allCases)
    func `a send finds its conversation, the member's accounts with their keys, and the package's limits`(
        engine: Engine
    ) async throws {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let (first, second) = (try await bench.account("one"), try await bench.account("two"))
        let bindings = bench.storage.bindings
        _ = try await bindings.create(alice.id, first.id, mode: .shared, priority: 3, at: bench.clock.now)
        _ = try await bindings.create(alice.id, second.id, mode: .dedicated, priority: 0, at: bench.clock.now)
        let limits = [Limit(5, per: .day), Limit(2, per: .hour)]
        let package = try await bench.storage.packages.create(name: "p", limits: limits, at: bench.clock.now)
        let aliceID = alice.id
        try await bench.database.write {
            try $0.execute("UPDATE users SET package_id = \(package.id) WHERE id = \(aliceID)")
        }

        let thread = Thread(bench, alice)
        let turn = try await thread.finished()
        let facts = try await bench.facts(.asking(in: thread.id), from: alice)
        #expect(facts.formerTurn == nil)
        #expect(facts.conversation?.id == thread.id)
        #expect(try await facts.messages == thread.messages())
        #expect(try await facts.allowance.accounts == bindings.accounts(of: alice.id))
        #expect(facts.allowance.keys == [first.id: Secret("key of one"), second.id: Secret("key of two")])
        #expect(facts.allowance.limits == limits)

        let fresh = try await bench.facts(.asking(), from: bob)
        #expect(
            fresh.conversation == nil && fresh.messages.isEmpty && fresh.allowance.accounts.isEmpty
                && fresh.allowance.limits.isEmpty)
        await #expect(throws: ChatError.notFound) { try await bench.facts(.asking(in: thread.id), from: bob) }
        await #expect(throws: ChatError.notFound) { try await bench.facts(.asking(in: .random()), from: alice) }

        let repeated = try await bench.facts(.asking(turn.question, in: thread.id), from: alice)
        #expect(repeated.formerTurn?.id == turn.id)
        #expect(try await bench.facts(.asking(turn.question), from: bob).formerTurn == nil)
    }

    @Test(arguments: Engine.allCases)
    func `a key that cannot be opened is no account to use, and does not stand in the way of the others`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let (first, second) = (try await bench.account("one"), try await bench.account("two"))
        for account in [first, second] {
            _ = try await bench.storage.bindings.create(
                alice.id, account.id, mode: .shared, priority: 0, at: bench.clock.now)
        }
        let id = first.id
        try await bench.database.write {
            try $0.execute("UPDATE accounts SET sealed_key = sealed_proxy WHERE id = \(id)")
        }
        let facts = try await bench.facts(.asking(), from: alice)
        #expect(facts.allowance.accounts.map(\.account.id) == [second.id])
        #expect(facts.allowance.keys == [second.id: Secret("key of two")])
    }
}

extension Bench {
    fileprivate func facts(_ draft: Draft, from user: User) async throws(ChatError) -> SendFacts {
        try await storage.sendFacts.facts(of: draft, from: user.id)
    }
}

extension Draft {
    fileprivate static func asking(_ id: Key<Message> = .random(), in conversation: Key<Conversation>? = nil) -> Draft {
        Draft(action: .next(id: id, text: "?"), conversation: conversation, parent: nil, model: nil)
    }
}
