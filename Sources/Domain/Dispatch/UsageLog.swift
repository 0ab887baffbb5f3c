private import Synchronization

/// The calls of programs from their reservation until their row is written: within a second after their end, so that a call costs
/// no commit of its own. One that takes longer has a row after some seconds, which other processes find; and all have one as soon
/// as the counters are lost.
///
/// A process that dies forgets the calls of the last second and those that are too young to have a row: they were free.
public final class UsageLog: Sendable {
    /// Who watches is told from here.
    public let watch = UsageWatch()
    private let store: any ChargeStore
    private let clock: any WallClock
    private let state = Mutex(State())

    private struct State {
        var open: [Key<Charge>: Open] = [:]
        /// They have ended, in that order.
        var ended: [UsageEntry] = []
        /// They are written and keep their place, which the ledger has not been told.
        var written: [(id: Key<Charge>, tokens: Int?)] = []
        var lost = 0
        var isWriting = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private struct Open {
        var entry: UsageEntry
        /// Its place is taken; until then it counts nowhere.
        var isConfirmed = false
        /// As it was last written, if it was.
        var written: UsageEntry?
        /// The store was given it, and may have it.
        var mayBeStored = false
    }

    /// How old a call is when it gets a row before its end. Less than the ledgers wait for one.
    static let youngest = Duration.seconds(5)
    /// How many ended calls wait for a store that is away.
    static let most = 50_000
    /// Rows of one statement.
    private static let atOnce = 200

    public init(_ store: any ChargeStore, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    /// How many ended calls found no room while the store was away.
    public var lost: Int { state.withLock { $0.lost } }

    /// The calls of this process that have not ended.
    public var running: Set<Key<Charge>> { state.withLock { Set($0.open.keys) } }

    /// Those of them that no row tells of.
    func unwrittenCalls(of user: ID<User>?) -> Int {
        state.withLock { state in
            state.open.values.count { open in
                open.isConfirmed && open.written == nil && (user == nil || open.entry.charge.payer.user == user)
            }
        }
    }

    /// A call is about to take a place.
    func open(_ entry: UsageEntry) { state.withLock { $0.open[entry.charge.id] = Open(entry: entry) } }

    /// It has taken it.
    func confirm(_ id: Key<Charge>, _ entry: UsageEntry) {
        state.withLock { $0.open[id] = Open(entry: entry, isConfirmed: true) }
        watch.note(entry)
    }

    /// Something has come of it.
    func noteOutput(of id: Key<Charge>, at moment: Timestamp) {
        state.withLock { state in
            if state.open[id] != nil { state.open[id]!.entry.firstOutputAt = moment }
        }
    }

    /// The call was refused, or asked nobody: it never was.
    func forget(_ id: Key<Charge>) {
        let now = clock.now
        let forgotten = state.withLock { state -> UsageEntry? in
            guard let open = state.open.removeValue(forKey: id) else { return nil }
            let ended = open.entry.ended(by: Receipt(attempts: [], end: .cancelled), at: now)
            // One that has a row keeps it, with its end.
            if open.mayBeStored { state.ended.append(ended) }
            return open.isConfirmed ? ended : nil
        }
        if let forgotten { watch.note(forgotten) }
    }

    /// Never waits.
    func end(_ id: Key<Charge>, by receipt: Receipt) {
        let now = clock.now
        let ended = state.withLock { state -> UsageEntry? in
            guard let open = state.open.removeValue(forKey: id) else { return nil }
            let ended = open.entry.ended(by: receipt, at: now)
            if state.ended.count < Self.most { state.ended.append(ended) } else { state.lost += 1 }
            return ended
        }
        if let ended { watch.note(ended) }
    }

    /// Those that were written and keep their place, each once, with what they came to: their end is to be told to the ledger.
    func takeWritten() -> [(id: Key<Charge>, tokens: Int?)] {
        state.withLock { state in
            defer { state.written = [] }
            return state.written
        }
    }
}

// MARK: Writing

extension UsageLog {
    /// Writes what has ended, and what runs for long, or `all` that runs. What cannot be written stays for the next time.
    func write(all: Bool) async {
        await begin()
        while await writeSome(all: all) {}
        end()
    }

    /// One at a time: each takes from the front.
    private func begin() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.isWriting else {
                    state.isWriting = true
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func end() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.isWriting = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }

    /// Whether there may be more.
    private func writeSome(all: Bool) async -> Bool {
        let batch = take(all: all)
        guard !batch.isEmpty else { return false }
        let isWritten = (try? await store.write(batch)) != nil
        state.withLock { state in
            guard isWritten else { return }
            for entry in batch where entry.endedAt == nil { state.open[entry.charge.id]?.written = entry }
            let ended = batch.prefix { $0.endedAt != nil }
            state.ended.removeFirst(ended.count)
            state.written += ended.filter { $0.settlement == .committed }.map { ($0.charge.id, $0.usage?.total) }
        }
        return isWritten && batch.count == Self.atOnce
    }

    private func take(all: Bool) -> [UsageEntry] {
        let now = clock.now
        return state.withLock { state in
            var batch = Array(state.ended.prefix(Self.atOnce))
            for (id, open) in state.open where batch.count < Self.atOnce {
                let isDue = all || open.entry.charge.at + Self.youngest <= now
                guard open.isConfirmed, isDue, open.written != open.entry else { continue }
                state.open[id]!.mayBeStored = true
                batch.append(open.entry)
            }
            return batch
        }
    }
}

// MARK: As a part of the ledger

extension UsageLog {
    /// What the store may not know yet, or not as it is now: open until its row says how it ended; nil for what was given back.
    func unwritten() -> [Key<Charge>: OpenCharge?] {
        state.withLock { state in
            var found: [Key<Charge>: OpenCharge?] = [:]
            for (id, open) in state.open where open.isConfirmed { found[id] = .some(open.entry.charge.open) }
            for entry in state.ended {
                found[entry.charge.id] = .some(entry.settlement == .committed ? entry.charge.open : nil)
            }
            return found
        }
    }

    /// One that has ended is settled when its row says so.
    func standings(of charges: [Key<Charge>]) -> [Key<Charge>: LedgerState] {
        state.withLock { state in
            var found: [Key<Charge>: LedgerState] = [:]
            for id in charges where state.open[id] != nil { found[id] = .reserved }
            let wanted = Set(charges)
            for entry in state.ended where wanted.contains(entry.charge.id) {
                found[entry.charge.id] = entry.settlement == .refunded ? .refunded : .reserved
            }
            return found
        }
    }
}
