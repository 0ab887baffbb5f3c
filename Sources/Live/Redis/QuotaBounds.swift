internal import Domain

/// Where the calendar windows around a moment begin and end: the one that holds it, the one before and the one after.
/// Redis chooses among them by its own clock, so no other clock has a say in what is counted where.
struct QuotaBounds {
    /// Of day, week and month: where the former begins, the present one, the next one, and where the next one ends.
    private let edges: [[Timestamp]]

    static let spans = CalendarSpan.allCases

    init(around now: Timestamp, _ calendar: any CivilCalendar) {
        edges = Self.spans.map { span in
            let present = calendar.bounds(of: span, holding: now)
            let former = calendar.bounds(of: span, holding: present.lowerBound - .milliseconds(1))
            let next = calendar.bounds(of: span, holding: present.upperBound)
            return [former.lowerBound, present.lowerBound, present.upperBound, next.upperBound]
        }
    }

    /// The present windows, in the order of `spans`.
    var present: [Range<Timestamp>] { edges.map { $0[1]..<$0[2] } }

    /// What a script takes.
    var arguments: [String] { edges.flatMap { $0.map { String($0.milliseconds) } } }

    /// What happened before counts in no present window.
    func horizon(at now: Timestamp) -> Timestamp {
        edges.map { $0[1] }.reduce(now - QuotaWindow.rollingSpan, min)
    }
}

extension QuotaWindow {
    /// How the scripts call it: 0 the rolling hour, then the calendar's.
    var scriptNumber: Int {
        switch self {
        case .rolling: 0
        case .calendar(.day): 1
        case .calendar(.week): 2
        case .calendar(.month): 3
        }
    }
}
