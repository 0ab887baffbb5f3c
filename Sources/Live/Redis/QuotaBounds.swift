internal import Domain

/// Where the calendar windows around a moment begin and end: the one that holds it, the one before and the one after.
/// Redis chooses among them by its own clock, so no other clock has a say in what is counted where.
struct QuotaBounds {
    /// Of day, week and month: where the former begins, the present one, the next one, and where the next one ends.
    private let edges: [[Timestamp]]

    static let windows: [QuotaWindow] = [.day, .week, .month]

    init(around now: Timestamp, _ calendar: any CivilCalendar) {
        edges = Self.windows.map { window in
            let present = calendar.bounds(of: window, holding: now)
            let former = calendar.bounds(of: window, holding: present.lowerBound - .milliseconds(1))
            let next = calendar.bounds(of: window, holding: present.upperBound)
            return [former.lowerBound, present.lowerBound, present.upperBound, next.upperBound]
        }
    }

    /// The present windows, in the order of `windows`.
    var present: [Range<Timestamp>] { edges.map { $0[1]..<$0[2] } }

    /// What a script takes.
    var arguments: [String] { edges.flatMap { $0.map { String($0.milliseconds) } } }

    /// What happened before counts in no present window.
    func horizon(at now: Timestamp) -> Timestamp {
        edges.map { $0[1] }.reduce(now - QuotaWindow.rollingSpan, min)
    }
}

extension QuotaWindow {
    /// How the scripts call it.
    var scriptNumber: Int { (QuotaBounds.windows.firstIndex(of: self) ?? -1) + 1 }
}
