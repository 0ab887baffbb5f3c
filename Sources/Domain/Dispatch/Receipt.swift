/// How an ask ended.
public struct Receipt: Sendable, Equatable {
    /// One for each account that was asked, in their order.
    public let attempts: [Attempt]
    public let end: End
    /// What the upstream counted, if it did.
    public var usage: Usage?
    /// When the first piece of the answer came; nil: nothing came, and nothing is charged.
    public var firstOutputAt: Timestamp?

    public init(attempts: [Attempt], end: End, usage: Usage? = nil, firstOutputAt: Timestamp? = nil) {
        self.attempts = attempts
        self.end = end
        self.usage = usage
        self.firstOutputAt = firstOutputAt
    }

    public enum End: Sendable, Equatable {
        case finished(FinishReason)
        case failed(UpstreamFailure)
        /// By whoever asked, or by the server.
        case cancelled
    }

    /// What produced nothing for the asker costs nothing (docs/security.md).
    public var settlement: Settlement { firstOutputAt == nil ? .refunded : .committed }

    public var failure: UpstreamFailure? { if case .failed(let failure) = end { failure } else { nil } }
}
