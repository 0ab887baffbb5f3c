import Dialects
package import Domain
import Transport
package import Web
import Wire

/// What the relay acts through.
package struct RelayUses: Sendable {
    let standings: Standings
    let dispatcher: Dispatcher
    let clock: any WallClock
    /// Starts a task that belongs to nobody, on the loop of whoever calls.
    let spawn: TurnRunner.Spawn
    /// Nothing new is taken.
    let isDraining: @Sendable () -> Bool

    package init(
        standings: Standings, dispatcher: Dispatcher, clock: any WallClock, spawn: @escaping TurnRunner.Spawn,
        isDraining: @escaping @Sendable () -> Bool
    ) {
        self.standings = standings
        self.dispatcher = dispatcher
        self.clock = clock
        self.spawn = spawn
        self.isDraining = isDraining
    }
}

extension Surface {
    /// What programs call with a key (relay-formats.md), from wherever they are.
    package static func relay(_ uses: RelayUses) -> Surface {
        let access = KeyAccess(standings: uses.standings)
        let models = ModelList(access: access)
        let chat = Completions(uses: uses, access: access, dialect: OpenAIChat(), endpoint: .chatCompletions)
        return Surface(
            "relay", claiming: [.prefix("/v1/"), .path("/v1")], failingAs: .openAI, by: .key, from: .any,
            [
                Route(.get, "/v1/models", .anyone, models.list),
                Route(.get, "/v1/models/*model", .anyone, models.show),
                Route(.post, "/v1/chat/completions", .anyone, bodyLimit: Completions.bodyLimit, chat.answer),
            ])
    }
}
