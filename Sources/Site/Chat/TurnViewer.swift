import Domain
import HTTP
import Synchronization

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
    /// Where it begins. Taken, so that a stream does not hold on to it.
    private let start: Mutex<Start?>

    private struct Start: Sendable {
        /// What the reader knows already.
        let encoder: any TurnEncoder
        /// What the log held beyond that when the reader came.
        let backlog: [NumberedEvent]
    }

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
        start = Mutex(Start(encoder: encoder, backlog: backlog))
    }

    /// Ends after `[DONE]`. Throws, which cuts the connection, when the reader may not or cannot read on.
    func show(to writer: any BodyWriter) async throws {
        let seat = viewers.join(session, writer, isOurs: isOurs)
        defer { viewers.leave(seat) }
        guard var (encoder, opening) = begin() else { throw Disconnected() }
        try await writer.write(opening)
        opening = []
        let (pace, mostText) = (encoder.pace, encoder.mostText)
        while !encoder.isComplete {
            let bytes = encoder.encode(try await events(after: encoder.number, pausing: pace, upTo: mostText))
            seat.heard()
            // An empty piece would be the end of a chunked body.
            if !bytes.isEmpty { try await writer.write(bytes) }
        }
    }

    /// The encoder, and the first piece. Once: nil afterwards.
    @inline(never)
    private func begin() -> (any TurnEncoder, [UInt8])? {
        guard let start = start.withLock({ $0.take() }) else { return nil }
        var encoder = start.encoder
        var opening = encoder.open()
        let backlog = start.backlog.beginning(upTo: encoder.mostText)
        if !backlog.isEmpty { opening += encoder.encode(backlog) }
        return (encoder, opening)
    }

    private func events(
        after number: Int, pausing pause: Duration, upTo limit: Int
    ) async throws -> ArraySlice<NumberedEvent> {
        if pause > .zero { await clock.sleep(pause) }
        let events = try await log.read(turn.id, for: turn.owner, after: number)
        // A log ends with its turn's end; before it, no events means that the reader has gone.
        guard !events.isEmpty else { throw Disconnected() }
        return events.beginning(upTo: limit)
    }
}

extension [NumberedEvent] {
    /// As many as have `limit` bytes of text, and one more.
    fileprivate func beginning(upTo limit: Int) -> ArraySlice<NumberedEvent> {
        var size = 0
        return prefix { event in
            guard size < limit else { return false }
            size += event.event.size
            return true
        }
    }
}

extension TurnEvent {
    fileprivate var size: Int {
        switch self {
        case .text(let text), .reasoning(let text): text.utf8.count
        case .began, .ended: 0
        }
    }
}
