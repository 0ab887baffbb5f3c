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
        /// They have ended; `isKnown`: a row of it may be there.
        var ended: [(entry: UsageEntry, isKnown: Bool)] = []
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
            state.ended.append((open.entry.ended(by: receipt, at: now), open.written != nil))
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
            let ended = state.ended.prefix(Self.atOnce).map(\.entry)
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

    /// What counts and may not be stored yet.
    func entries() -> [LedgerEntry] {
        state.withLock { state in
            let open = state.open.values.map {
                LedgerEntry(charge: $0.entry.charge.id, user: $0.entry.charge.payer.user, at: $0.entry.charge.at, isSettled: false)
            }
            let ended = state.ended.lazy.map(\.entry).filter { $0.settlement == .committed }.map {
                LedgerEntry(charge: $0.charge.id, user: $0.charge.payer.user, at: $0.charge.at, isSettled: true)
            }
            return open + ended
        }
    }

    func standings(of charges: [Key<Charge>]) -> [Key<Charge>: LedgerStanding] {
        state.withLock { state in
            var found: [Key<Charge>: LedgerStanding] = [:]
            for id in charges where state.open[id] != nil { found[id] = .reserved }
            let wanted = Set(charges)
            for (entry, _) in state.ended where wanted.contains(entry.charge.id) {
                found[entry.charge.id] = entry.settlement == .committed ? .committed : .refunded
            }
            return found
        }
    }
}

/// The stored ledger, and the calls of this process that have no row yet.
public struct WholeLedger: LedgerArchive {
    private let stored: any LedgerArchive
    private let usage: UsageLog

    public init(_ stored: any LedgerArchive, and usage: UsageLog) {
        self.stored = stored
        self.usage = usage
    }

    public func entries(since moment: Timestamp) async throws(ChatError) -> [LedgerEntry] {
        // First: what is written in between is in both, and missed by neither.
        let unwritten = usage.entries().filter { $0.at >= moment }
        let rows = try await stored.entries(since: moment)
        guard !unwritten.isEmpty else { return rows }
        let known = Set(rows.map(\.charge))
        return rows + unwritten.filter { !known.contains($0.charge) }
    }

    public func standings(of charges: [Key<Charge>]) async throws(ChatError) -> [Key<Charge>: LedgerStanding] {
        let unwritten = usage.standings(of: charges)
        let rest = charges.filter { unwritten[$0] == nil }
        return try await stored.standings(of: rest).merging(unwritten) { $1 }
    }
}
