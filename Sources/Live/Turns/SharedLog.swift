internal import Domain
import Synchronization

/// One turn's log between its job and its viewers. The job leaves a note and goes on; viewers fetch for themselves.
final class SharedLog: Sendable {
    let owner: ID<User>
    private let state: Mutex<State>

    private struct State {
        var log: EventLog
        var serial = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    init(_ turn: Turn) {
        owner = turn.owner
        state = Mutex(State(log: EventLog(turn)))
    }

    func append(_ events: [TurnEvent], at moment: Timestamp) throws(ChatError) {
        let waiting = try state.withLock { state throws(ChatError) in
            try state.log.append(events, at: moment)
            defer { state.waiting = [:] }
            return state.waiting
        }
        for reader in waiting.values { reader.resume() }
    }

    func events(after number: Int) -> (events: [NumberedEvent], isComplete: Bool) {
        state.withLock { ($0.log.events(after: number), $0.log.end != nil) }
    }

    func text(of kind: Message.Kind, after number: Int, through last: Int) -> TextPortion {
        state.withLock { $0.log.text(of: kind, after: number, through: last) }
    }

    func exactEvents(after number: Int, bytes: Int) -> (events: [TurnEvent], endedAt: Timestamp?) {
        state.withLock { ($0.log.exactEvents(after: number, bytes: bytes), $0.log.endedAt) }
    }

    var byteCount: Int { state.withLock { $0.log.byteCount } }

    var endedAt: Timestamp? { state.withLock { $0.log.endedAt } }

    func isOver(at moment: Timestamp) -> Bool {
        guard let endedAt else { return false }
        return endedAt + MemoryTurnLog.keeping <= moment
    }

    /// Returns when there may be an event after `number`, or when the task is cancelled.
    func more(than number: Int) async {
        let ticket = state.withLock { state in
            state.serial += 1
            return state.serial
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { wait(ticket, number, $0) }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
        }
    }

    private func wait(_ ticket: Int, _ number: Int, _ continuation: CheckedContinuation<Void, Never>) {
        let mustWait = state.withLock { state in
            // Asked under the lock: what was appended or cancelled before this found nobody to wake.
            guard state.log.count <= number, state.log.end == nil, !Task.isCancelled else { return false }
            state.waiting[ticket] = continuation
            return true
        }
        if !mustWait { continuation.resume() }
    }
}
