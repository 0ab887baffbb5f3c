internal import Domain

/// A counter's number, and the time it is about.
enum CounterState {
    case calendar(CalendarSpan, Range<Timestamp>, Int)
    case rolling(RollingCount)

    /// Nothing is counted yet.
    init(_ window: QuotaWindow, _ current: [CalendarSpan: Range<Timestamp>]) {
        switch window {
        case .calendar(let span): self = .calendar(span, current[span]!, 0)
        case .rolling(let span): self = .rolling(RollingCount(span, resolution: window.resolution))
        }
    }

    /// Goes to the present: a calendar window that is over begins anew with nothing, as all that came since was counted here.
    mutating func advance(to now: Timestamp, _ current: [CalendarSpan: Range<Timestamp>]) {
        switch self {
        case .calendar(let span, let bounds, _):
            if !bounds.contains(now) { self = .calendar(span, current[span]!, 0) }
        case .rolling(var count):
            count.forget(at: now)
            self = .rolling(count)
        }
    }

    /// After `advance`. What is of no present window changes nothing.
    mutating func add(_ amount: Int, at moment: Timestamp, now: Timestamp) {
        switch self {
        case .calendar(let span, let bounds, let count):
            if bounds.contains(moment) { self = .calendar(span, bounds, count + amount) }
        case .rolling(var count):
            count.add(amount, at: moment, now: now)
            self = .rolling(count)
        }
    }

    /// After `advance`: how it stands, and whether `cost` more has no room.
    func report(_ limit: Limit, _ cost: Int?) -> (usage: WindowUsage, isFull: Bool) {
        let (used, resets) =
            switch self {
            case .calendar(_, let bounds, let count): (count, Timestamp?.some(bounds.upperBound))
            case .rolling(let count): (count.count, count.frees(max(1, cost ?? 1), under: limit.amount))
            }
        let isFull = cost.map { limit.amount == 0 || used + $0 > limit.amount } ?? false
        return (WindowUsage(of: limit, used: used, resetsAt: resets), isFull)
    }
}
