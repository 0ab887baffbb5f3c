internal import Database
internal import Domain
import Synchronization
internal import Transport

/// The log of a turn that runs in another process, for the viewers of this one. It looks into Redis as long as somebody
/// reads; all viewers of a turn share it.
final class TurnFollower: Sendable {
    private let stream: TurnStream
    private let patience: Duration
    private let state = Mutex(State())

    private struct State {
        var log: EventLog?
        var failure: ChatError?
        var isFollowing = false
        var readers = 0
        var lastRead = MonotonicTime.now
        /// Counts what readers may wait for.
        var changes = 0
        var serial = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private static let interval = Duration.milliseconds(100)
    /// A turn is stored while its log is published: whoever finds the one may look for the other too early.
    private static let birth = Duration.seconds(1)
    /// A log that Redis lost is there again by then, or is ended by the process that takes over.
    private static let absence = Duration.seconds(40)
    /// How long it goes on without a reader: viewers come and go between two reads.
    private static let idle = Duration.seconds(2)

    /// `patience`: how long viewers wait for a Redis that is away.
    init(_ stream: TurnStream, patience: Duration) {
        self.stream = stream
        self.patience = patience
    }

    /// As `TurnLog.read`.
    func read(for owner: ID<User>, after number: Int, _ clock: any WallClock)
        async throws(ChatError) -> [NumberedEvent]
    {
        enter()
        defer { leave() }
        while true {
            let (log, failure, changes) = state.withLock { ($0.log, $0.failure, $0.changes) }
            if let log {
                let isGone = log.endedAt.map { $0 + MemoryTurnLog.keeping <= clock.now } ?? false
                guard log.turn.owner == owner, !isGone else { throw .notResumable }
                let events = log.events(after: number)
                if !events.isEmpty || log.end != nil { return events }
            }
            if Task.isCancelled { return [] }
            if let failure { throw failure }
            await change(after: changes)
        }
    }

    /// As `TurnLog.text`, of what has been read.
    func text(
        of kind: Message.Kind, for owner: ID<User>, after number: Int, through last: Int
    ) throws(ChatError) -> TextPortion {
        let log = state.withLock { $0.log }
        guard let log, log.turn.owner == owner, log.count >= last else { throw .notResumable }
        return log.text(of: kind, after: number, through: last)
    }

    /// Whether nobody has read it for a while.
    func isIdle(for span: Duration) -> Bool {
        state.withLock { $0.readers == 0 && !$0.isFollowing && $0.lastRead + span <= MonotonicTime.now }
    }

    /// How long the log is, once the turn has ended.
    var bytesOfEnded: Int? { state.withLock { $0.log?.end == nil ? nil : $0.log?.byteCount } }

    /// Whether there was nothing to follow.
    var isVoid: Bool { state.withLock { $0.log == nil && $0.readers == 0 && !$0.isFollowing } }

    private func enter() {
        let mustFollow = state.withLock { state in
            state.readers += 1
            guard !state.isFollowing, state.log?.end == nil else { return false }
            state.isFollowing = true
            state.failure = nil
            return true
        }
        if mustFollow { Task(executorPreference: stream.client.loop) { await self.follow() } }
    }

    private func leave() {
        state.withLock { state in
            state.readers -= 1
            state.lastRead = .now
        }
    }

    private func change(after changes: Int) async {
        let ticket = state.withLock { state in
            state.serial += 1
            return state.serial
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { wait(ticket, changes, $0) }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
        }
    }

    private func wait(_ ticket: Int, _ changes: Int, _ continuation: CheckedContinuation<Void, Never>) {
        let mustWait = state.withLock { state in
            // Asked under the lock: what changed or was cancelled before this found nobody to wake.
            guard state.changes == changes, !Task.isCancelled else { return false }
            state.waiting[ticket] = continuation
            return true
        }
        if !mustWait { continuation.resume() }
    }
}

// MARK: Following

extension TurnFollower {
    private func follow() async {
        var lastSeen = MonotonicTime.now
        var lastAnswer = MonotonicTime.now
        while true {
            do throws(RedisError) {
                let number = state.withLock { $0.log?.count ?? 0 }
                let (batches, exists) = try await stream.read(after: number)
                lastAnswer = .now
                if exists { lastSeen = .now }
                let absence = try take(batches) ? Self.absence : Self.birth
                guard MonotonicTime.now - lastSeen < absence else { return end(.notResumable) }
            } catch {
                let mayRecover = error != .malformed && error != .closed
                guard mayRecover, MonotonicTime.now - lastAnswer < patience else {
                    return end(.unavailable(what: "turns"))
                }
            }
            if endsByItself() { return }
            await stream.client.loop.sleep(for: Self.interval)
        }
    }

    /// Adds what is new; false when there has been no log.
    private func take(_ batches: [TurnStream.Batch]) throws(RedisError) -> Bool {
        try change { state throws(RedisError) in
            for batch in batches { try Self.add(batch, to: &state.log) }
            return state.log != nil
        }
    }

    private static func add(_ batch: TurnStream.Batch, to log: inout EventLog?) throws(RedisError) {
        if log == nil {
            guard batch.first == 1, case .began(let turn) = batch.events.first else { throw .malformed }
            log = EventLog(turn)
        }
        let known = log!.count + 1 - batch.first
        guard known >= 0 else { throw .malformed }
        let events = Array(batch.events.dropFirst(known))
        do { try log!.append(events, at: batch.endedAt ?? log!.turn.createdAt) } catch { throw .malformed }
    }

    private func end(_ failure: ChatError) {
        change { state in
            state.failure = failure
            state.isFollowing = false
        }
    }

    private func endsByItself() -> Bool {
        state.withLock { state in
            let isIdle = state.readers == 0 && MonotonicTime.now - state.lastRead > Self.idle
            guard isIdle || state.log?.end != nil else { return false }
            state.isFollowing = false
            return true
        }
    }

    /// Changes the state and wakes every reader.
    private func change<Result, Failure: Error>(
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        defer { for reader in waiting.values { reader.resume() } }
        return try state.withLock { state throws(Failure) in
            state.changes += 1
            swap(&waiting, &state.waiting)
            return try body(&state)
        }
    }
}
