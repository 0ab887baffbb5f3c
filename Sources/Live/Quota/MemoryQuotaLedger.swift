public import Domain
import Synchronization

/// Quotas in the memory of one process. What runs is read from the rows at its start, and again when the clock goes back; counters
/// are made from them when they are first needed.
///
/// A reservation is remembered by its id for an hour, or until it is settled.
public final class MemoryQuotaLedger: QuotaLedger {
    private let clock: any WallClock
    private let calendar: any CivilCalendar
    private let archive: any LedgerArchive
    private let wentBack: @Sendable (Duration) -> Void
    private let state: Mutex<State>
    private let makers = CounterMakers<ChatError>()

    private struct State {
        var book: QuotaBook
        /// What ends while the book is made anew; nil when it is not. The rows may have been read before.
        var ends: [End]?
        var waiting: [CheckedContinuation<Bool, Never>] = []
    }

    private struct End {
        let id: Key<Charge>
        let settlement: Settlement
        let total: QuotaTotal
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
        state = Mutex(State(book: QuotaBook(calendar, at: clock.now)))
    }

    public func reserve(_ id: Key<Charge>, _ use: QuotaUse, asking message: Key<Message>?, under limits: [Limit])
        async throws(ChatError) -> Reservation?
    {
        try await withCounters(of: use) { book, now throws(ChatError) in
            try book.reserve(id, use, asking: message, under: limits, at: now)
        }
    }

    public func move(_ id: Key<Charge>, to use: QuotaUse, under limits: [Limit]) async throws(ChatError) -> Bool {
        try await withCounters(of: use) { book, now in book.move(id, to: use, under: limits, at: now) }
    }

    public func adjust(_ id: Key<Charge>, to total: QuotaTotal) async {
        // A book that is being made finds what it came to with its end.
        state.withLock { $0.book.adjust(id, to: total) }
    }

    public func commit(_ id: Key<Charge>, _ total: QuotaTotal) async { end(id, as: .committed, total) }

    public func refund(_ id: Key<Charge>) async { end(id, as: .refunded) }

    public func usage(of use: QuotaUse, under limits: [Limit]) async throws(ChatError) -> [WindowUsage] {
        try await withCounters(of: use) { book, now in book.usage(of: use, under: limits, at: now) }
    }

    private func end(_ id: Key<Charge>, as settlement: Settlement, _ total: QuotaTotal = QuotaTotal()) {
        state.withLock { state in
            state.book.settle(id, as: settlement, total)
            state.ends?.append(End(id: id, settlement: settlement, total: total))
        }
    }
}

// MARK: Making counters

extension MemoryQuotaLedger {
    /// Makes the counters that `body` misses, and asks it again.
    private func withCounters<T: Sendable>(
        of use: QuotaUse, _ body: (inout QuotaBook, Timestamp) throws(ChatError) -> QuotaBook.Outcome<T>
    ) async throws(ChatError) -> T {
        for _ in 0..<6 {
            switch try await withBook(body) {
            case .done(let answer): return answer
            case .missing(let counters):
                try await makers.make(counters) { counters throws(ChatError) in
                    for counter in counters { try await make(counter, for: use.payer.user) }
                }
            }
        }
        throw .unavailable(what: "quota")
    }

    private func make(_ counter: QuotaCounter, for payer: ID<User>) async throws(ChatError) {
        for _ in 0..<6 {
            let plan = try await withBook { book, _ in book.plan(for: counter, of: payer) }
            let rows: [Timestamp: Int]
            do {
                rows = try await archive.tally(
                    of: counter, in: plan.span, by: counter.spec.window.bucket, except: plan.known)
            } catch {
                throw .unavailable(what: "quota")
            }
            if try await withBook({ book, _ in book.seed(plan, rows) }) { return }
        }
    }
}

// MARK: Making the book

extension MemoryQuotaLedger {
    /// Reads what runs.
    public func start() async throws(ChatError) { try await rebuild() }

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
            let now = clock.now
            let open = try await archive.open()
            let edges = try await archive.edges(around: now + Reservation.acceptedLead)
            var book = QuotaBook(calendar, at: now, latest: edges.latest, due: edges.next)
            book.restore(open)
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
                for end in state.ends ?? [] { state.book.settle(end.id, as: end.settlement, end.total) }
            }
            state.ends = nil
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: false) }
    }
}

extension QuotaWindow {
    /// How the rows of a counter are put together: those of a calendar window all.
    var bucket: Int64? { isRolling ? resolution : nil }
}
