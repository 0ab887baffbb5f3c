import Domain
import Synchronization
import TestKit
import Testing

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// The upstream's request is made ready while the question is stored. It is asked when that is done, and only then.
@Suite(.timeLimit(.minutes(5))) struct StoreFirstTests {
    private let draft = Draft(action: .next(id: .random(), text: "hello"), conversation: nil, parent: nil, model: nil)

    @Test func `nobody is asked before the question is stored, and then at once`() async throws {
        let world = try await World()
        let store = HeldStore(world.ports.conversations)
        async let sent = world.send(draft, to: store)
        let turn = await store.beginning().turn
        // All is ready: also those who watch find it.
        let events = try await world.ports.turnLog.read(turn.id, for: turn.owner, after: 0)
        #expect(events.map(\.event) == [.began(turn)])
        for _ in 0..<1000 { await Task.yield() }
        #expect(world.backend.count == 0)
        store.goOn()
        #expect(try await sent.turn == turn)
        await world.backend.asked().finish()
        await world.rest()
    }

    @Test func `a question that cannot be stored reaches nobody and costs nothing`() async throws {
        let world = try await World(limits: [Limit(2, per: .hour)])
        let store = HeldStore(world.ports.conversations, failing: .unavailable(what: "storage"))
        let bound = BoundAccount(account: world.account, mode: .shared, priority: 0)
        let lending = world.ports.pool.lend(.init(among: [bound], for: "alpha"))
        guard case .lent(let another, _) = lending else {
            Issue.record("nothing was lent")
            return
        }
        async let refusal = #expect(throws: ChatError.unavailable(what: "storage")) {
            try await world.send(draft, to: store)
        }
        let turn = await store.beginning().turn
        for _ in 0..<1000 { await Task.yield() }
        store.goOn()
        _ = await refusal
        for _ in 0..<1000 { await Task.yield() }
        #expect(world.backend.count == 0)
        #expect(world.ports.turns.running.isEmpty)
        #expect(world.ports.pool.load(of: another.id) == 1)
        #expect(await world.used() == 0)
        let events = try await world.ports.turnLog.read(turn.id, for: turn.owner, after: 1)
        #expect(events.map(\.event) == [.ended(TurnEnd(.interrupted, failure: .storage))])
    }

    @Test func `a turn that is stopped while it is stored asks nobody, and its place is given back`() async throws {
        let world = try await World(limits: [Limit(2, per: .hour)])
        let store = HeldStore(world.ports.conversations)
        async let sent = world.send(draft, to: store)
        let turn = await store.beginning().turn
        await world.ports.turns.stop(turn.conversation, of: turn.owner)
        store.goOn()
        _ = try await sent
        await world.rest()
        #expect(world.backend.count == 0)
        #expect(await world.used() == 0)
        let latest = try await world.ports.conversations.latestTurn(of: turn.conversation, for: turn.owner)
        #expect(latest?.status == .stopped)
    }

    @Test func `a log that other processes cannot be told of asks nobody and costs nothing`() async throws {
        let world = try await World(limits: [Limit(2, per: .hour)])
        let ports = world.ports
        let desk = TurnDesk(
            conversations: ports.conversations, dispatcher: world.dispatcher(), log: PrivateLog(log: ports.turnLog),
            clock: ports.clock, report: { _ in })
        // Unstructured: a turn belongs to nobody.
        let turns = TurnRunner(desk: desk) { job in Task { await job() } }
        let send = SendMessage(
            conversations: ports.conversations, facts: world.facts, dispatcher: world.dispatcher(), turns: turns,
            files: ports.files, clock: ports.clock)
        // The question is kept, its answer is over.
        let turn = try await send(draft, from: world.principal(of: world.alice)).turn
        #expect(turn.status == .interrupted)
        #expect(turns.running.isEmpty)
        #expect(world.backend.count == 0)
        #expect(ports.pool.load(of: world.account.id) == 0)
        #expect(await world.used() == 0)
    }
}

extension World {
    /// Alice's message, through another store of conversations.
    fileprivate func send(_ draft: Draft, to store: HeldStore) async throws -> SentTurn {
        let send = SendMessage(
            conversations: store, facts: facts, dispatcher: dispatcher(), turns: ports.turns, files: ports.files,
            clock: ports.clock)
        return try await send(draft, from: principal(of: alice))
    }

    fileprivate func rest() async {
        while !ports.turns.running.isEmpty, !Task.isCancelled { await Task.yield() }
    }
}

/// Stores a turn when it is told to.
private final class HeldStore: ConversationStore {
    private let store: any ConversationStore
    private let failure: ChatError?
    private let begun = AsyncStream.makeStream(of: TurnOpening.self)
    private let released = AsyncStream.makeStream(of: Void.self)

    init(_ store: any ConversationStore, failing failure: ChatError? = nil) {
        self.store = store
        self.failure = failure
    }

    /// The turn that is to be stored now.
    func beginning() async -> TurnOpening {
        for await opening in begun.stream { return opening }
        preconditionFailure("the stream never ends")
    }

    func goOn() { released.continuation.yield() }

    func begin(_ opening: TurnOpening) async throws(ChatError) {
        begun.continuation.yield(opening)
        for await _ in released.stream { break }
        if let failure { throw failure }
        try await store.begin(opening)
    }

    func list(_ page: Page, where filter: ConversationFilter, by order: ConversationOrder, for owner: ID<User>)
        async throws(ChatError) -> Listing<Conversation>
    {
        try await store.list(page, where: filter, by: order, for: owner)
    }

    func list(
        after place: ConversationPlace?, limit: Int, where filter: ConversationFilter, by order: ConversationOrder,
        for owner: ID<User>
    ) async throws(ChatError) -> Listing<Conversation> {
        try await store.list(after: place, limit: limit, where: filter, by: order, for: owner)
    }

    func open(_ id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> Conversation {
        try await store.open(id, for: owner)
    }

    func messages(of id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> [Message] {
        try await store.messages(of: id, for: owner)
    }

    func accountNames(
        of accounts: Set<ID<Account>>, for owner: ID<User>
    ) async throws(ChatError) -> [ID<Account>: String] {
        try await store.accountNames(of: accounts, for: owner)
    }

    func rename(_ id: Key<Conversation>, to title: String, for owner: ID<User>) async throws(ChatError) {
        try await store.rename(id, to: title, for: owner)
    }

    func archive(_ id: Key<Conversation>, _ isArchived: Bool, for owner: ID<User>) async throws(ChatError) {
        try await store.archive(id, isArchived, for: owner)
    }

    func show(_ node: Key<Message>, in id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) {
        try await store.show(node, in: id, for: owner)
    }

    func star(_ id: Key<Conversation>, _ isStarred: Bool, for owner: ID<User>) async throws(ChatError) {
        try await store.star(id, isStarred, for: owner)
    }

    func save(_ turn: Turn, _ answer: Domain.Answer) async throws(ChatError) { try await store.save(turn, answer) }

    func end(
        _ turn: Turn, _ answer: Domain.Answer, _ end: TurnEnd, _ settlement: Settlement, _ receipt: Receipt?,
        at moment: Timestamp
    ) async throws(ChatError) {
        try await store.end(turn, answer, end, settlement, receipt, at: moment)
    }

    func turn(asking message: Key<Message>, for owner: ID<User>) async throws(ChatError) -> Turn? {
        try await store.turn(asking: message, for: owner)
    }

    func latestTurn(of id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> Turn? {
        try await store.latestTurn(of: id, for: owner)
    }

    func interruptTurns(except alive: Set<Key<Turn>>, at moment: Timestamp)
        async throws(ChatError) -> [(turn: Turn, settlement: Settlement)]
    {
        try await store.interruptTurns(except: alive, at: moment)
    }
}

/// Is known in this process alone.
private struct PrivateLog: TurnLog {
    let log: any TurnLog

    func open(_ turn: Turn) { log.open(turn) }

    func publish(_ turn: Key<Turn>) async throws(ChatError) { throw .unavailable(what: "turns") }

    func append(_ events: [TurnEvent], to turn: Key<Turn>) async throws(ChatError) {
        try await log.append(events, to: turn)
    }

    func read(_ turn: Key<Turn>, for owner: ID<User>, after number: Int) async throws(ChatError) -> [NumberedEvent] {
        try await log.read(turn, for: owner, after: number)
    }

    func hold(_ turn: Key<Turn>) -> (any Sendable)? { log.hold(turn) }
    func restore(_ turn: Turn, _ events: [TurnEvent]) -> any Sendable { log.restore(turn, events) }

    func text(of kind: Message.Kind, in turn: Key<Turn>, for owner: ID<User>, after number: Int, through last: Int)
        async throws(ChatError) -> TextPortion
    {
        try await log.text(of: kind, in: turn, for: owner, after: number, through: last)
    }
}
