import Domain
import HTTP
import Synchronization
import Web

/// Everybody who reads a stream of this process right now. One task looks after all of them once a second: who may not read
/// any longer is cut off, who has heard nothing for a while gets a heartbeat, who can read on elsewhere when this process
/// stops is told to.
final class Viewers: Sendable {
    private let sessions: any SessionStore
    private let clock: any WallClock
    private let turns: TurnRunner
    private let state = Mutex(State())

    /// How long after a revocation at most somebody may still be reading, and how often is asked.
    private static let interval = Duration.seconds(1)
    /// How long a store that cannot say who may read keeps nobody from reading: a restart of it takes less.
    private static let patience = Duration.seconds(30)
    /// Silent seconds after which a reader is told that we are still there.
    private static let heartbeat = 10

    private struct State {
        var serial = 0
        var seats: [Int: Seat] = [:]
        var isLookedAfter = false
        var isAsking = false
        /// When the store was asked first that has not answered since.
        var silentSince: Timestamp?
    }

    init(sessions: any SessionStore, clock: any WallClock, turns: TurnRunner) {
        self.sessions = sessions
        self.clock = clock
        self.turns = turns
    }

    /// `isOurs`: the turn that is read runs in this process. Followed by `leave`.
    func join(_ session: Session, _ writer: any BodyWriter, isOurs: Bool) -> Seat {
        let (seat, isFirst) = state.withLock { state in
            state.serial += 1
            let seat = Seat(state.serial, session.hash, writer, isOurs)
            state.seats[seat.number] = seat
            defer { state.isLookedAfter = true }
            return (seat, !state.isLookedAfter)
        }
        if isFirst { _ = turns.spawn { await self.lookAfter() } }
        return seat
    }

    func leave(_ seat: Seat) { state.withLock { $0.seats[seat.number] = nil } }

    /// Until the last has gone.
    private func lookAfter() async {
        while true {
            await clock.sleep(Self.interval)
            let (seats, mayAsk) = state.withLock { state in
                state.isLookedAfter = !state.seats.isEmpty
                if state.seats.isEmpty { state.silentSince = nil }
                let mayAsk = !state.seats.isEmpty && !state.isAsking
                if mayAsk { state.isAsking = true }
                return (Array(state.seats.values), mayAsk)
            }
            guard !seats.isEmpty else { return }
            // Not awaited: a store that takes long must not keep readers from their heartbeats.
            if mayAsk { _ = turns.spawn { await self.cutOff(seats) } }
            for seat in seats { attend(to: seat) }
        }
    }

    private func attend(to seat: Seat) {
        if turns.isDraining, !seat.isOurs {
            dismiss(seat)
        } else if seat.grewSilent() % Self.heartbeat == 0 {
            write(EventStream.ping, to: seat)
        }
    }

    /// Cuts off those who may not read any longer. A store that is away says that of nobody: it can have revoked nothing, and
    /// is asked again in a second. But one that only this process does not reach may have, so that ends.
    private func cutOff(_ seats: [Seat]) async {
        let start = clock.now
        do {
            let asked = Array(Set(seats.map(\.session)))
            let living = try await sessions.living(among: asked, at: start)
            state.withLock { ($0.isAsking, $0.silentSince) = (false, nil) }
            for seat in seats where !living.contains(seat.session) { seat.writer.cut() }
        } catch {
            let since = state.withLock { state in
                state.isAsking = false
                state.silentSince = state.silentSince ?? start
                return state.silentSince ?? start
            }
            if start >= since + Self.patience { for seat in seats { seat.writer.cut() } }
        }
    }

    /// Told first, and cut off a second later: what is cut at once may lose what it was sent last.
    private func dismiss(_ seat: Seat) {
        if seat.wasDismissed { return seat.writer.cut() }
        if write(EventStream.restarting, to: seat) { seat.noteDismissal() }
    }

    /// Not awaited: a reader who is slow to take it must not keep the others waiting. False, and nothing is written, in the
    /// middle of an event.
    @discardableResult
    private func write(_ bytes: [UInt8], to seat: Seat) -> Bool {
        guard seat.takeIfFree() else { return false }
        _ = turns.spawn {
            try? await seat.writer.write(bytes)
            seat.free()
        }
        return true
    }
}

/// The place of one reader.
final class Seat: Sendable {
    let session: [UInt8]
    fileprivate let number: Int
    fileprivate let writer: any BodyWriter
    fileprivate let isOurs: Bool
    private let silence = Atomic<Int>(0)
    private let dismissed = Atomic<Bool>(false)
    private let pen = Mutex(Pen())

    /// Whoever has it may write an event, or something between two. What is written in one piece needs none.
    private struct Pen {
        var isTaken = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    fileprivate init(_ number: Int, _ session: [UInt8], _ writer: any BodyWriter, _ isOurs: Bool) {
        self.number = number
        self.session = session
        self.writer = writer
        self.isOurs = isOurs
    }

    /// Something else than a heartbeat was written.
    func heard() { silence.store(0, ordering: .relaxed) }

    fileprivate var wasDismissed: Bool { dismissed.load(ordering: .relaxed) }
    fileprivate func noteDismissal() { dismissed.store(true, ordering: .relaxed) }

    /// The seconds of silence, with the one that has just passed.
    fileprivate func grewSilent() -> Int { silence.wrappingAdd(1, ordering: .relaxed).newValue }
}

// MARK: The pen

extension Seat {
    /// Returns when nobody else has it. For the viewer, who is one.
    func take() async {
        await withCheckedContinuation { continuation in
            let isFree = pen.withLock { pen in
                if pen.isTaken { pen.waiting = continuation }
                defer { pen.isTaken = true }
                return !pen.isTaken
            }
            if isFree { continuation.resume() }
        }
    }

    func takeIfFree() -> Bool {
        pen.withLock { pen in
            defer { pen.isTaken = true }
            return !pen.isTaken
        }
    }

    func free() {
        let next = pen.withLock { pen in
            defer { pen.waiting = nil }
            pen.isTaken = pen.waiting != nil
            return pen.waiting
        }
        next?.resume()
    }
}
