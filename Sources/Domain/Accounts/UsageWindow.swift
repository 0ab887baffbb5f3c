/// A stretch of time in which an upstream lets an account do so much, and how much of that is used.
public struct UsageWindow: Sendable, Equatable {
    /// `5h`, `7d`; with the name of what it is about in front where that is not everything.
    public var name: String
    public var usedPercent: Double
    /// When it begins anew, or in how long; neither where the upstream does not say.
    public var resetsAt: Timestamp?
    public var resetsIn: Duration?
    /// Whether nothing is left in it, as the upstream says; nil: it says no more than the percentage.
    public var isReached: Bool?

    public init(
        _ name: String, usedPercent: Double, resetsAt: Timestamp? = nil, resetsIn: Duration? = nil,
        isReached: Bool? = nil
    ) {
        self.name = name
        self.usedPercent = usedPercent
        self.resetsAt = resetsAt
        self.resetsIn = resetsIn
        self.isReached = isReached
    }

    /// Of a window so many minutes long: `5h`, `7d`.
    public static func name(ofMinutes minutes: Int64) -> String {
        if minutes > 0, minutes % 1440 == 0 { return "\(minutes / 1440)d" }
        if minutes > 0, minutes % 60 == 0 { return "\(minutes / 60)h" }
        return "\(minutes)m"
    }
}

/// An account's windows as they were at some moment.
public struct UsageWindows: Sendable, Equatable {
    public let windows: [UsageWindow]
    public let readAt: Timestamp

    /// Why an account is at rest of whose windows one is used up, as it is stored with its health.
    public static let reached = "usage limit reached"

    /// Times that were told as a span count from `readAt`.
    public init(_ windows: [UsageWindow], readAt: Timestamp) {
        self.readAt = readAt
        self.windows = windows.map { window in
            var window = window
            window.resetsAt = window.resetsAt ?? window.resetsIn.map { readAt + $0 }
            window.resetsIn = nil
            return window
        }
    }

    /// Until when nothing can be asked; nil: something can.
    public func exhaustedUntil(at now: Timestamp) -> Timestamp? {
        windows.filter { $0.isReached ?? ($0.usedPercent >= 100) }.compactMap(\.resetsAt).filter { $0 > now }.max()
    }

    /// Whether somebody who looks at a list would see something else than with `former`.
    func looksOther(than former: UsageWindows) -> Bool {
        guard windows.map(\.name) == former.windows.map(\.name) else { return true }
        return zip(windows, former.windows).contains { new, old in
            Int(new.usedPercent) != Int(old.usedPercent) || new.isReached != old.isReached
                || abs((new.resetsAt?.seconds ?? 0) - (old.resetsAt?.seconds ?? 0)) > 60
        }
    }
}
