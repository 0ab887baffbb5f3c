import Domain
import HTTP
import TestKit
import Testing

/// What tests wait with: one whose time is up is cancelled, and must end, or it holds up the whole run.
struct WaitingTests {
    @Test func `whoever is cancelled waits no longer, whatever he waits for`() async throws {
        let (backend, clock, watched) = (ScriptedBackend(), ManualClock(), Watched(0))
        let stream = StreamReader(Response(200, body: .written { _ in await clock.sleep(.seconds(1)) }))
        await ScriptedUpstream.serving([.hold]) { upstream in
            let waiting = Task {
                async let asked = backend.asked()
                async let sleepers: Void = clock.sleepers(9)
                async let change: Void = watched.until { $0 > 0 }
                async let events = stream.end()
                async let requests = upstream.requests(atLeast: 1)
                await asked.say("to nobody")
                await asked.ended()
                _ = await (sleepers, change, events, requests)
            }
            waiting.cancel()
            await waiting.value
        }
        clock.advance(by: .seconds(1))
        await stream.end()
        #expect(stream.isOver)
    }

    @Test func `one change wakes all whom it concerns`() async {
        let watched = Watched(0)
        async let first: Void = watched.until { $0 == 1 }
        async let second: Void = watched.until { $0 > 0 }
        watched.change { $0 = 1 }
        await (first, second)
        #expect(watched.read { $0 } == 1)
    }
}
