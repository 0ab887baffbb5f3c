import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// A reader who takes a long answer bit by bit.
@Suite(.timeLimit(.minutes(5))) struct SlowReaderTests {
    private static let long = String(repeating: "\"Ja\", said 你好 🙂\n", count: 20_000)

    @Test(arguments: [true, false])
    func `he is offered little at a time, and nothing in the middle of an event`(isV1: Bool) async throws {
        let world = try await World()
        let turn = try await world.begin()
        await turn.reply.say(Self.long)
        await turn.reader.until { DeltaClient($0.events).messages.values.contains { $0.words == Self.long } }
        // Whoever comes back to the very end is told all of it first.
        let reader = SlowReader(await world.follow(turn.conversation, after: turn.mark, isV1: isV1))
        var sizes: [Int] = []
        while reader.events.last?.json["message"] == nil, reader.events.last?.json["v"]?["message"] == nil {
            sizes.append(await reader.next())
            // Long enough for heartbeats.
            for _ in 0..<11 {
                await world.clock.sleepers(1)
                world.clock.advance(by: .seconds(1))
            }
        }
        #expect(sizes.count > 5)
        #expect(sizes.allSatisfy { $0 < 100_000 })
        turn.reply.finish()
        reader.hurry()
        while !reader.isOver {
            // Slowly: ten minutes after its end the log is gone.
            world.clock.advance(by: .milliseconds(50))
            for _ in 0..<20 { await Task.yield() }
        }
        let events = reader.events
        #expect(events.last?.isDone == true)
        let messages = isV1 ? DeltaClient(events).messages : SnapshotClient(events).messages
        #expect(messages.values.contains { $0.words == Self.long })
        #expect(!events.contains { $0.data.contains(": ping") })
    }

    @Test func `a long question is offered bit by bit, too`() async throws {
        let world = try await World()
        let response = await world.send(DraftBody(text: Self.long))
        let reader = SlowReader(response)
        var sizes: [Int] = []
        while !reader.events.contains(where: { $0.json["type"] == "input_message" }) {
            sizes.append(await reader.next())
        }
        #expect(sizes.allSatisfy { $0 < 200_000 } && sizes.count > 3)
        let question = reader.events.first { $0.json["type"] == "input_message" }?.json["input_message"]
        #expect(question?.words == Self.long)
        let reply = await world.backend.asked()
        reply.finish()
        reader.hurry()
        while !reader.isOver, !Task.isCancelled { await Task.yield() }
    }
}

/// Takes one piece at a time.
private final class SlowReader: BodyWriter {
    private let state = Watched(State())

    private struct State {
        var bytes: [UInt8] = []
        /// The sizes of all pieces, and how many of them were taken.
        var offered: [Int] = []
        var taken = 0
        var isInHurry = false
        var isOver = false
    }

    init(_ response: Response) {
        guard case .written(let write) = response.body else { return }
        // Unstructured: a connection lives beside the test that looks at it.
        Task {
            try? await write(self)
            self.state.change { $0.isOver = true }
        }
    }

    var events: [StreamedEvent] { StreamedEvent.parse(state.read { $0.bytes }) }
    var isOver: Bool { state.read { $0.isOver } }

    func write(_ bytes: [UInt8]) async throws(Disconnected) {
        let number = state.change { state in
            state.bytes += bytes
            state.offered.append(bytes.count)
            return state.offered.count
        }
        await state.until { $0.isInHurry || $0.taken >= number }
    }

    func cut() {}

    /// Takes the next piece; its size.
    func next() async -> Int {
        await state.until { $0.offered.count > $0.taken }
        return state.change { state in
            guard state.offered.count > state.taken else { return 0 }
            state.taken += 1
            return state.offered[state.taken - 1]
        }
    }

    /// From now on takes everything at once.
    func hurry() { state.change { $0.isInHurry = true } }
}
