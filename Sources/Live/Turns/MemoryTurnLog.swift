public import Domain
import Synchronization

/// Turn logs in the memory of one process.
///
/// A log takes the bytes of its answer and four for each piece, until ten minutes after its end. It goes earlier when it is
/// long and nobody reads it, or when many others have ended after it (`KeptLogs`).
public final class MemoryTurnLog: TurnLog {
    private let clock: any WallClock
    private let logs = Mutex(KeptLogs<SharedLog>())
    private let nextSweep = Mutex(Timestamp(milliseconds: .min))

    /// How long a log is kept after its turn has ended.
    static let keeping = Turn.replayable

    /// So many logs of ended turns are kept at most: a busy process must not grow for ten minutes.
    static let mostEnded = 10_000

    public init(clock: any WallClock) { self.clock = clock }

    /// A log that is there already stays as it is.
    public func open(_ turn: Turn) {
        sweepSometimes()
        logs.withLock { logs in
            if logs[turn.id] == nil { logs.add(SharedLog(turn), of: turn.id) }
        }
    }

    /// There is no other process.
    public func publish(_ turn: Key<Turn>) async throws(ChatError) {}

    public func append(_ events: [TurnEvent], to turn: Key<Turn>) async throws(ChatError) {
        guard let log = logs.withLock({ $0[turn] }) else { throw .notResumable }
        try log.append(events, at: clock.now)
        if case .ended = events.last {
            let bytes = log.byteCount
            logs.withLock { $0.noteEnd(of: turn, bytes: bytes) }
        }
    }

    public func hold(_ turn: Key<Turn>) -> (any Sendable)? { log(of: turn) }

    public func restore(_ turn: Turn, _ events: [TurnEvent]) -> any Sendable {
        let restored = SharedLog(turn)
        // One that is full says no more than fits.
        try? restored.append(events, at: clock.now)
        let bytes = restored.byteCount
        return logs.withLock { logs in
            if let log = logs[turn.id], !log.isOver(at: clock.now) { return log }
            logs.add(restored, of: turn.id)
            logs.noteEnd(of: turn.id, bytes: bytes)
            return restored
        }
    }

    public func read(_ turn: Key<Turn>, for owner: ID<User>, after number: Int)
        async throws(ChatError) -> [NumberedEvent]
    {
        let log = try log(of: turn, for: owner)
        while true {
            let (events, isComplete) = log.events(after: number)
            if !events.isEmpty || isComplete || Task.isCancelled { return events }
            await log.more(than: number)
        }
    }

    public func text(
        of kind: Message.Kind, in turn: Key<Turn>, for owner: ID<User>, after number: Int, through last: Int
    ) async throws(ChatError) -> TextPortion {
        try log(of: turn, for: owner).text(of: kind, after: number, through: last)
    }

    private func log(of turn: Key<Turn>, for owner: ID<User>) throws(ChatError) -> SharedLog {
        guard let log = log(of: turn), log.owner == owner, !log.isOver(at: clock.now) else { throw .notResumable }
        return log
    }

    /// Drops the logs that ended long enough ago. Also done now and then when a turn begins.
    public func sweep(at moment: Timestamp) {
        let old = logs.withLock { logs in
            let ends = logs.all.compactMap(\.endedAt).sorted()
            // The first that is not too many, if there are too many.
            let first = ends.count > Self.mostEnded ? ends[ends.count - Self.mostEnded] : nil
            return logs.remove { log in
                log.endedAt.map { end in end + Self.keeping <= moment || first.map { end < $0 } ?? false } ?? false
            }
        }
        // Their text is freed here, outside the lock.
        withExtendedLifetime(old) {}
    }

    /// The log of a turn, if it is here.
    func log(of turn: Key<Turn>) -> SharedLog? { logs.withLock { $0[turn] } }

    /// For metrics: how many logs there are.
    public var count: Int { logs.withLock { $0.all.count } }

    private func sweepSometimes() {
        let now = clock.now
        let isTime = nextSweep.withLock { next in
            guard now >= next else { return false }
            next = now + .seconds(10)
            return true
        }
        if isTime { sweep(at: now) }
    }
}
