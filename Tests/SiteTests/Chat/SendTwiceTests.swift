import Domain
import TestKit
import Testing

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// The same message sent to two processes at once: each has its own `SendMessage` over the same stores.
@Suite(.timeLimit(.minutes(5))) struct SendTwiceTests {
    @Test func `the second waits for the turn of the first, though the limit is full`() async throws {
        let world = try await World(limits: [Limit(1, per: .hour)])
        let (ledger, draft) = (SlowLedger(world.ports.ledger), Self.draft)
        let alice = try await world.principal(of: world.alice)
        async let first = world.sending(by: ledger)(draft, from: alice)
        await ledger.taken()
        async let second = world.sending(by: world.ports.ledger)(draft, from: alice)
        await world.clock.sleepers(1)
        ledger.goOn()
        let turn = try await first.turn
        world.clock.advance(by: .milliseconds(20))
        let repeated = try await second.turn
        #expect(repeated.id == turn.id)
        #expect(await world.used() == 1)
        await world.backend.asked().finish()
        while world.ports.turns.running.contains(turn.id), !Task.isCancelled { await Task.yield() }
    }

    @Test func `the second has its turn when the first fails`() async throws {
        let world = try await World(limits: [Limit(1, per: .hour)])
        let (ledger, draft) = (SlowLedger(world.ports.ledger, fails: true), Self.draft)
        let alice = try await world.principal(of: world.alice)
        async let first = world.sending(by: ledger)(draft, from: alice)
        await ledger.taken()
        async let second = world.sending(by: world.ports.ledger)(draft, from: alice)
        await world.clock.sleepers(1)
        ledger.goOn()
        do {
            _ = try await first
            Issue.record("the first has a turn")
        } catch {
            #expect(error as? ChatError == .unavailable(what: "quota"))
        }
        world.clock.advance(by: .milliseconds(20))
        let turn = try await second.turn
        #expect(await world.used() == 1)
        await world.backend.asked().finish()
        while world.ports.turns.running.contains(turn.id), !Task.isCancelled { await Task.yield() }
    }

    private static var draft: Draft {
        Draft(action: .next(id: .random(), text: "hello"), conversation: nil, parent: nil, model: nil)
    }
}

extension World {
    /// How another process with this ledger sends.
    fileprivate func sending(by ledger: any QuotaLedger) -> SendMessage {
        SendMessage(
            conversations: ports.conversations, facts: facts, dispatcher: dispatcher(by: ledger), turns: ports.turns,
            files: ports.files, clock: ports.clock)
    }
}

/// Takes a place, and says so only when it is told to; or then gives it back and fails.
private final class SlowLedger: QuotaLedger {
    private let ledger: any QuotaLedger
    private let fails: Bool
    private let (places, place) = AsyncStream.makeStream(of: Void.self)
    private let (goes, go) = AsyncStream.makeStream(of: Void.self)

    init(_ ledger: any QuotaLedger, fails: Bool = false) {
        self.ledger = ledger
        self.fails = fails
    }

    func taken() async { for await _ in places { return } }
    func goOn() { go.finish() }

    func reserve(_ id: Key<Charge>, _ use: QuotaUse, asking message: Key<Message>?, under limits: [Limit])
        async throws(ChatError) -> Reservation?
    {
        let reservation = try await ledger.reserve(id, use, asking: message, under: limits)
        place.yield()
        for await _ in goes {}
        guard fails else { return reservation }
        await ledger.refund(id)
        throw .unavailable(what: "quota")
    }

    func move(_ id: Key<Charge>, to use: QuotaUse, under limits: [Limit]) async throws(ChatError) -> Bool {
        try await ledger.move(id, to: use, under: limits)
    }

    func adjust(_ id: Key<Charge>, to total: QuotaTotal) async { await ledger.adjust(id, to: total) }
    func commit(_ id: Key<Charge>, _ total: QuotaTotal) async { await ledger.commit(id, total) }
    func refund(_ id: Key<Charge>) async { await ledger.refund(id) }

    func usage(of use: QuotaUse, under limits: [Limit]) async throws(ChatError) -> [WindowUsage] {
        try await ledger.usage(of: use, under: limits)
    }
}
