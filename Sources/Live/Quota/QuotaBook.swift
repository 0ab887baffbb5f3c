internal import Domain

/// Who took how much, in every counter that was ever looked at. A value that decides; `MemoryQuotaLedger` guards it.
///
/// Each use is counted in every counter of its subjects that is there, whether or not a limit of this ask looks at it. One that is
/// not there is made of rows first (`seed`).
struct QuotaBook {
    private let calendar: any CivilCalendar
    /// Never goes back, so that a clock that is corrected cannot reopen a window that was counted.
    private var now: Timestamp
    /// The earliest row that is ahead of the clock by more than that.
    private let due: Timestamp?
    private var present: PresentWindows
    private var counters = SubjectCounters()
    private var held: [Key<Charge>: Held] = [:]
    /// What those of `held` are to the counters that have not ended, or were kept less than `recent` ago; by who pays, so that a new
    /// member's counters are made without looking at everybody's.
    private var uses: [ID<User>: [Key<Charge>: QuotaUse]] = [:]
    /// The charges of `held` in the order of their reservations; those before `forgotten` are an hour old.
    private var order: [Key<Charge>] = []
    private var forgotten = 0
    /// Those that were kept, in that order: the rows of those less than `recent` ago, from `past` on, may not have been read yet.
    private var settled: [(id: Key<Charge>, user: ID<User>, at: Timestamp)] = []
    private var past = 0
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
        var isSettled = false
        /// Its hour is over; it is kept only until it is settled.
        var isOld = false
    }

    /// The moment that it began at. Others may have taken then, and their rows are as they will stay.
    private let born: Timestamp

    /// How long a repeated id finds what it took, and a kept place is not looked for in its row; in milliseconds.
    private static let remembered: Int64 = 3_600_000
    private static let recent: Int64 = 60_000

    /// `latest` and `due`: of the archive's `edges` around the clock's moment with `Reservation.acceptedLead`.
    init(_ calendar: any CivilCalendar, at moment: Timestamp, latest: Timestamp? = nil, due: Timestamp? = nil) {
        self.calendar = calendar
        self.due = due
        // Windows that were counted ahead of this clock must not be opened again by it.
        born = max(moment, latest ?? moment)
        now = born
        present = PresentWindows(calendar, holding: born)
    }

    /// Throws `quotaExceeded`. Nil when the message has a place, `missing` when counters have to be made first.
    mutating func reserve(
        _ id: Key<Charge>, _ use: QuotaUse, asking message: Key<Message>?, under limits: [Limit], at moment: Timestamp
    ) throws(ChatError) -> Outcome<Reservation?> {
        advance(to: moment)
        if let former = held[id] { return .done(Reservation(id: id, user: former.user, at: former.at)) }
        let question = message.map { Question(owner: use.payer.user, message: $0) }
        if let question, hasPrecedence(question) { return .done(nil) }
        let subjects = counters.subjects(of: use)
        switch stop(use, limits, subjects) {
        case .missing(let counters): return .missing(counters)
        case .done(let stop?): throw .quotaExceeded(stop)
        case .done(nil): break
        }
        let reservation = Reservation(id: id, user: use.payer.user, at: now)
        add(OpenCharge(id, use, at: now))
        counters.change(by: use, of: subjects, at: now, now: now, present) { $0.amount(in: $1) }
        if let question {
            asking[question] = id
            questions[id] = question
        }
        return .done(reservation)
    }

    /// False when a limit of the new account has no room: one that counts something else now for this place, or one that counts the
    /// same and has been exceeded.
    mutating func move(_ id: Key<Charge>, to use: QuotaUse, under limits: [Limit], at moment: Timestamp) -> Outcome<
        Bool
    > {
        advance(to: moment)
        guard let found = held[id], !found.isSettled, let former = uses[found.user]?[id] else { return .done(true) }
        let changed = Set(QuotaScope.allCases.filter { former.subject(of: $0) != use.subject(of: $0) })
        let subjects = counters.subjects(of: use)
        switch stop(use, limits, subjects, takingIn: changed) {
        case .missing(let counters): return .missing(counters)
        case .done(let stop): if stop != nil { return .done(false) }
        }
        counters.change(
            by: former, of: counters.subjects(of: former), at: found.at, now: now, present, in: changed
        ) { -$0.amount(in: $1) }
        counters.change(by: use, of: subjects, at: found.at, now: now, present, in: changed) { $0.amount(in: $1) }
        uses[found.user]![id] = use
        return .done(true)
    }

    mutating func usage(of use: QuotaUse, under limits: [Limit], at moment: Timestamp) -> Outcome<[WindowUsage]> {
        advance(to: moment)
        let subjects = counters.subjects(of: use)
        var (usage, missing): ([WindowUsage], [QuotaCounter]) = ([], [])
        for limit in limits {
            guard let counter = limit.counter(for: use) else { continue }
            if let place = counters.place(for: limit, of: subjects, at: now, present) {
                usage.append(counters[place].usage(limit, 1))
            } else {
                missing.append(counter)
            }
        }
        return missing.isEmpty ? .done(usage) : .missing(missing)
    }

    enum Outcome<Answer: Sendable>: Sendable {
        case done(Answer)
        case missing([QuotaCounter])
    }

    /// A refund gives back what the recorded moment took; windows that are over are gone, and nothing happens to them.
    mutating func settle(_ id: Key<Charge>, as settlement: Settlement, _ total: QuotaTotal = QuotaTotal()) {
        guard let found = held[id], !found.isSettled, var use = uses[found.user]?[id] else { return }
        if !questions.isEmpty, let question = questions.removeValue(forKey: id), asking[question] == id {
            asking[question] = nil
        }
        switch settlement {
        case .refunded: change(by: use, at: found.at) { -$0.amount(in: $1) }
        case .committed: take(total, by: &use, at: found.at)
        }
        end(id, use, as: settlement)
    }

    /// An open place takes what it came to.
    mutating func adjust(_ id: Key<Charge>, to total: QuotaTotal) {
        guard let found = held[id], !found.isSettled, var use = uses[found.user]?[id] else { return }
        take(total, by: &use, at: found.at)
        uses[found.user]![id] = use
    }

    private mutating func take(_ total: QuotaTotal, by use: inout QuotaUse, at moment: Timestamp) {
        var cost = use.cost
        (cost.tokens, cost.money) = (total.tokens ?? cost.tokens, total.money ?? cost.money)
        guard cost != use.cost else { return }
        change(by: use, at: moment) { cost.amount(in: $1) - $0.amount(in: $1) }
        use.cost = cost
    }

    private mutating func change(by use: QuotaUse, at moment: Timestamp, _ amount: (QuotaCost, QuotaUnit) -> Int) {
        counters.change(by: use, of: counters.subjects(of: use), at: moment, now: now, present, amount)
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
        if !present.hold(now) { present = PresentWindows(calendar, holding: now) }
        forgetOld()
    }
}

// MARK: Counting

extension QuotaBook {
    /// What stops a use longest; nil when nothing does. `scopes`: those in which it is not counted yet; nil for all.
    private mutating func stop(
        _ use: QuotaUse, _ limits: [Limit], _ subjects: SubjectCounters.Subjects,
        takingIn scopes: Set<QuotaScope>? = nil
    ) -> Outcome<WindowUsage?> {
        var (stop, missing): (WindowUsage?, [QuotaCounter]) = (nil, [])
        for limit in limits {
            guard let place = counters.place(for: limit, of: subjects, at: now, present) else {
                if let counter = limit.counter(for: use) { missing.append(counter) }
                continue
            }
            guard !limit.isUnlimited, ModelPattern.anyMatches(limit.models, use.model) else { continue }
            // A place that is moved is counted already in what stays the same.
            let cost = scopes?.contains(limit.scope) ?? true ? use.cost : nil
            guard counters[place].isFull(limit, cost) else { continue }
            let usage = counters[place].usage(limit, cost?.amount(in: limit.unit) ?? 0)
            if let other = stop, !WindowUsage.freesSooner(other, usage) { continue }
            stop = usage
        }
        return missing.isEmpty ? .done(stop) : .missing(missing)
    }
}

// MARK: Making counters

extension QuotaBook {
    /// What a counter is to be made of beside what is held here.
    struct Plan: Sendable {
        let counter: QuotaCounter
        let moment: Timestamp
        /// The rows that are asked for: up to the millisecond before, in which nothing more can be taken.
        let span: ClosedRange<Timestamp>
        let payer: ID<User>
        /// What is held here, and not looked for there.
        let known: Set<Key<Charge>>
    }

    /// `payer` is the one whose use misses it.
    func plan(for counter: QuotaCounter, of payer: ID<User>) -> Plan {
        let read = now > born ? now - .milliseconds(1) : now
        let from =
            switch counter.spec.window {
            case .calendar(let span): present[span].lowerBound
            case .rolling(let span): now - span - .milliseconds(counter.spec.window.resolution)
            case .lifetime: QuotaWindow.everything.lowerBound
            }
        return Plan(
            counter: counter, moment: now, span: min(from, read)...read,
            payer: payer, known: Set(held(of: counter.subject, payer).map(\.id)))
    }

    /// What is held of a subject. A key is its payer's alone.
    private func held(of subject: QuotaSubject, _ payer: ID<User>) -> [(id: Key<Charge>, use: QuotaUse)] {
        switch subject {
        case .member, .memberOnAccount, .key:
            (uses[payer] ?? [:]).filter { $0.value.isOf(subject) }.map { ($0, $1) }
        case .system, .group, .account:
            uses.values.flatMap { $0.lazy.filter { $0.value.isOf(subject) }.map { ($0, $1) } }
        }
    }

    /// False when it has to be planned anew: a window has ended, or something was moved to it meanwhile and may be among the rows.
    mutating func seed(_ plan: Plan, _ rows: [Timestamp: Int]) -> Bool {
        guard !counters.has(plan.counter) else { return true }
        let spec = plan.counter.spec
        if case .calendar(let span) = spec.window, !present[span].contains(plan.moment) { return false }
        guard now.milliseconds < plan.moment.milliseconds + Self.recent else { return false }
        var state = CounterState(spec.window, present)
        for (moment, amount) in rows { state.add(amount, at: moment, now: now) }
        for (id, use) in held(of: plan.counter.subject, plan.payer) {
            guard let cost = spec.cost(of: use), let place = held[id] else { continue }
            guard place.at > plan.span.upperBound || plan.known.contains(id) else { return false }
            state.add(cost, at: place.at, now: now)
        }
        counters.insert(state, plan.counter)
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
        held[charge.id] = Held(user: charge.use.payer.user, at: charge.at)
        uses[charge.use.payer.user, default: [:]][charge.id] = charge.use
        order.append(charge.id)
    }

    private mutating func end(_ id: Key<Charge>, _ use: QuotaUse, as settlement: Settlement) {
        held[id]!.isSettled = true
        switch settlement {
        case .committed:
            uses[use.payer.user]![id] = use
            settled.append((id, use.payer.user, now))
        case .refunded:
            forget(id, of: use.payer.user)
            if held[id]!.isOld { held[id] = nil }
        }
    }

    private mutating func forget(_ id: Key<Charge>, of user: ID<User>) {
        uses[user]?[id] = nil
        if uses[user]?.isEmpty == true { uses[user] = nil }
    }

    private mutating func forgetOld() {
        while past < settled.count, settled[past].at.milliseconds + Self.recent <= now.milliseconds {
            let (id, user, _) = settled[past]
            forget(id, of: user)
            if held[id]?.isOld == true { held[id] = nil }
            past += 1
        }
        if past > 1024, past > settled.count / 2 {
            settled.removeFirst(past)
            past = 0
        }
        while forgotten < order.count {
            let id = order[forgotten]
            if let oldest = held[id] {
                guard oldest.at.milliseconds + Self.remembered <= now.milliseconds else { break }
                if oldest.isSettled, uses[oldest.user]?[id] == nil { held[id] = nil } else { held[id]!.isOld = true }
            }
            forgotten += 1
        }
        guard forgotten > 1024, forgotten > order.count / 2 else { return }
        order.removeFirst(forgotten)
        forgotten = 0
    }
}
