import Domain
import HTTP

/// Shows a turn to one reader, from where the reader is to the turn's end. It never slows the turn:
/// it reads the turn's log as fast as its reader takes the bytes.
final class TurnViewer: Sendable {
    // A class: a stream holds on to it for as long as the answer takes, and a reference is all that stays in its task.
    private let turn: Turn
    /// Runs in this process.
    private let isOurs: Bool
    private let log: any TurnLog
    private let clock: any WallClock
    private let viewers: Viewers
    private let session: Session
    /// What the reader knows already.
    private let encoder: any TurnEncoder
    /// What the log held beyond that when the reader came.
    private let backlog: [NumberedEvent]

    init(
        turn: Turn, isOurs: Bool, log: any TurnLog, clock: any WallClock, viewers: Viewers, session: Session,
        encoder: any TurnEncoder, backlog: [NumberedEvent]
    ) {
        self.turn = turn
        self.isOurs = isOurs
        self.log = log
        self.clock = clock
        self.viewers = viewers
        self.session = session
        self.encoder = encoder
        self.backlog = backlog
    }

    /// Ends after `[DONE]`. Throws, which cuts the connection, when the reader may not or cannot read on.
    func show(to writer: any BodyWriter) async throws {
        let seat = viewers.join(session, writer, isOurs: isOurs)
        defer { viewers.leave(seat) }
        var encoder = encoder
        try await writer.write(encoder.open() + (backlog.isEmpty ? [] : encoder.encode(backlog)))
        while !encoder.picture.isComplete {
            let bytes = encoder.encode(try await events(after: encoder.picture.number, pausing: encoder.pace))
            seat.heard()
            // An empty piece would be the end of a chunked body.
            if !bytes.isEmpty { try await writer.write(bytes) }
        }
    }

    private func events(after number: Int, pausing pause: Duration) async throws -> [NumberedEvent] {
        if pause > .zero { await clock.sleep(pause) }
        let events = try await log.read(turn.id, for: turn.owner, after: number)
        // A log ends with its turn's end; before it, no events means that the reader has gone.
        guard !events.isEmpty else { throw Disconnected() }
        return events
    }
}
