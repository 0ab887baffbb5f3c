internal import Domain

/// The logs that a process knows, by their turns: running ones, and those of ended turns as long as they are small.
///
/// A long log is held by those who read it, and goes with the last of them: the answer is in the store. So are, beyond a
/// total, the logs that ended first.
struct KeptLogs<Log: AnyObject> {
    private var logs: [Key<Turn>: Place] = [:]
    /// The small ones of turns that ended, in the order of their ends.
    private var ended: [(turn: Key<Turn>, bytes: Int)] = []
    private var endedBytes = 0

    private enum Place {
        case running(Log)
        case ended(Log)
        case read(Reference)
    }

    private struct Reference { weak var log: Log? }

    subscript(turn: Key<Turn>) -> Log? {
        switch logs[turn] {
        case .running(let log), .ended(let log): log
        case .read(let reference): reference.log
        case nil: nil
        }
    }

    mutating func add(_ log: Log, of turn: Key<Turn>) { logs[turn] = .running(log) }

    /// The turn has ended, with so many bytes in its log.
    mutating func noteEnd(of turn: Key<Turn>, bytes: Int) {
        guard case .running(let log) = logs[turn] else { return }
        guard bytes <= TurnLogBounds.longest else { return leave(turn) }
        logs[turn] = .ended(log)
        ended.append((turn, bytes))
        endedBytes += bytes
        while endedBytes > TurnLogBounds.ended { leave(forgetFirst()) }
    }

    /// Removes and returns what is matched, and all that nobody reads any more.
    mutating func remove(where isMatch: (Log) -> Bool) -> [Log] {
        var removed: [Log] = []
        for turn in Array(logs.keys) {
            guard let log = self[turn], !isMatch(log) else {
                if let log = self[turn] { removed.append(log) }
                logs[turn] = nil
                continue
            }
        }
        ended.removeAll { logs[$0.turn] == nil }
        endedBytes = ended.reduce(0) { $0 + $1.bytes }
        return removed
    }

    /// Those that are there.
    var all: [Log] { logs.keys.compactMap { self[$0] } }

    private mutating func forgetFirst() -> Key<Turn> {
        let first = ended.removeFirst()
        endedBytes -= first.bytes
        return first.turn
    }

    /// From now on only its readers hold it.
    private mutating func leave(_ turn: Key<Turn>) {
        if let log = self[turn] { logs[turn] = .read(Reference(log: log)) }
    }
}

/// How much of turns that have ended stays in memory.
enum TurnLogBounds {
    /// Bytes of one log.
    static let longest = 2 << 20
    /// Bytes of all logs together.
    static let ended = 64 << 20
}
