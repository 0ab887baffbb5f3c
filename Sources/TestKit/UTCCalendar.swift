public import Domain

/// The calendar of UTC, by pure arithmetic: every day has 24 hours.
public struct UTCCalendar: CivilCalendar {
    public init() {}

    public func bounds(of span: CalendarSpan, holding moment: Timestamp) -> Range<Timestamp> {
        let (day, hour) = (floorDivide(moment.milliseconds, Self.day), floorDivide(moment.milliseconds, Self.hour))
        return switch span {
        case .hour:
            Timestamp(milliseconds: hour * Self.hour)..<Timestamp(milliseconds: (hour + 1) * Self.hour)
        case .day: start(of: day)..<start(of: day + 1)
        case .week: week(holding: day)
        case .month: month(holding: day)
        }
    }

    private static let day: Int64 = 86_400_000
    private static let hour: Int64 = 3_600_000

    private func start(of day: Int64) -> Timestamp { Timestamp(milliseconds: day * Self.day) }

    /// 1970-01-01 was a Thursday, three days after a Monday.
    private func week(holding day: Int64) -> Range<Timestamp> {
        let monday = floorDivide(day + 3, 7) * 7 - 3
        return start(of: monday)..<start(of: monday + 7)
    }

    private func month(holding day: Int64) -> Range<Timestamp> {
        let (year, month) = civil(day)
        let next = month == 12 ? (year + 1, Int64(1)) : (year, month + 1)
        return start(of: dayNumber(year, month))..<start(of: dayNumber(next.0, next.1))
    }

    /// Year and month of a day counted from 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms").
    private func civil(_ day: Int64) -> (year: Int64, month: Int64) {
        let shifted = day + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month)
    }

    /// The first of a month, counted in days from 1970-01-01.
    private func dayNumber(_ year: Int64, _ month: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = floorDivide(year, 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
        let quotient = number / divisor
        return number % divisor < 0 ? quotient - 1 : quotient
    }
}
