internal import Domain

/// A counter's number, and the time that it is about. Changed in place: a window that rolls may hold a hundred thousand buckets.
struct CounterState {
    private let span: CalendarSpan?
    /// Of the window that was counted last, where it does not roll.
    private var bounds: Range<Timestamp>
    private var taken = 0
    private var rolling: RollingCount?

    /// Nothing is counted yet.
    init(_ window: QuotaWindow, _ present: PresentWindows) {
        switch window {
        case .calendar(let span):
            self.span = span
            bounds = present[span]
        case .rolling(let length):
            span = nil
            bounds = present[.hour]
            rolling = RollingCount(length, resolution: window.resolution)
        case .lifetime:
            span = nil
            bounds = QuotaWindow.everything
        }
    }

    /// Goes to the present: a calendar window that is over begins anew with nothing, as all that came since was counted here.
    mutating func advance(to now: Timestamp, _ present: PresentWindows) {
        guard let span else {
            rolling?.forget(at: now)
            return
        }
        guard !bounds.contains(now) else { return }
        bounds = present[span]
        taken = 0
    }

    /// After `advance`. What is of no present window changes nothing.
    mutating func add(_ amount: Int, at moment: Timestamp, now: Timestamp) {
        if rolling != nil {
            rolling!.add(amount, at: moment, now: now)
        } else if bounds.contains(moment) {
            taken += amount
        }
    }

    /// After `advance`.
    var used: Int { rolling?.count ?? taken }

    /// After `advance`: whether `cost` more has no room; nil is for what is counted already.
    func isFull(_ limit: Limit, _ cost: QuotaCost?) -> Bool {
        guard let cost else { return limit.unit != .money && (limit.amount == 0 || used > limit.amount) }
        return !cost.fits(limit.unit, used: used, under: limit.amount)
    }

    /// After `advance`: how it stands for one who asks for so much.
    func usage(_ limit: Limit, _ cost: Int) -> WindowUsage {
        let resets =
            rolling.map { $0.frees(max(1, cost), under: limit.amount) } ?? (span == nil ? nil : bounds.upperBound)
        return WindowUsage(of: limit, used: used, resetsAt: resets)
    }
}

/// The hour, day, week and month of the calendar that a moment is in.
struct PresentWindows {
    private let hour, day, week, month: Range<Timestamp>

    init(_ calendar: any CivilCalendar, holding moment: Timestamp) {
        hour = calendar.bounds(of: .hour, holding: moment)
        day = calendar.bounds(of: .day, holding: moment)
        week = calendar.bounds(of: .week, holding: moment)
        month = calendar.bounds(of: .month, holding: moment)
    }

    subscript(span: CalendarSpan) -> Range<Timestamp> {
        switch span {
        case .hour: hour
        case .day: day
        case .week: week
        case .month: month
        }
    }

    /// Whether they are those of a later moment, too.
    func hold(_ moment: Timestamp) -> Bool {
        hour.contains(moment) && day.contains(moment) && week.contains(moment) && month.contains(moment)
    }
}
