import Domain
import HTTP
import Synchronization

/// Everybody who reads a stream of this process right now. One task looks after all of them once a second: who may not read
/// any longer is cut off, who has heard nothing for a while gets a heartbeat.
final class Viewers: Sendable {
    private let sessions: any SessionStore
    private let clock: any WallClock
    private let spawn: TurnRunner.Spawn
    private let state = Mutex(State())

    /// How long after a revocation at most somebody may still be reading, and how often is asked.
    private static let interval = Duration.seconds(1)
    /// Silent seconds after which a reader is told that we are still there.
    private static let heartbeat = 10

    private struct State {
        var serial = 0
        var seats: [Int: Seat] = [:]
        var isLookedAfter = false
    }

    init(sessions: any SessionStore, clock: any WallClock, spawn: @escaping TurnRunner.Spawn) {
        self.sessions = sessions
        self.clock = clock
        self.spawn = spawn
    }

    /// Followed by `leave`.
    func join(_ session: Session, _ writer: any BodyWriter) -> Seat {
        let (seat, isFirst) = state.withLock { state in
            state.serial += 1
            let seat = Seat(state.serial, session.hash, writer)
            state.seats[seat.number] = seat
            defer { state.isLookedAfter = true }
            return (seat, !state.isLookedAfter)
        }
        if isFirst { _ = spawn { await self.lookAfter() } }
        return seat
    }

    func leave(_ seat: Seat) { state.withLock { $0.seats[seat.number] = nil } }

    /// Until the last has gone.
    private func lookAfter() async {
        while true {
            await clock.sleep(Self.interval)
            let seats = state.withLock { state in
                state.isLookedAfter = !state.seats.isEmpty
                return Array(state.seats.values)
            }
            guard !seats.isEmpty else { return }
            await look(at: seats)
        }
    }

    /// A store that cannot say who may read is a no: whoever may can come back.
    private func look(at seats: [Seat]) async {
        let asked = Array(Set(seats.map(\.session)))
        let living = (try? await sessions.living(among: asked, at: clock.now)) ?? []
        for seat in seats {
            guard living.contains(seat.session) else {
                seat.writer.cut()
                continue
            }
            // Not awaited: a reader who is slow to take it must not keep the others waiting.
            if seat.grewSilent() % Self.heartbeat == 0 {
                _ = spawn { try? await seat.writer.write(EventStream.ping) }
            }
        }
    }
}

/// The place of one reader.
final class Seat: Sendable {
    let session: [UInt8]
    fileprivate let number: Int
    fileprivate let writer: any BodyWriter
    private let silence = Atomic<Int>(0)

    fileprivate init(_ number: Int, _ session: [UInt8], _ writer: any BodyWriter) {
        self.number = number
        self.session = session
        self.writer = writer
    }

    /// Something else than a heartbeat was written.
    func heard() { silence.store(0, ordering: .relaxed) }

    /// The seconds of silence, with the one that has just passed.
    fileprivate func grewSilent() -> Int { silence.wrappingAdd(1, ordering: .relaxed).newValue }
}
