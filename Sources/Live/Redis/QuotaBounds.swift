internal import Database
internal import Domain

/// Where the calendar windows around a moment begin and end: the one that holds it, the one before and the one after.
/// Redis chooses among them by its own clock, so no other clock has a say in what is counted where.
struct QuotaBounds {
    /// Of hour, day, week and month: where the former begins, the present one, the next one, and where the next one ends.
    private let edges: [[Timestamp]]

    static let spans = CalendarSpan.allCases

    init(around now: Timestamp, _ calendar: any CivilCalendar) {
        edges = Self.spans.map { span in
            let present = calendar.bounds(of: span, holding: now)
            let former = calendar.bounds(of: span, holding: present.lowerBound - .milliseconds(1))
            let next = calendar.bounds(of: span, holding: present.upperBound)
            return [former.lowerBound, present.lowerBound, present.upperBound, next.upperBound]
        }
        words = edges.joined().reduce(into: RedisWords()) { $0.add($1.milliseconds) }
    }

    /// What a script takes.
    let words: RedisWords

    /// The one that holds the moment; nil when none of them does.
    func window(_ span: CalendarSpan, holding moment: Timestamp) -> Range<Timestamp>? {
        let edges = edges[Self.spans.firstIndex(of: span)!]
        return zip(edges, edges.dropFirst()).map { $0..<$1 }.first { $0.contains(moment) }
    }
}
