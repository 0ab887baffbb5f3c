import Domain
import Synchronization
import TestKit
import Testing

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// A ledger that loses its counters between the reservation and the moment the turn is stored.
@Suite(.timeLimit(.minutes(5))) struct LostPlaceTests {
    @Test func `a place that cannot be found again asks nobody and costs nothing`() async throws {
        let world = try await World(limits: [Limit(2, per: .hour)])
        let ports = world.ports
        let ledger = ForgetfulLedger(ports.ledger)
        let send = SendMessage(
            conversations: ports.conversations, facts: world.facts, dispatcher: world.dispatcher(by: ledger),
            turns: ports.turns, files: ports.files,
            clock: ports.clock)
        let alice = try await world.principal(of: world.alice)
        let draft = Draft(action: .next(id: .random(), text: "hello"), conversation: nil, parent: nil, model: nil)
        let turn = try await send(draft, from: alice).turn
        // The question is kept, its answer is over, and the conversation goes on.
        #expect(turn.status == .interrupted)
        let answer = try await ports.conversations.messages(of: turn.conversation, for: turn.owner).last
        #expect(answer?.failure == .storage)
        #expect(ledger.reservations == 2)
        #expect(ports.turns.running.isEmpty)
        #expect(await world.used() == 0)
        let next = Draft(
            action: .next(id: .random(), text: "again"), conversation: turn.conversation, parent: turn.answer,
            model: nil)
        let second = try await send(next, from: alice).turn
        #expect(await world.used() == 1)
        let reply = await world.backend.asked()
        #expect(reply.prompt.messages.map(\.text) == ["hello\n\nagain"])
        reply.finish()
        while ports.turns.running.contains(second.id), !Task.isCancelled { await Task.yield() }
    }
}

/// Fails the second time that it is asked.
private final class ForgetfulLedger: QuotaLedger {
    private let ledger: any QuotaLedger
    private let count = Mutex(0)

    init(_ ledger: any QuotaLedger) { self.ledger = ledger }

    var reservations: Int { count.withLock { $0 } }

    func reserve(_ id: Key<Charge>, _ use: QuotaUse, asking message: Key<Message>?, under limits: [Limit])
        async throws(ChatError) -> Reservation?
    {
        let number = count.withLock { count in
            count += 1
            return count
        }
        if number == 2 { throw .unavailable(what: "quota") }
        return try await ledger.reserve(id, use, asking: message, under: limits)
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
