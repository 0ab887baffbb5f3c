import Domain
import Storage
import Transport

/// Ends the answers in the background that no process writes any more: of processes that died, or whose end could not be stored, and frees
/// the conversations that they had taken. Every five seconds, and before the first request.
struct AbandonedResponses: Service {
    let name = "abandoned-responses"
    private let world: World

    init(_ world: World) { self.world = world }

    func run() async {
        await every(.seconds(5), on: world.clock) { await end() }
    }

    func end() async {
        let (responses, calls) = (world.storage.responses, world.calls)
        try? await world.storage.itemConversations.release(except: calls.running, at: world.clock.now)
        guard let ended = try? await responses.interrupt(except: calls.running, at: world.clock.now), !ended.isEmpty
        else { return }
        for charge in ended {
            // Its readers, in any process, are still waiting for the end.
            try? await world.counters.log.append([.ended(TurnEnd(.interrupted))], to: Key(charge))
        }
        world.log.warn("ended abandoned responses", .init("count", ended.count))
    }
}
