import Domain
import HTTP

/// Shows a turn to one reader, from where the reader is to the turn's end. It never slows the turn:
/// it reads the turn's log as fast as its reader takes the bytes.
struct TurnViewer: Sendable {
    let turn: Turn
    let log: any TurnLog
    let clock: any WallClock
    let watch: SessionWatch
    /// What the reader knows already.
    let encoder: any TurnEncoder
    /// What the log held beyond that when the reader came.
    let backlog: [NumberedEvent]

    /// Silent seconds after which the reader is told that we are still there.
    static let heartbeat = 10

    private enum Signal {
        case events([NumberedEvent])
        case tick
    }

    /// Ends after `[DONE]`. Throws, which cuts the connection, when the reader may not or cannot read on.
    func show(to writer: any BodyWriter) async throws {
        var encoder = encoder
        try await writer.write(encoder.open() + (backlog.isEmpty ? [] : encoder.encode(backlog)))
        guard !encoder.picture.isComplete else { return }
        try await withThrowingTaskGroup(of: Signal.self) { group in
            var silence = 0
            var number = encoder.picture.number
            let pace = encoder.pace
            group.addTask { [number] in try await read(after: number, pausing: pace) }
            group.addTask { await tick() }
            while let signal = try await group.next() {
                switch signal {
                case .events(let events):
                    silence = 0
                    let bytes = encoder.encode(events)
                    // An empty piece would be the end of a chunked body.
                    if !bytes.isEmpty { try await writer.write(bytes) }
                    guard !encoder.picture.isComplete else { return group.cancelAll() }
                    number = encoder.picture.number
                    group.addTask { [number] in try await read(after: number, pausing: pace) }
                case .tick:
                    silence += 1
                    try await check(silence, writer)
                    group.addTask { await tick() }
                }
            }
        }
    }

    private func check(_ silence: Int, _ writer: any BodyWriter) async throws {
        guard await watch.mayRead else { throw Disconnected() }
        if silence % Self.heartbeat == 0 { try await writer.write(EventStream.ping) }
    }

    private func read(after number: Int, pausing pause: Duration) async throws -> Signal {
        if pause > .zero { await clock.sleep(pause) }
        let events = try await log.read(turn.id, for: turn.owner, after: number)
        // A log ends with its turn's end; before it, no events means that the reader has gone.
        guard !events.isEmpty else { throw Disconnected() }
        return .events(events)
    }

    private func tick() async -> Signal {
        await clock.sleep(SessionWatch.interval)
        return .tick
    }
}
