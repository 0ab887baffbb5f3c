import Domain
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// What gpt2api's clients ask of a stranger's right.
@Suite(.timeLimit(.minutes(5))) struct HealthTests {
    @Test func `strangers learn that the service is there and how many accounts it has, and nothing else`() async throws
    {
        let world = try await World()
        #expect(await world.get("/health").json == ["status": "ok", "message": "ok", "tokens_count": 1])
        _ = try await world.ports.addAccount("second", models: ["alpha"], at: world.clock.now)
        // Not asked again within a second.
        #expect(await world.get("/health").json["tokens_count"] == 1)
        world.clock.advance(by: .seconds(1))
        let answer = await world.get("/health", as: world.admin)
        #expect(answer.status == 200 && answer.json == ["status": "ok", "message": "ok", "tokens_count": 2])
    }
}
