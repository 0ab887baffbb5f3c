/// A span of time over which uses are counted.
public enum QuotaWindow: Hashable, Sendable {
    /// A day, a week or a month of the configured time zone.
    case calendar(CalendarSpan)
    /// So long before now.
    case rolling(Duration)

    public static let hour = QuotaWindow.rolling(rollingSpan)
    public static let day = QuotaWindow.calendar(.day)
    public static let week = QuotaWindow.calendar(.week)
    public static let month = QuotaWindow.calendar(.month)

    public var isRolling: Bool { if case .rolling = self { true } else { false } }

    /// The length of the rolling window that is counted.
    public static let rollingSpan = Duration.seconds(3600)
}

/// As it is stored and spoken of in the interface.
extension QuotaWindow: RawRepresentable {
    public init?(rawValue: String) {
        switch rawValue {
        case "hour": self = .hour
        case "day": self = .day
        case "week": self = .week
        case "month": self = .month
        default: return nil
        }
    }

    public var rawValue: String {
        switch self {
        case .calendar(let span): span.rawValue
        case .rolling(Self.rollingSpan): "hour"
        case .rolling(let span): "\(span.components.seconds)s"
        }
    }
}

extension QuotaWindow: CaseIterable {
    /// Those that are counted.
    public static let allCases: [QuotaWindow] = [.hour, .day, .week, .month]
}
