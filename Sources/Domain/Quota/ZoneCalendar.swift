/// The calendar of a zone whose distance from UTC is known at every moment.
///
/// Every moment lies in exactly one hour, day, week and month, and the next one begins where it ends, however clocks are changed. A
/// day begins when its date is first reached, and clocks that are set back over midnight do not bring the former day back. An
/// hour ends where clocks are changed, so one that is repeated is two, and a change by half an hour leaves a short one.
public struct ZoneCalendar: CivilCalendar {
    /// How far clocks are ahead of UTC.
    private let offset: @Sendable (Timestamp) -> Duration

    /// Of a zone that changes its clocks at most once in three days.
    public init(_ offset: @escaping @Sendable (Timestamp) -> Duration) { self.offset = offset }

    public func bounds(of span: CalendarSpan, holding moment: Timestamp) -> Range<Timestamp> {
        if span == .hour { return hour(holding: moment) }
        let days = CivilDay(holding: moment, in: self).days(of: span)
        return start(of: days.lowerBound)..<start(of: days.upperBound)
    }

    private func hour(holding moment: Timestamp) -> Range<Timestamp> {
        let length = Duration.seconds(3600)
        let local = local(moment)
        let start = moment - .milliseconds(local - floorDivide(local, length.inMilliseconds) * length.inMilliseconds)
        let last = start + length - .milliseconds(1)
        return (change(after: start, upTo: moment) ?? start)..<(change(after: moment, upTo: last) ?? start + length)
    }
}

// MARK: Days

extension ZoneCalendar {
    /// What clocks show, as if it were UTC.
    fileprivate func local(_ moment: Timestamp) -> Int64 { (moment + offset(moment)).milliseconds }

    /// When clocks first show the beginning of that day, or one after it.
    fileprivate func start(of day: CivilDay) -> Timestamp {
        let midnight = Timestamp(milliseconds: day.number * CivilDay.length)
        // No clock is further from UTC.
        let (before, after) = (midnight - .seconds(26 * 3600), midnight + .seconds(26 * 3600))
        guard let change = change(after: before, upTo: after) else { return midnight - offset(before) }
        let unchanged = midnight - offset(before)
        return unchanged < change ? unchanged : max(change, midnight - offset(after))
    }

    /// The moment from which clocks differ from what they were at `start`; nil when they do not at `end`.
    private func change(after start: Timestamp, upTo end: Timestamp) -> Timestamp? {
        let former = offset(start)
        guard offset(end) != former else { return nil }
        var (low, high) = (start.milliseconds, end.milliseconds)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offset(Timestamp(milliseconds: middle)) == former { low = middle } else { high = middle }
        }
        return Timestamp(milliseconds: high)
    }
}

/// A day of the calendar, counted from 1970-01-01.
private struct CivilDay: Comparable {
    let number: Int64

    static let length: Int64 = 86_400_000

    init(_ number: Int64) { self.number = number }

    init(holding moment: Timestamp, in calendar: ZoneCalendar) {
        let day = CivilDay(floorDivide(calendar.local(moment), Self.length))
        // Clocks may have been set back to it after midnight.
        self = calendar.start(of: CivilDay(day.number + 1)) <= moment ? CivilDay(day.number + 1) : day
    }

    /// The first of a month of any year: month 12 is January of the next one.
    ///
    /// By counting years from March (Howard Hinnant, "chrono-compatible low-level date algorithms"), as the next one does.
    private init(year: Int64, month: Int64) {
        let year = year + floorDivide(month, 12) - (month % 12 < 2 ? 1 : 0)
        let era = floorDivide(year, 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * ((month + 10) % 12) + 2) / 5
        number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// January is month 0.
    private var month: (year: Int64, month: Int64) {
        let shifted = number + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = ((5 * dayOfYear + 2) / 153 + 2) % 12
        return (era * 400 + yearOfEra + (month < 2 ? 1 : 0), month)
    }

    /// The day, week or month that it is in.
    func days(of span: CalendarSpan) -> Range<CivilDay> {
        switch span {
        case .hour, .day: return self..<CivilDay(number + 1)
        case .week:
            // 1970-01-01 was a Thursday, three days after a Monday.
            let monday = floorDivide(number + 3, 7) * 7 - 3
            return CivilDay(monday)..<CivilDay(monday + 7)
        case .month:
            let (year, month) = month
            return CivilDay(year: year, month: month)..<CivilDay(year: year, month: month + 1)
        }
    }

    static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

private func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
    let quotient = number / divisor
    return number % divisor < 0 ? quotient - 1 : quotient
}
