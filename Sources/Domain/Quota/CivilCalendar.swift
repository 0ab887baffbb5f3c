/// Calendar arithmetic of one time zone: days that have 23 or 25 hours, months of every length.
public protocol CivilCalendar: Sendable {
    /// The calendar window that holds `moment`. Not for rolling windows.
    func bounds(of window: QuotaWindow, holding moment: Timestamp) -> Range<Timestamp>
}
