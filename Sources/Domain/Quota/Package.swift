/// What a member may use: a named set of limits. No package means no limit.
public struct Package: Sendable, Equatable {
    public let id: ID<Package>
    public var name: String
    public var limits: [Limit]
    public let createdAt: Timestamp

    public init(id: ID<Package>, name: String, limits: [Limit], createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.limits = limits
        self.createdAt = createdAt
    }
}

/// At most so many messages in a window. 0 blocks.
public struct Limit: Sendable, Equatable {
    public let window: QuotaWindow
    /// 0 … 1_000_000_000 messages; a rolling window holds at most 10 000.
    public let messages: Int

    public init(_ messages: Int, per window: QuotaWindow) {
        self.messages = messages
        self.window = window
    }
}
