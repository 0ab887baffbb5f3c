internal import Domain

/// Who took how much, in every counter that was ever looked at. A value that decides; `MemoryQuotaLedger` guards it.
///
/// Each use is counted in every counter of its subjects that is there, whether or not a limit of this ask looks at it. One that is
/// not there is made of rows first (`seed`).
struct QuotaBook {
    private let calendar: any CivilCalendar
    /// Never goes back, so that a clock that is corrected cannot reopen a window that was counted.
    private var now = Timestamp(milliseconds: .min)
    /// The earliest row that is ahead of the clock by more than that.
    private let due: Timestamp?
    private var current: [CalendarSpan: Range<Timestamp>] = [:]
    private var counters: [QuotaSubject: [QuotaSpec: CounterState]] = [:]
    private var held: [Key<Charge>: Held] = [:]
    /// The charges of `held` in the order of their reservations; those before `forgotten` are an hour old.
    private var order: [Key<Charge>] = []
    private var forgotten = 0
    /// Those that were kept less than `recent` ago, in that order: their rows may not have been read yet.
    private var settled: [(id: Key<Charge>, at: Timestamp)] = []
    /// The latest charge that was reserved for a message, until it ends; and the messages of charges that have not ended.
    private var asking: [Question: Key<Charge>] = [:]
    private var questions: [Key<Charge>: Question] = [:]

    private struct Question: Hashable {
        let owner: ID<User>
        let message: Key<Message>
    }

    /// A reservation, without its id. There are as many as an hour has turns.
    private struct Held {
        let user: ID<User>
        let at: Timestamp
        /// Nil when it was kept long ago.
        var use: QuotaUse?
        var isSettled = false
        /// Its hour is over; it is kept only until it is settled.
        var isOld = false
    }

    /// How long a repeated id finds what it took, and a kept place is not looked for in its row.
    private static let remembered = Duration.seconds(3600)
    private static let recent = Duration.seconds(60)

    /// `latest` and `due`: of the archive's `edges` around the clock's moment with `Reservation.acceptedLead`.
    init(_ calendar: any CivilCalendar, at moment: Timestamp, latest: Timestamp? = nil, due: Timestamp? = nil) {
        self.calendar = calendar
        self.due = due
        // Windows that were counted ahead of this clock must not be opened again by it.
        advance(to: max(moment, latest ?? moment))
    }

    /// Throws `quotaExceeded`. Nil when the message has a place, `missing` when counters have to be made first.
    mutating func reserve(
        _ id: Key<Charge>, _ use: QuotaUse, asking message: Key<Message>?, under limits: [Limit], at moment: Timestamp
    ) throws(ChatError) -> Outcome<Reservation?> {
        advance(to: moment)
        if let former = held[id] { return .done(Reservation(id: id, user: former.user, at: former.at)) }
        let question = message.map { Question(owner: use.payer.user, message: $0) }
        if let question, hasPrecedence(question) { return .done(nil) }
        let reports: [(usage: WindowUsage, isFull: Bool)]
        switch report(use, limits, asks: true) {
        case .missing(let counters): return .missing(counters)
        case .done(let some): reports = some
        }
        if let stop = reports.filter(\.isFull).map(\.usage).max(by: WindowUsage.freesSooner) {
            throw .quotaExceeded(stop)
        }
        let reservation = Reservation(id: id, user: use.payer.user, at: now)
        add(OpenCharge(id, use, at: now))
        count(use, at: now)
        if let question {
            asking[question] = id
            questions[id] = question
        }
        return .done(reservation)
    }

    /// False when a limit that the new account brings has no room.
    mutating func move(_ id: Key<Charge>, to use: QuotaUse, under limits: [Limit], at moment: Timestamp) -> Outcome<
        Bool
    > {
        advance(to: moment)
        guard let found = held[id], !found.isSettled, let former = found.use else { return .done(true) }
        let new = Set(use.subjects).subtracting(former.subjects)
        let brought = limits.filter { $0.counter(for: use).map { new.contains($0.subject) } ?? false }
        switch report(use, brought, asks: true) {
        case .missing(let counters): return .missing(counters)
        case .done(let reports): if reports.contains(where: \.isFull) { return .done(false) }
        }
        change(by: former, of: Set(former.subjects).subtracting(use.subjects), at: found.at) { -$0.amount(in: $1) }
        change(by: use, of: new, at: found.at) { $0.amount(in: $1) }
        held[id]!.use = use
        return .done(true)
    }

    mutating func usage(of use: QuotaUse, under limits: [Limit], at moment: Timestamp) -> Outcome<[WindowUsage]> {
        advance(to: moment)
        switch report(use, limits, asks: false) {
        case .missing(let counters): return .missing(counters)
        case .done(let reports): return .done(reports.map(\.usage))
        }
    }

    enum Outcome<Answer: Sendable>: Sendable {
        case done(Answer)
        case missing([QuotaCounter])
    }

    /// A refund gives back what the recorded moment took; windows that are over are gone, and nothing happens to them.
    mutating func settle(_ id: Key<Charge>, as settlement: Settlement, tokens: Int? = nil) {
        guard let found = held[id], !found.isSettled, var use = found.use else { return }
        if let question = questions.removeValue(forKey: id), asking[question] == id { asking[question] = nil }
        switch settlement {
        case .refunded: change(by: use, at: found.at) { -$0.amount(in: $1) }
        case .committed:
            if let tokens, tokens != use.cost.tokens {
                let difference = tokens - use.cost.tokens
                change(by: use, at: found.at) { _, unit in unit == .tokens ? difference : 0 }
                use.cost.tokens = tokens
            }
        }
        end(id, use, as: settlement)
    }
}

extension WindowUsage {
    /// A window that never frees stops longest.
    static func freesSooner(_ left: WindowUsage, _ right: WindowUsage) -> Bool {
        guard let leftEnd = left.resetsAt else { return false }
        guard let rightEnd = right.resetsAt else { return true }
        return leftEnd < rightEnd
    }
}

// MARK: The clock

extension QuotaBook {
    /// False when it must be made anew: the clock has gone back by more than it may, or rows that were ahead of it count now.
    func isValid(at moment: Timestamp) -> Bool {
        lead(at: moment) == nil && due.map { max(now, moment) < $0 } ?? true
    }

    /// How far it is ahead of a clock that went back; nil when it is not, or by so little that it waits.
    func lead(at moment: Timestamp) -> Duration? {
        now > moment + Reservation.acceptedLead ? now - moment : nil
    }

    private mutating func advance(to moment: Timestamp) {
        now = max(now, moment)
        for span in CalendarSpan.allCases where current[span]?.contains(now) != true {
            current[span] = calendar.bounds(of: span, holding: now)
        }
        forgetOld()
    }
}

// MARK: Counting

extension QuotaBook {
    /// One for each limit whose scope has a subject.
    private mutating func report(_ use: QuotaUse, _ limits: [Limit], asks: Bool)
        -> Outcome<[(usage: WindowUsage, isFull: Bool)]>
    {
        var (reports, missing): ([(WindowUsage, Bool)], [QuotaCounter]) = ([], [])
        for limit in limits {
            guard let counter = limit.counter(for: use) else { continue }
            guard counters[counter.subject]?[counter.spec]?.advance(to: now, current) != nil else {
                missing.append(counter)
                continue
            }
            let cost = limit.isUnlimited || !asks ? nil : counter.spec.cost(of: use)
            reports.append(counters[counter.subject]![counter.spec]!.report(limit, cost))
        }
        return missing.isEmpty ? .done(reports) : .missing(missing)
    }

    private mutating func count(_ use: QuotaUse, at moment: Timestamp) {
        change(by: use, at: moment) { $0.amount(in: $1) }
    }

    /// In every counter that counts it.
    private mutating func change(
        by use: QuotaUse, of subjects: Set<QuotaSubject>? = nil, at moment: Timestamp,
        _ amount: (QuotaCost, QuotaUnit) -> Int
    ) {
        for subject in use.subjects where subjects?.contains(subject) ?? true {
            guard let specs = counters[subject]?.keys else { continue }
            for spec in specs where ModelPattern.anyMatches(spec.models, use.model) {
                let amount = amount(use.cost, spec.unit)
                guard amount != 0 else { continue }
                counters[subject]![spec]!.advance(to: now, current)
                counters[subject]![spec]!.add(amount, at: moment, now: now)
            }
        }
    }
}

// MARK: Making counters

extension QuotaBook {
    /// What a counter is to be made of beside what is held here.
    struct Plan: Sendable {
        let counter: QuotaCounter
        let moment: Timestamp
        /// The rows that are asked for.
        let span: ClosedRange<Timestamp>
        /// What is held here, and not looked for there.
        let known: Set<Key<Charge>>
    }

    func plan(for counter: QuotaCounter) -> Plan {
        let from =
            switch counter.spec.window {
            case .calendar(let span): current[span]!.lowerBound
            case .rolling(let span): now - span - .milliseconds(counter.spec.window.resolution)
            }
        return Plan(
            counter: counter, moment: now, span: from...now,
            known: Set(held.lazy.filter { $0.value.use != nil }.map(\.key)))
    }

    /// False when it has to be planned anew: something was taken and kept in the same moment, and may be among the rows.
    mutating func seed(_ plan: Plan, _ rows: [Timestamp: Int]) -> Bool {
        let (subject, spec) = (plan.counter.subject, plan.counter.spec)
        guard counters[subject]?[spec] == nil else { return true }
        if case .calendar(let span) = spec.window, current[span]!.lowerBound != plan.span.lowerBound { return false }
        guard now < plan.moment + Self.recent else { return false }
        var state = CounterState(spec.window, current)
        for (moment, amount) in rows { state.add(amount, at: moment, now: now) }
        for (id, place) in held {
            guard let use = place.use, use.subjects.contains(subject), let cost = spec.cost(of: use) else { continue }
            guard place.at > plan.moment || plan.known.contains(id) else { return false }
            state.add(cost, at: place.at, now: now)
        }
        counters[subject, default: [:]][spec] = state
        return true
    }

    /// Holds what the rows say is not settled. Of a book that holds nothing.
    mutating func restore(_ open: [OpenCharge]) {
        for charge in open.sorted(by: { $0.at < $1.at }) where charge.at <= now { add(charge) }
    }
}

// MARK: Bookkeeping

extension QuotaBook {
    /// How many reservations are remembered by their id.
    var heldCount: Int { held.count }

    /// Whether a turn is about to be stored that asks this.
    private func hasPrecedence(_ question: Question) -> Bool {
        guard let other = asking[question], let place = held[other] else { return false }
        return now < place.at + Reservation.precedence
    }

    private mutating func add(_ charge: OpenCharge) {
        held[charge.id] = Held(user: charge.use.payer.user, at: charge.at, use: charge.use)
        order.append(charge.id)
    }

    private mutating func end(_ id: Key<Charge>, _ use: QuotaUse, as settlement: Settlement) {
        held[id]!.isSettled = true
        switch settlement {
        case .committed:
            held[id]!.use = use
            settled.append((id, now))
        case .refunded:
            held[id]!.use = nil
            if held[id]!.isOld { held[id] = nil }
        }
    }

    private mutating func forgetOld() {
        let over = settled.prefix { $0.at + Self.recent <= now }
        for (id, _) in over {
            held[id]?.use = nil
            if held[id]?.isOld == true { held[id] = nil }
        }
        if !over.isEmpty { settled.removeFirst(over.count) }
        while forgotten < order.count {
            let id = order[forgotten]
            if let oldest = held[id] {
                guard oldest.at + Self.remembered <= now else { break }
                if oldest.isSettled, oldest.use == nil { held[id] = nil } else { held[id]!.isOld = true }
            }
            forgotten += 1
        }
        guard forgotten > 1024, forgotten > order.count / 2 else { return }
        order.removeFirst(forgotten)
        forgotten = 0
    }
}
