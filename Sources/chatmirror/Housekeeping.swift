import Domain
import Site
import Transport

/// What is done every few seconds for as long as the server runs.
struct Housekeeping: Sendable {
    private let world: World

    init(_ world: World) { self.world = world }

    func run() async {
        let clock = world.ports.clock
        var round = 0
        while !Task.isCancelled {
            await clock.sleep(.seconds(5))
            guard !Task.isCancelled else { return }
            await endAbandonedTurns()
            if round % 12 == 0 { await purge(at: clock.now) }
            round += 1
        }
    }

    /// A turn that the store thinks is running and nobody runs: its end could not be stored. The store is back, it can be now.
    func endAbandonedTurns() async {
        let ports = world.ports
        guard
            let ended = try? await ports.conversations.interruptTurns(except: ports.turns.running, at: ports.clock.now)
        else { return }
        for (turn, settlement) in ended {
            switch settlement {
            case .committed: await ports.ledger.commit(turn.id)
            case .refunded: await ports.ledger.refund(turn.id)
            }
        }
        if !ended.isEmpty { world.log.warn("ended abandoned turns", .init("count", ended.count)) }
    }

    private func purge(at now: Timestamp) async {
        try? await world.ports.sessions.purge(before: now)
        try? await world.ports.users.purge(before: now)
        world.sweep(now)
    }
}
