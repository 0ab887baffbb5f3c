/// How much of one limit is used, and when it frees.
public struct WindowUsage: Sendable, Equatable {
    public let window: QuotaWindow
    public let limit: Int
    public let used: Int
    /// Calendar window: its end. Rolling window: when the next place comes free; nil when nothing is used.
    public let resetsAt: Timestamp?

    public init(window: QuotaWindow, limit: Int, used: Int, resetsAt: Timestamp?) {
        self.window = window
        self.limit = limit
        self.used = used
        self.resetsAt = resetsAt
    }

    /// Never negative, also when the limit was lowered below what is used.
    public var remaining: Int { max(0, limit - used) }
    public var isExhausted: Bool { used >= limit }
}
