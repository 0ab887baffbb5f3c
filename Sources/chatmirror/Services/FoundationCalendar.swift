import Domain
import Foundation

/// Days, weeks and months of one time zone, by Foundation's Gregorian calendar. A week begins on Monday.
struct FoundationCalendar: CivilCalendar {
    private let calendar: Calendar

    init(_ zone: TimeZone) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        calendar.firstWeekday = 2
        self.calendar = calendar
    }

    func bounds(of span: CalendarSpan, holding moment: Timestamp) -> Range<Timestamp> {
        let date = Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)
        let component: Calendar.Component =
            switch span {
            case .hour: .hour
            case .week: .weekOfYear
            case .month: .month
            case .day: .day
            }
        guard let interval = calendar.dateInterval(of: component, for: date) else {
            return moment..<moment + .seconds(1)
        }
        return Timestamp(interval.start)..<Timestamp(interval.end)
    }
}

extension Timestamp {
    fileprivate init(_ date: Date) { self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded())) }
}
