internal import Domain

/// Who took how many places, in every window, whether or not a limit looks at it: a package that is given later
/// counts what was used before. A value that decides; `MemoryQuotaLedger` guards it.
struct QuotaBook {
    private let calendar: any CivilCalendar
    /// Never goes back, so that a clock that is corrected cannot reopen a window that was counted.
    private var now = Timestamp(milliseconds: .min)
    /// The earliest row that is ahead of the clock by more than that.
    private var due: Timestamp?
    private var current: [CalendarSpan: Range<Timestamp>] = [:]
    private var members: [ID<User>: MemberCounts] = [:]
    private var held: [Key<Charge>: Held] = [:]
    /// The turns of `held` in the order of their reservations; those before `forgotten` have left the hour.
    private var order: [Key<Charge>] = []
    private var forgotten = 0
    /// The latest turn that was reserved for a message, until it ends; and the messages of turns that have not ended.
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
        var isSettled: Bool
        /// Its hour is over; it is kept only until it is settled.
        var isOld = false
    }

    init(_ calendar: any CivilCalendar) { self.calendar = calendar }

    mutating func reserve(
        _ id: Key<Charge>, for user: ID<User>, asking message: Key<Message>?, under limits: [Limit],
        at moment: Timestamp
    ) throws(ChatError) -> Reservation? {
        advance(to: moment)
        if let former = held[id] { return Reservation(id: id, user: former.user, at: former.at) }
        let question = message.map { Question(owner: user, message: $0) }
        if let question, hasPrecedence(question) { return nil }
        if let stop = usage(of: user, under: limits).filter(\.isExhausted).max(by: Self.freesSooner) {
            throw .quotaExceeded(stop)
        }
        let reservation = Reservation(id: id, user: user, at: now)
        add(reservation, isSettled: false)
        if let question {
            asking[question] = id
            questions[id] = question
        }
        return reservation
    }

    /// A refund gives back what the recorded moment took; buckets that are over are gone, and nothing happens to them.
    mutating func settle(_ id: Key<Charge>, as settlement: Settlement) {
        guard let place = settle(id), settlement == .refunded else { return }
        members[place.user]?.giveBack(id, reservedAt: place.at)
    }

    mutating func usage(of user: ID<User>, under limits: [Limit], at moment: Timestamp) -> [WindowUsage] {
        advance(to: moment)
        return usage(of: user, under: limits)
    }

    /// Counts the rows of the archive as if they had been reserved here. Of an empty book.
    mutating func restore(_ entries: [LedgerEntry], at moment: Timestamp) {
        // Windows that were counted ahead of this clock must not be opened again by it.
        let latest = entries.lazy.map(\.at).filter { $0 <= moment + Reservation.acceptedLead }.max()
        advance(to: max(moment, latest ?? moment))
        for entry in entries.sorted(by: { $0.at < $1.at }) where held[entry.charge] == nil {
            guard entry.at <= now else {
                due = entry.at
                break
            }
            add(Reservation(id: entry.charge, user: entry.user, at: entry.at), isSettled: entry.isSettled)
        }
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
}

// MARK: Bookkeeping

extension QuotaBook {
    /// How many reservations are remembered by their id.
    var heldCount: Int { held.count }

    private mutating func advance(to moment: Timestamp) {
        now = max(now, moment)
        for span in CalendarSpan.allCases where current[span]?.contains(now) != true {
            current[span] = calendar.bounds(of: span, holding: now)
        }
        forgetOld()
    }

    /// Whether a turn is about to be stored that asks this.
    private func hasPrecedence(_ question: Question) -> Bool {
        guard let other = asking[question], let place = held[other] else { return false }
        return now < place.at + Reservation.precedence
    }

    private mutating func add(_ reservation: Reservation, isSettled: Bool) {
        held[reservation.id] = Held(user: reservation.user, at: reservation.at, isSettled: isSettled)
        order.append(reservation.id)
        members[reservation.user, default: MemberCounts()].take(
            reservation.id, reservedAt: reservation.at, now: now, windows: current)
    }

    /// The reservation if this call ends it.
    private mutating func settle(_ id: Key<Charge>) -> Held? {
        guard let found = held[id], !found.isSettled else { return nil }
        if let question = questions.removeValue(forKey: id), asking[question] == id { asking[question] = nil }
        if found.isOld { held[id] = nil } else { held[id]!.isSettled = true }
        return found
    }

    private mutating func forgetOld() {
        while forgotten < order.count, let oldest = held[order[forgotten]],
            oldest.at + QuotaWindow.rollingSpan <= now
        {
            members[oldest.user]?.forget(before: now)
            if oldest.isSettled { held[order[forgotten]] = nil } else { held[order[forgotten]]!.isOld = true }
            forgotten += 1
        }
        guard forgotten > 1024, forgotten > order.count / 2 else { return }
        order.removeFirst(forgotten)
        forgotten = 0
    }

    private mutating func usage(of user: ID<User>, under limits: [Limit]) -> [WindowUsage] {
        members[user]?.forget(before: now)
        let counts = members[user] ?? MemberCounts()
        return limits.map { limit in
            guard case .calendar(let span) = limit.window else { return counts.rollingUsage(limit) }
            return WindowUsage(of: limit, used: counts.count(span, at: now), resetsAt: current[span]?.upperBound)
        }
    }

    /// A window that never frees stops longest.
    private static func freesSooner(_ left: WindowUsage, _ right: WindowUsage) -> Bool {
        guard let leftEnd = left.resetsAt else { return false }
        guard let rightEnd = right.resetsAt else { return true }
        return leftEnd < rightEnd
    }
}
