import Domain
import HTTP
import JSON
import Synchronization
import Web
import Wire

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
    /// What the reader knows already. Taken, so that a stream does not hold on to it.
    private let start: Mutex<(any TurnEncoder)?>
    /// The log, which otherwise might go when the turn ends.
    private let held: (any Sendable)?

    init(
        turn: Turn, isOurs: Bool, log: any TurnLog, clock: any WallClock, viewers: Viewers, session: Session,
        encoder: any TurnEncoder
    ) {
        self.turn = turn
        self.isOurs = isOurs
        self.log = log
        self.clock = clock
        self.viewers = viewers
        self.session = session
        start = Mutex(encoder)
        held = log.hold(turn.id)
    }

    /// Ends after `[DONE]`. Throws, which cuts the connection, when the reader may not or cannot read on.
    func show(to writer: any BodyWriter) async throws {
        let seat = viewers.join(session, writer, isOurs: isOurs)
        defer { viewers.leave(seat) }
        guard var encoder = start.withLock({ $0.take() }) else { throw Disconnected() }
        try await write(encoder.open(), to: writer, seat)
        let mostText = encoder.mostText
        // What is in the log already is told at once.
        var pause = Duration.zero
        while !encoder.isComplete {
            let parts = encoder.encode(try await events(after: encoder.number, pausing: pause, upTo: mostText))
            pause = encoder.pace
            seat.heard()
            try await write(parts, to: writer, seat)
        }
    }

    private func write(_ parts: [StreamPart], to writer: any BodyWriter, _ seat: Seat) async throws {
        // An empty piece would be the end of a chunked body.
        guard let first = parts.first else { return }
        if parts.count == 1, case .bytes(let bytes) = first { return try await writer.write(bytes) }
        try await write(long: parts, to: writer, seat)
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

// MARK: Long texts

extension TurnViewer {
    /// In several pieces, so that no more of a text waits for the reader than `StreamPart.mostText`. Not inlined: its frame
    /// would stay with every stream.
    @inline(never)
    private func write(long parts: [StreamPart], to writer: any BodyWriter, _ seat: Seat) async throws {
        await seat.take()
        defer { seat.free() }
        var bytes: [UInt8] = []
        for part in parts {
            switch part {
            case .bytes(let some): bytes += some
            case .logged(let kind, let last):
                var number = 0
                while number < last {
                    let portion = try await log.text(
                        of: kind, in: turn.id, for: turn.owner, after: number, through: last)
                    number = portion.through
                    JSONValue.writeEscaped(portion.text, to: &bytes)
                    if bytes.count > StreamPart.mostText { try await send(&bytes, to: writer) }
                }
            case .text(let text):
                for piece in text.pieces(of: StreamPart.mostText) {
                    JSONValue.writeEscaped(String(piece), to: &bytes)
                    if bytes.count > StreamPart.mostText { try await send(&bytes, to: writer) }
                }
            }
        }
        try await send(&bytes, to: writer)
    }

    private func send(_ bytes: inout [UInt8], to writer: any BodyWriter) async throws {
        guard !bytes.isEmpty else { return }
        let some = bytes
        bytes = []
        try await writer.write(some)
    }
}

extension [NumberedEvent] {
    /// As many as have `limit` bytes of text, and one more.
    fileprivate func beginning(upTo limit: Int) -> ArraySlice<NumberedEvent> {
        var size = 0
        return prefix { event in
            guard size < limit else { return false }
            size += event.event.byteCount
            return true
        }
    }
}
