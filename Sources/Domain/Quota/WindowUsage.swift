/// How much of one limit is used, and when it frees.
public struct WindowUsage: Sendable, Equatable {
    public let limit: Limit
    public let used: Int
    /// Calendar window: its end. Rolling window: when the next place comes free; nil when nothing is used.
    public let resetsAt: Timestamp?

    public init(of limit: Limit, used: Int, resetsAt: Timestamp?) {
        self.limit = limit
        self.used = used
        self.resetsAt = resetsAt
    }

    public var window: QuotaWindow { limit.window }
    /// Never negative, also when the limit was lowered below what is used.
    public var remaining: Int { max(0, limit.amount - used) }
    public var isExhausted: Bool { used >= limit.amount }
}
