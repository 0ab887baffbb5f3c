public import Domain
import Synchronization

/// Quotas in the memory of one process, made from the SQL ledger at its start, and again when the clock goes back.
///
/// The hour is rolling and exact. A reservation is remembered by its id for an hour, or until it is settled.
public final class MemoryQuotaLedger: QuotaLedger {
    private let clock: any WallClock
    private let calendar: any CivilCalendar
    private let archive: any LedgerArchive
    private let wentBack: @Sendable (Duration) -> Void
    private let state: Mutex<State>

    private struct State {
        var book: QuotaBook
        /// What ends while the book is made anew; nil when it is not. The rows may have been read before.
        var ends: [(id: Key<Charge>, settlement: Settlement)]?
        var waiting: [CheckedContinuation<Bool, Never>] = []
    }

    /// `wentBack` is told, for the log, by how much the clock went back.
    public init(
        clock: any WallClock, calendar: any CivilCalendar, archive: any LedgerArchive,
        wentBack: @escaping @Sendable (Duration) -> Void = { _ in }
    ) {
        self.clock = clock
        self.calendar = calendar
        self.archive = archive
        self.wentBack = wentBack
        state = Mutex(State(book: QuotaBook(calendar)))
    }

    public func reserve(_ id: Key<Charge>, for user: ID<User>, asking message: Key<Message>?, under limits: [Limit])
        async throws(ChatError) -> Reservation?
    {
        try await withBook { book, now throws(ChatError) in
            try book.reserve(id, for: user, asking: message, under: limits, at: now)
        }
    }

    public func commit(_ id: Key<Charge>) async { end(id, as: .committed) }

    public func refund(_ id: Key<Charge>) async { end(id, as: .refunded) }

    public func usage(of user: ID<User>, under limits: [Limit]) async throws(ChatError) -> [WindowUsage] {
        try await withBook { book, now in book.usage(of: user, under: limits, at: now) }
    }

    private func end(_ id: Key<Charge>, as settlement: Settlement) {
        state.withLock { state in
            state.book.settle(id, as: settlement)
            state.ends?.append((id, settlement))
        }
    }
}

// MARK: Making the book

extension MemoryQuotaLedger {
    /// Counts what the archive holds.
    public func start() async throws(ChatError) { try await rebuild() }

    /// Entries of the archive before this moment count in no window.
    public var horizon: Timestamp { horizon(at: clock.now) }

    /// For metrics: how many reservations are remembered by their id.
    public var heldCount: Int { state.withLock { $0.book.heldCount } }

    /// Lends the book when it is one of this moment.
    private func withBook<T: Sendable>(
        _ body: (inout QuotaBook, Timestamp) throws(ChatError) -> T
    ) async throws(ChatError) -> T {
        for _ in 0..<6 {
            let now = clock.now
            let (answer, lead) = try state.withLock { state throws(ChatError) -> (T?, Duration?) in
                guard state.ends == nil else { return (nil, nil) }
                guard state.book.isValid(at: now) else { return (nil, state.book.lead(at: now)) }
                return (try body(&state.book, now), nil)
            }
            if let answer { return answer }
            if try await rebuild(), let lead { wentBack(lead) }
        }
        throw .unavailable(what: "quota")
    }

    /// True when this call has done it: while another one does, it waits for that.
    @discardableResult
    private func rebuild() async throws(ChatError) -> Bool {
        let isOurs = await withCheckedContinuation { continuation in
            let isOurs = state.withLock { state in
                guard state.ends == nil else {
                    state.waiting.append(continuation)
                    return false
                }
                state.ends = []
                return true
            }
            if isOurs { continuation.resume(returning: true) }
        }
        guard isOurs else { return false }
        do {
            var book = QuotaBook(calendar)
            let now = clock.now
            book.restore(try await archive.entries(since: horizon(at: now)), at: now)
            finish(with: book)
            return true
        } catch {
            finish(with: nil)
            throw .unavailable(what: "quota")
        }
    }

    /// Nil: the former book stays.
    private func finish(with book: QuotaBook?) {
        let waiting = state.withLock { state in
            if let book {
                state.book = book
                for end in state.ends ?? [] { state.book.settle(end.id, as: end.settlement) }
            }
            state.ends = nil
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: false) }
    }

    private func horizon(at now: Timestamp) -> Timestamp {
        let starts = CalendarSpan.allCases.map {
            calendar.bounds(of: $0, holding: now).lowerBound
        }
        return starts.reduce(now - QuotaWindow.rollingSpan, min)
    }
}
