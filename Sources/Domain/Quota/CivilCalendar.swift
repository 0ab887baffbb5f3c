/// Calendar arithmetic of one time zone: days that have 23 or 25 hours, months of every length.
public protocol CivilCalendar: Sendable {
    /// The day, week or month that holds `moment`.
    func bounds(of span: CalendarSpan, holding moment: Timestamp) -> Range<Timestamp>
}
