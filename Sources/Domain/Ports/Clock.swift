/// The time. One for the whole process; manual in tests.
public protocol WallClock: Sendable {
    var now: Timestamp { get }
    /// Returns early, without an error, when the task is cancelled.
    func sleep(_ span: Duration) async
}

/// Calendar arithmetic of one time zone: days that have 23 or 25 hours, months of every length.
public protocol CivilCalendar: Sendable {
    /// The calendar window that holds `moment`. Not for rolling windows.
    func bounds(of window: QuotaWindow, holding moment: Timestamp) -> Range<Timestamp>
}
