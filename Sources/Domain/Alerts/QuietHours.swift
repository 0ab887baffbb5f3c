/// The part of a day in which only what is urgent is told; it may hold midnight.
public struct QuietHours: Sendable, Equatable {
    /// Minutes after midnight, where the server's time zone is.
    public let from: Int
    public let to: Int

    public static let minutes = 0...1439

    /// Nil where it would be no time at all, or is no time of day.
    public init?(from: Int, to: Int) {
        guard from != to, Self.minutes.contains(from), Self.minutes.contains(to) else { return nil }
        self.from = from
        self.to = to
    }

    func hold(_ moment: Timestamp, in calendar: any CivilCalendar) -> Bool {
        let midnight = calendar.bounds(of: .day, holding: moment).lowerBound
        let minute = Int((moment - midnight).inMilliseconds / 60_000)
        return from < to ? (from..<to).contains(minute) : minute >= from || minute < to
    }
}

/// What holds for all alerts.
public struct AlertSettings: Sendable, Equatable {
    public var quiet: QuietHours?
    /// Whether people who are not signed in may see how available the models were.
    public var isStatusPublic = false

    public init() {}
}
