/// A span of time over which messages are counted.
public enum QuotaWindow: String, CaseIterable, Sendable {
    /// A rolling 60 minutes.
    case hour
    /// Calendar windows of the configured time zone; a week begins on Monday.
    case day, week, month

    public var isRolling: Bool { self == .hour }

    /// The length of a rolling window.
    public static let rollingSpan = Duration.seconds(3600)
}
