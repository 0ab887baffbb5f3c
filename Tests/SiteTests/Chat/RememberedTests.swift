import Domain
import HTTP
import JSON
import Synchronization
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// Members who send again are not looked up again; whatever has changed is found all the same.
@Suite(.timeLimit(.minutes(5))) struct RememberedTests {
    @Test func `a second message rests on what was read for the first`() async throws {
        let world = try await World(limits: [Limit(9, per: .hour)])
        let facts = CountedFacts(world.facts)
        let send = world.sending(on: facts)
        let principal = try await world.principal(of: world.alice)
        _ = try await send(Self.draft(), from: principal)
        await world.backend.asked().finish()
        let standing = try #require(send.standings.recall(principal.session.hash))
        let sent = try #require(await send(Self.draft(), under: standing))
        #expect(facts.asked == ["facts", "thread"])
        let reply = await world.backend.asked()
        #expect(reply.account.id == world.account.id)
        #expect(reply.key == Secret("key of shared"))
        await reply.say("Yes.")
        reply.finish()
        while world.ports.turns.running.contains(sent.turn.id), !Task.isCancelled { await Task.yield() }
        #expect(await world.used() == 1)

        // In the same conversation only that is read.
        let next = try #require(
            await send(Self.draft(in: sent.turn.conversation, after: sent.turn.answer), under: standing))
        #expect(facts.asked == ["facts", "thread", "thread"])
        #expect(await world.backend.asked().prompt.messages.map(\.text) == ["hello", "Yes.", "hello"])
        await world.ports.turns.stop(next.turn.conversation, of: principal.user.id)
        while world.ports.turns.running.contains(next.turn.id), !Task.isCancelled { await Task.yield() }
    }

    @Test func `it is remembered for ten minutes, and no longer than the session lives`() async throws {
        let world = try await World()
        let alice = world.alice.session.hash
        let standings = world.ports.sendMessage.standings
        #expect(standings.recall(alice) == nil)
        try await world.chat()
        world.clock.advance(by: .seconds(599))
        #expect(standings.recall(alice)?.principal.user == world.alice.user)
        #expect(standings.recall(world.bob.session.hash) == nil)
        world.clock.advance(by: .seconds(1))
        #expect(standings.recall(alice) == nil)

        world.clock.advance(by: Session.idleLifetime - .seconds(660))
        try await world.chat(DraftBody(id: "m2"))
        #expect(standings.recall(alice) != nil)
        standings.sweep()
        #expect(standings.recall(alice) != nil)
        // The row says by now that it was used. What is remembered is not younger than it was.
        world.clock.advance(by: .seconds(60))
        #expect(standings.recall(alice) == nil)
        #expect(await world.send(DraftBody(id: "m3")).status == 200)
        await world.backend.asked().finish()
    }

    @Test(arguments: Change.all, [false, true])
    fileprivate func `what has changed meanwhile acts on the next message`(
        change: Change, inTheSameConversation: Bool
    ) async throws {
        let world = try await World(limits: [Limit(9, per: .hour)])
        let talk = try await world.chat()
        #expect(world.ports.sendMessage.standings.recall(world.alice.session.hash) != nil)
        try await change.act(world)
        var draft = DraftBody(id: "m2")
        if inTheSameConversation {
            draft.conversation = talk.conversation
            draft.parent = talk.reader.answer
        }
        let response = await world.send(draft)
        #expect(response.status == change.status, "\(response.text)")
        #expect(world.ports.turns.running.isEmpty)
        if change.status != 401 { #expect(await world.used() == 1) }
    }

    @Test func `a key that was replaced is never used again`() async throws {
        let world = try await World()
        try await world.chat()
        try await world.ports.accounts.update(world.account, key: Secret("another"))
        let turn = try await world.begin(DraftBody(id: "m2"))
        #expect(turn.reply.key == Secret("another"))
        turn.reply.finish()
        await turn.reader.end()
    }

    @Test func `what an account did wrong is told until it does right again`() async throws {
        let world = try await World()
        try await world.chat()
        let failing = try await world.begin(DraftBody(id: "m2"))
        failing.reply.fail(.upstreamRateLimited)
        await failing.reader.end()
        let pool = world.ports.pool
        #expect(pool.health(of: world.account.id).reason != "")
        world.clock.advance(by: .seconds(5))
        let talk = try await world.chat(DraftBody(id: "m3"))
        while world.ports.turns.running.contains(Key(talk.turn)!), !Task.isCancelled { await Task.yield() }
        #expect(pool.health(of: world.account.id).reason == "")
    }

    @Test func `a body that cannot be read is told to members, not to those who are members no longer`() async throws {
        let world = try await World()
        try await world.chat()
        #expect(await world.post("/backend-api/conversation", ["action": "dance"], as: world.alice).status == 400)
        try await world.ports.sessions.deleteAll(of: world.alice.user.id)
        #expect(await world.post("/backend-api/conversation", ["action": "dance"], as: world.alice).status == 401)
    }

    private static func draft(
        in conversation: Key<Conversation>? = nil, after parent: Key<Message>? = nil
    ) -> Draft {
        Draft(action: .next(id: .random(), text: "hello"), conversation: conversation, parent: parent, model: nil)
    }
}

/// Something that is taken from alice, as another process would do it.
private struct Change: Sendable, CustomTestStringConvertible {
    let name: String
    /// What her next message is answered with.
    let status: Int
    let act: @Sendable (World) async throws -> Void
    var testDescription: String { name }

    init(_ name: String, _ status: Int, _ act: @escaping @Sendable (World) async throws -> Void) {
        self.name = name
        self.status = status
        self.act = act
    }

    static let all = [
        Change("her session", 401) { try await $0.ports.sessions.delete($0.alice.session.hash) },
        Change("all her sessions", 401) { try await $0.ports.sessions.deleteAll(of: $0.alice.user.id) },
        Change("herself", 401) {
            try await $0.ports.users.delete($0.alice.user.id, keepingConversationsUntil: nil)
        },
        Change("her right to be here", 401) { world in
            var user = world.alice.user
            user.status = .disabled
            try await world.ports.users.update(user)
        },
        Change("her binding", 409) { world in
            let bindings = world.ports.bindings
            for binding in try await bindings.list(of: world.alice.user.id, to: nil, Page(offset: 0, limit: 9)).items {
                try await bindings.delete(binding.id)
            }
        },
        Change("the account", 409) { try await $0.ports.accounts.delete($0.account.id) },
        Change("the account's working", 409) { world in
            var account = world.account
            account.status = .disabled
            try await world.ports.accounts.update(account, key: nil)
        },
        Change("her messages", 429) { world in
            let packages = world.ports.packages
            for package in try await packages.list(Page(offset: 0, limit: 9)).items {
                try await packages.update(
                    Package(
                        id: package.id, name: package.name, limits: [Limit(1, per: .hour)], createdAt: package.createdAt
                    ))
            }
        },
    ]
}

extension StreamReader {
    /// The id of the answer that was read.
    fileprivate var answer: String? { DeltaClient(seen.events).messages.keys.first }
}

extension World {
    fileprivate func sending(on facts: any SendFactsStore) -> SendMessage {
        SendMessage(
            conversations: ports.conversations, facts: facts, dispatcher: dispatcher(), turns: ports.turns,
            files: ports.files, clock: ports.clock)
    }
}

/// Remembers what it was asked for.
private final class CountedFacts: SendFactsStore {
    private let facts: any SendFactsStore
    private let questions = Mutex<[String]>([])

    init(_ facts: any SendFactsStore) { self.facts = facts }

    var asked: [String] { questions.withLock(\.self) }

    func facts(of draft: Draft, from user: ID<User>) async throws(ChatError) -> SendFacts {
        questions.withLock { $0.append("facts") }
        return try await facts.facts(of: draft, from: user)
    }

    func thread(of draft: Draft, from user: ID<User>) async throws(ChatError) -> SendFacts {
        questions.withLock { $0.append("thread") }
        return try await facts.thread(of: draft, from: user)
    }
}
