import Domain
import Storage
import Transport

/// Ends the turns and calls that no process carries out any more: of processes that died, or whose end could not be stored while
/// the store was away. Every five seconds, and turns also before the first request.
struct AbandonedCharges: Service {
    let name = "abandoned-charges"
    private let world: World

    init(_ world: World) { self.world = world }

    func run() async {
        await every(.seconds(5), on: world.clock) {
            await endTurns()
            await endCalls()
        }
    }

    func endTurns() async {
        let (conversations, turns) = (world.storage.conversations, world.turns)
        guard let ended = try? await conversations.interruptTurns(except: turns.running, at: world.clock.now) else {
            return
        }
        for (turn, settlement) in ended {
            await world.counters.ledger.settle(turn.charge, as: settlement)
            // Its viewers, in any process, are still waiting for the end.
            try? await world.counters.log.append([.ended(TurnEnd(.interrupted))], to: turn.id)
        }
        if !ended.isEmpty { world.log.warn("ended abandoned turns", .init("count", ended.count)) }
    }

    /// Only calls that ran for some seconds have a row.
    private func endCalls() async {
        let ended = try? await world.storage.charges.interruptCalls(except: world.usage.running, at: world.clock.now)
        for (id, settlement) in ended ?? [] { await world.counters.ledger.settle(id, as: settlement) }
    }
}
