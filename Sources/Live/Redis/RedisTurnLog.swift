public import Database
public import Domain
import Synchronization
internal import Transport

/// Turn logs of any number of processes: each turn's in the memory of the process that runs it, and from there in Redis,
/// where viewers of other processes find the same events under the same numbers.
///
/// While Redis is away, viewers of the turn's own process notice nothing.
public final class RedisTurnLog: TurnLog {
    private let client: RedisClient
    private let clock: any WallClock
    private let prefix: String
    private let patience: Duration
    private let local: MemoryTurnLog
    private let shippers = Mutex<[Key<Turn>: TurnShipper]>([:])
    private let followers = Mutex(KeptLogs<TurnFollower>())

    /// How long the log of another process is kept after somebody read it.
    private static let keeping = Duration.seconds(60)

    public convenience init(client: RedisClient, clock: any WallClock, prefix: String = "cm:") {
        self.init(client: client, clock: clock, prefix: prefix, patience: .seconds(5))
    }

    /// `patience`: how long viewers of other processes' turns wait for a Redis that is away.
    init(client: RedisClient, clock: any WallClock, prefix: String, patience: Duration) {
        self.patience = patience
        self.client = client
        self.clock = clock
        self.prefix = prefix
        local = MemoryTurnLog(clock: clock)
    }

    public func open(_ turn: Turn) {
        local.open(turn)
        guard let log = local.log(of: turn.id) else { return }
        shippers.withLock { shippers in
            guard shippers[turn.id] == nil else { return }
            shippers[turn.id] = TurnShipper(log, to: stream(of: turn.id), clock: clock) { [weak self] in
                self?.shippers.withLock { $0[turn.id] = nil }
            }
        }
    }

    public func publish(_ turn: Key<Turn>) async throws(ChatError) {
        guard let shipper = shippers.withLock({ $0[turn] }) else { throw .notResumable }
        guard await shipper.ship() else { throw .unavailable(what: "turns") }
    }

    /// For a turn of this process returns at once, with an end when it is told. Any process may end the turn of a dead one.
    public func append(_ events: [TurnEvent], to turn: Key<Turn>) async throws(ChatError) {
        guard local.log(of: turn) != nil else { return try await appendElsewhere(events, to: turn) }
        try await local.append(events, to: turn)
        await shippers.withLock { $0[turn] }?.note(events)
    }

    public func read(_ turn: Key<Turn>, for owner: ID<User>, after number: Int)
        async throws(ChatError) -> [NumberedEvent]
    {
        if local.log(of: turn) != nil { return try await local.read(turn, for: owner, after: number) }
        let follower = follower(of: turn)
        do throws(ChatError) {
            let events = try await follower.read(for: owner, after: number, clock)
            if let bytes = follower.bytesOfEnded { followers.withLock { $0.noteEnd(of: turn, bytes: bytes) } }
            return events
        } catch {
            followers.withLock { if $0[turn] === follower, follower.isVoid { _ = $0.remove { $0 === follower } } }
            throw error
        }
    }

    public func hold(_ turn: Key<Turn>) -> (any Sendable)? { local.hold(turn) ?? follower(of: turn) }

    public func restore(_ turn: Turn, _ events: [TurnEvent]) -> any Sendable { local.restore(turn, events) }

    public func text(
        of kind: Message.Kind, in turn: Key<Turn>, for owner: ID<User>, after number: Int, through last: Int
    ) async throws(ChatError) -> TextPortion {
        if local.log(of: turn) != nil {
            return try await local.text(of: kind, in: turn, for: owner, after: number, through: last)
        }
        // What has been read is here, unless it was dropped meanwhile.
        _ = try await read(turn, for: owner, after: last - 1)
        return try follower(of: turn).text(of: kind, for: owner, after: number, through: last)
    }

    private func follower(of turn: Key<Turn>) -> TurnFollower {
        followers.withLock { followers in
            if let follower = followers[turn] { return follower }
            let follower = TurnFollower(stream(of: turn), patience: patience)
            followers.add(follower, of: turn)
            return follower
        }
    }

    /// Drops the logs that ended long enough ago, and those of other processes that nobody reads.
    public func sweep(at moment: Timestamp) {
        local.sweep(at: moment)
        let old = followers.withLock { $0.remove { $0.isIdle(for: Self.keeping) } }
        // Their text is freed here, outside the lock.
        withExtendedLifetime(old) {}
    }

    private func appendElsewhere(_ events: [TurnEvent], to turn: Key<Turn>) async throws(ChatError) {
        let outcome: TurnStream.Addition
        do throws(RedisError) {
            outcome = try await stream(of: turn).add(events, after: nil, at: clock.now)
        } catch {
            throw .unavailable(what: "turns")
        }
        if outcome == .gone { throw .notResumable }
    }

    private func stream(of turn: Key<Turn>) -> TurnStream {
        TurnStream(of: turn, client: client, prefix: prefix)
    }
}
