public import Domain
import Synchronization

/// Quotas in the memory of one process, rebuilt from the SQL ledger at its start.
///
/// The hour is rolling and exact. A reservation is remembered by its id for an hour, or until it is settled.
public final class MemoryQuotaLedger: QuotaLedger {
    private let clock: any WallClock
    private let calendar: any CivilCalendar
    private let book: Mutex<QuotaBook>

    public init(clock: any WallClock, calendar: any CivilCalendar) {
        self.clock = clock
        self.calendar = calendar
        book = Mutex(QuotaBook(calendar))
    }

    public func reserve(_ id: Key<Turn>, for user: ID<User>, asking message: Key<Message>?, under limits: [Limit])
        async throws(ChatError) -> Reservation?
    {
        try book.withLock { book throws(ChatError) in
            try book.reserve(id, for: user, asking: message, under: limits, at: clock.now)
        }
    }

    public func commit(_ id: Key<Turn>) async { book.withLock { $0.commit(id) } }

    public func refund(_ id: Key<Turn>) async { book.withLock { $0.refund(id) } }

    public func usage(of user: ID<User>, under limits: [Limit]) async throws(ChatError) -> [WindowUsage] {
        book.withLock { $0.usage(of: user, under: limits, at: clock.now) }
    }
}

// MARK: Starting

extension MemoryQuotaLedger {
    /// Entries of the archive before this moment count in no window.
    public var horizon: Timestamp {
        let now = clock.now
        let starts = QuotaWindow.allCases.filter { !$0.isRolling }.map {
            calendar.bounds(of: $0, holding: now).lowerBound
        }
        return starts.reduce(now - QuotaWindow.rollingSpan, min)
    }

    /// Counts what the archive holds; an entry that is counted already is left alone.
    public func restore(_ entries: [LedgerEntry]) {
        let now = clock.now
        book.withLock { book in
            for entry in entries { book.restore(entry, at: now) }
        }
    }

    /// For metrics: how many reservations are remembered by their id.
    public var heldCount: Int { book.withLock { $0.heldCount } }
}
