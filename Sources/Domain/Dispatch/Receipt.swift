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

    /// Something was produced for the asker (security.md, Q-5), or all of an answer that says nothing came.
    public var settlement: Settlement {
        if firstOutputAt != nil { return .committed }
        return .refunded
    }

    public var failure: UpstreamFailure? { if case .failed(let failure) = end { failure } else { nil } }
}

/// One account that was asked, and what came of it.
public struct Attempt: Sendable, Equatable {
    public let account: ID<Account>
    /// Nil: it answered, or was stopped by the asker.
    public let failure: TurnFailure?
    /// The status that it answered with, where it failed.
    public let status: Int?

    public init(_ account: ID<Account>, failure: TurnFailure? = nil, status: Int? = nil) {
        self.account = account
        self.failure = failure
        self.status = status
    }
}
