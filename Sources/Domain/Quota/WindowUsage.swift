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
    /// A member's or a key's, and no limit of a package.
    public var isBalance: Bool { limit.isBalance }
    /// Never negative, also when the limit was lowered below what is used; but -1 where there is none.
    public var remaining: Int { limit.isUnlimited ? -1 : max(0, limit.amount - used) }
    public var isExhausted: Bool { !limit.isUnlimited && used >= limit.amount }
}
