import Synchronization
import TestKit
import Testing

@testable import Domain

/// What is known of calls between their reservation and their row.
@Suite struct UsageLogTests {
    private let clock = ManualClock()
    private let store = MemoryCharges()
    private let log: UsageLog

    init() { log = UsageLog(store, clock: clock) }

    @Test func `a call gets its row after its end, or when it takes long`() async {
        let (short, long) = (begin(), begin())
        await log.write(all: false)
        #expect(store.rows.isEmpty)
        log.end(short.charge.id, by: receipt(hasOutput: true))
        await log.write(all: false)
        #expect(store.rows.keys.map(\.self) == [short.charge.id])
        clock.advance(by: UsageLog.youngest)
        await log.write(all: false)
        #expect(store.rows[long.charge.id]?.endedAt == nil)
        #expect(store.rows.count == 2)
        // Nothing new, nothing written.
        let count = store.writes
        await log.write(all: false)
        #expect(store.writes == count)
        log.end(long.charge.id, by: receipt(hasOutput: false))
        await log.write(all: false)
        #expect(store.rows[long.charge.id]?.settlement == .refunded)
        #expect(log.takeWritten().map(\.id) == [short.charge.id])
        #expect(log.takeWritten().isEmpty)
    }

    @Test func `when the counters are lost every place that was taken is stored, and none that was only asked for`()
        async
    {
        let taken = begin()
        let asking = entry()
        log.open(asking)
        await log.write(all: true)
        #expect(store.rows.keys.map(\.self) == [taken.charge.id])
        #expect(log.unwritten().keys.map(\.self) == [taken.charge.id])
        log.forget(asking.charge.id)
        log.forget(taken.charge.id)
        // It has a row, which must not stand as a place taken.
        await log.write(all: false)
        #expect(store.rows[taken.charge.id]?.settlement == .refunded)
        #expect(log.running.isEmpty)
    }

    @Test func `what cannot be stored is kept for the next time, and counts until then`() async {
        let call = begin()
        log.end(call.charge.id, by: receipt(hasOutput: true))
        store.fails = true
        await log.write(all: false)
        #expect(store.rows.isEmpty)
        #expect(log.unwritten().count == 1)
        #expect(log.standings(of: [call.charge.id]) == [call.charge.id: .reserved])
        store.fails = false
        await log.write(all: false)
        #expect(store.rows.count == 1)
        #expect(log.unwritten().isEmpty)
    }

    @Test func `the whole ledger is what is stored and what is not yet`() async throws {
        let whole = WholeLedger(store, and: log)
        let (kept, back, running) = (begin(), begin(), begin())
        log.end(kept.charge.id, by: receipt(hasOutput: true))
        log.end(back.charge.id, by: receipt(hasOutput: false))
        for fails in [true, false] {
            store.fails = fails
            // One whose row is written is a row.
            #expect(
                Set(try await whole.open().map(\.id))
                    == (fails ? [kept.charge.id, running.charge.id] : [running.charge.id]))
        }
        #expect(store.rows.count == 3)
    }

    private func entry() -> UsageEntry {
        UsageEntry(
            Charge(
                id: .random(), payer: Payer(ID(1)), endpoint: .chatCompletions, model: "m", account: ID(1),
                at: clock.now),
            isStream: false)
    }

    private func begin() -> UsageEntry {
        let entry = entry()
        log.open(entry)
        log.confirm(entry.charge.id, entry)
        return entry
    }

    private func receipt(hasOutput: Bool) -> Receipt {
        Receipt(
            attempts: [Attempt(ID(1))], end: .finished(.stop), firstOutputAt: hasOutput ? clock.now : nil)
    }
}

/// Rows in memory.
private final class MemoryCharges: ChargeStore, LedgerArchive {
    private let state = Mutex((rows: [Key<Charge>: UsageEntry](), writes: 0, fails: false))

    var rows: [Key<Charge>: UsageEntry] { state.withLock { $0.rows } }
    var writes: Int { state.withLock { $0.writes } }
    var fails: Bool {
        get { state.withLock { $0.fails } }
        set { state.withLock { $0.fails = newValue } }
    }

    func write(_ entries: [UsageEntry]) async throws(ChatError) {
        let isAway = state.withLock { state in
            guard !state.fails else { return true }
            state.writes += 1
            for entry in entries { state.rows[entry.charge.id] = entry }
            return false
        }
        if isAway { throw .unavailable(what: "storage") }
    }

    func counts(since moment: Timestamp) async throws(ChatError) -> [AccountLoad] { [] }

    func open() async throws(ChatError) -> [OpenCharge] {
        rows.values.filter { $0.settlement == nil }.map {
            OpenCharge($0.charge.id, QuotaUse(by: $0.charge.payer), at: $0.charge.at)
        }
    }

    func tally(of _: QuotaCounter, in _: ClosedRange<Timestamp>, by _: Int64?, except _: Set<Key<Charge>>)
        async throws(ChatError) -> [Timestamp: Int]
    { [:] }

    func edges(around _: Timestamp) async throws(ChatError) -> (latest: Timestamp?, next: Timestamp?) { (nil, nil) }

    func standings(of _: [Key<Charge>]) async throws(ChatError) -> [Key<Charge>: LedgerState] { [:] }
    func list(_: UsageFilter, after _: UsagePlace?, _: Page) async throws(ChatError) -> [UsageRow] { [] }
    func rows(of _: [Key<Charge>]) async throws(ChatError) -> [UsageRow] { [] }
    func rows(of _: [UsageEntry]) async throws(ChatError) -> [UsageRow] { [] }
    func row(of _: Key<Message>, in _: Key<Conversation>, for _: ID<User>) async throws(ChatError) -> UsageRow {
        throw .notFound
    }
    func count(_: UsageFilter) async throws(ChatError) -> Int { rows.count }

    func interruptCalls(except _: Set<Key<Charge>>, at _: Timestamp)
        async throws(ChatError) -> [(id: Key<Charge>, settlement: Settlement)]
    { [] }
}
