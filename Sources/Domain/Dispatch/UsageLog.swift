private import Synchronization

/// The calls of programs from their reservation until their row is written: within a second after their end, so that a call costs
/// no commit of its own. One that takes longer has a row after some seconds, which other processes find.
///
/// A process that dies forgets the calls of the last second and those that are too young to have a row: they were free.
public final class UsageLog: Sendable {
    private let store: any ChargeStore
    private let clock: any WallClock
    private let state = Mutex(State())

    private struct State {
        var open: [Key<Charge>: Open] = [:]
        /// They have ended, in that order.
        var ended: [UsageEntry] = []
        var lost = 0
    }

    private struct Open {
        var entry: UsageEntry
        /// As it was last written, if it was.
        var written: UsageEntry?
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

    func open(_ entry: UsageEntry) { state.withLock { $0.open[entry.charge.id] = Open(entry: entry) } }

    /// The call was refused: it never was.
    func forget(_ id: Key<Charge>) { state.withLock { $0.open[id] = nil } }

    func change(_ id: Key<Charge>, _ change: (inout UsageEntry) -> Void) {
        state.withLock { state in
            if state.open[id] != nil { change(&state.open[id]!.entry) }
        }
    }

    /// Never waits.
    func end(_ id: Key<Charge>, by receipt: Receipt) {
        let now = clock.now
        state.withLock { state in
            guard let open = state.open.removeValue(forKey: id) else { return }
            guard state.ended.count < Self.most else {
                state.lost += 1
                return
            }
            state.ended.append(open.entry.ended(by: receipt, at: now))
        }
    }
}

// MARK: Writing

extension UsageLog {
    /// Writes what has ended, and what runs for long. What cannot be written stays for the next time.
    public func write() async {
        while await writeSome() {}
    }

    /// Whether there may be more.
    private func writeSome() async -> Bool {
        let now = clock.now
        let batch = state.withLock { state -> [UsageEntry] in
            let ended = Array(state.ended.prefix(Self.atOnce))
            guard ended.count < Self.atOnce else { return ended }
            let old = state.open.values.filter { $0.entry.charge.at + Self.youngest <= now && $0.written != $0.entry }
            return ended + old.prefix(Self.atOnce - ended.count).map(\.entry)
        }
        guard !batch.isEmpty, (try? await store.write(batch)) != nil else { return false }
        state.withLock { state in
            // Nobody else removes from its front.
            state.ended.removeFirst(batch.prefix { $0.endedAt != nil }.count)
            for entry in batch where entry.endedAt == nil { state.open[entry.charge.id]?.written = entry }
        }
        return batch.count == Self.atOnce
    }
}

// MARK: As a part of the ledger

extension UsageLog {
    /// The calls of this process that have not ended.
    public var running: Set<Key<Charge>> { state.withLock { Set($0.open.keys) } }

    /// What the store may not know yet, or not as it is now; nil for what was given back.
    func unwritten() -> [Key<Charge>: LedgerEntry?] {
        state.withLock { state in
            var found: [Key<Charge>: LedgerEntry?] = [:]
            for (id, open) in state.open { found[id] = .some(LedgerEntry(open.entry.charge, isSettled: false)) }
            for entry in state.ended {
                let counts = entry.settlement == .committed
                found[entry.charge.id] = .some(counts ? LedgerEntry(entry.charge, isSettled: true) : nil)
            }
            return found
        }
    }

    func standings(of charges: [Key<Charge>]) -> [Key<Charge>: LedgerStanding] {
        state.withLock { state in
            var found: [Key<Charge>: LedgerStanding] = [:]
            for id in charges where state.open[id] != nil { found[id] = .reserved }
            let wanted = Set(charges)
            for entry in state.ended where wanted.contains(entry.charge.id) {
                found[entry.charge.id] = entry.settlement == .committed ? .committed : .refunded
            }
            return found
        }
    }
}

extension LedgerEntry {
    fileprivate init(_ charge: Charge, isSettled: Bool) {
        self.init(charge: charge.id, user: charge.payer.user, at: charge.at, isSettled: isSettled)
    }
}
