/// A span of time over which uses are counted.
public enum QuotaWindow: Hashable, Sendable {
    /// An hour, a day, a week or a month of the configured time zone.
    case calendar(CalendarSpan)
    /// So long before now, in whole seconds.
    case rolling(Duration)
    /// All time. A balance is a limit of money in it; no package has one.
    case lifetime

    /// What `lifetime` holds: as much as any clock tells.
    public static let everything = Timestamp(seconds: 0)..<Timestamp(seconds: 253_402_300_800)

    public static let hour = QuotaWindow.rolling(.seconds(3600))
    public static let day = QuotaWindow.calendar(.day)
    public static let week = QuotaWindow.calendar(.week)
    public static let month = QuotaWindow.calendar(.month)

    public var isRolling: Bool { if case .rolling = self { true } else { false } }

    /// From a minute to a quarter of a year.
    public static let rollingSeconds: ClosedRange<Int64> = 60...90 * 86_400

    /// Uses of a rolling window are remembered in buckets of so many milliseconds, and leave it together, never too early: one of
    /// up to an hour is exact, a longer one to a 3600th of its length.
    public var resolution: Int64 {
        guard case .rolling(let span) = self, span > .seconds(3600) else { return 1 }
        return span.inMilliseconds / 3600
    }
}

/// As it is stored.
extension QuotaWindow: RawRepresentable {
    public init?(rawValue: String) {
        switch rawValue {
        case "calendar_hour": self = .calendar(.hour)
        default: self.init(named: rawValue)
        }
    }

    public var rawValue: String { if case .calendar(.hour) = self { "calendar_hour" } else { name } }

    // What has a raw value is compared by it otherwise, a text that is made each time.
    public static func == (left: QuotaWindow, right: QuotaWindow) -> Bool {
        switch (left, right) {
        case (.calendar(let left), .calendar(let right)): left == right
        case (.rolling(let left), .rolling(let right)): left == right
        case (.lifetime, .lifetime): true
        case (.calendar, _), (.rolling, _), (.lifetime, _): false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .calendar(let span): hasher.combine(span)
        case .rolling(let span): hasher.combine(span)
        case .lifetime: hasher.combine(0)
        }
    }
}

/// As the interface names it (chatmirror.md §4), beside whether it rolls.
extension QuotaWindow {
    /// `hour`, `day`, `week`, `month`, or a length: `5h`, `30m`, `7d`. Nil for what is none of these. `hour` and lengths roll unless
    /// told otherwise, the others do not; nil for a length of the calendar, and for a month that rolls.
    public init?(named name: String, rolls: Bool? = nil) {
        if let span = CalendarSpan(rawValue: name) {
            guard rolls ?? (span == .hour) else {
                self = .calendar(span)
                return
            }
            switch span {
            case .hour: self = .hour
            case .day: self = .rolling(.seconds(86_400))
            case .week: self = .rolling(.seconds(7 * 86_400))
            case .month: return nil
            }
            return
        }
        guard rolls ?? true, let seconds = Self.seconds(of: name) else { return nil }
        self = .rolling(.seconds(seconds))
    }

    public var name: String {
        guard case .rolling(let span) = self else { return nameOfDates }
        let seconds = span.components.seconds
        if seconds == 3600 { return "hour" }
        let (length, letter) = Self.lengths.first { seconds.isMultiple(of: $0.seconds) } ?? (1, "s")
        return "\(seconds / length)\(letter)"
    }

    private var nameOfDates: String { if case .calendar(let span) = self { span.rawValue } else { "lifetime" } }

    private static let lengths: [(seconds: Int64, letter: Character)] = [(86_400, "d"), (3600, "h"), (60, "m")]

    private static func seconds(of name: String) -> Int64? {
        guard let length = lengths.first(where: { $0.letter == name.last }), name.utf8.count <= 8,
            name.utf8.dropLast().allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let count = Int64(name.dropLast())
        else { return nil }
        let seconds = count * length.seconds
        return rollingSeconds.contains(seconds) ? seconds : nil
    }
}

extension QuotaWindow: CaseIterable {
    /// The usual ones.
    public static let allCases: [QuotaWindow] = [.hour, .day, .week, .month]
}
