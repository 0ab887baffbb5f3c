/// What a set of calls came to: turns of chats and calls of programs alike.
///
/// A call belongs to the moment at which it began, as in the log. From then on it is one of `requests`; when it has ended it
/// - *succeeded* if its answer is whole (`finished`), or if it was stopped after output (`stopped`);
/// - *failed* if an upstream or we failed (`error`), or if its process died (`interrupted`);
/// - is neither if it was stopped before any output: the asker did not want it any more.
public struct UsageSums: Sendable, Equatable {
    public var requests = 0
    public var succeeded = 0
    public var failed = 0
    public var promptTokens = 0
    public var completionTokens = 0
    public var cachedTokens = 0
    /// In units of money.
    public var cost = 0
    /// From the reservation to the first piece of the answer, of every call with output.
    public var firstToken = TimeHistogram()
    /// From the reservation to the end, of calls that succeeded: what fails at once makes nothing faster.
    public var duration = TimeHistogram()

    public init() {}

    /// Of one call.
    public init(of call: SummedCall) {
        requests = 1
        let hasOutput = call.firstOutputAt != nil
        switch call.status {
        case .finished: succeeded = 1
        case .stopped: succeeded = hasOutput ? 1 : 0
        case .error, .interrupted: failed = 1
        case .inProgress: break
        }
        (promptTokens, completionTokens) = (call.promptTokens, call.completionTokens)
        (cachedTokens, cost) = (call.cachedTokens, call.cost)
        if let first = call.firstOutputAt { firstToken = TimeHistogram((first - call.at).inMilliseconds) }
        if succeeded > 0, let end = call.endedAt { duration = TimeHistogram((end - call.at).inMilliseconds) }
    }

    private static let counters: [any WritableKeyPath<Self, Int> & Sendable] = [
        \.requests, \.succeeded, \.failed, \.promptTokens, \.completionTokens, \.cachedTokens, \.cost,
    ]

    public static func += (left: inout Self, right: Self) {
        for counter in counters { left[keyPath: counter] += right[keyPath: counter] }
        left.firstToken += right.firstToken
        left.duration += right.duration
    }

    /// What was added before.
    public static func -= (left: inout Self, right: Self) {
        for counter in counters { left[keyPath: counter] -= right[keyPath: counter] }
        left.firstToken -= right.firstToken
        left.duration -= right.duration
    }
}

/// A row of the log as sums are made of it.
public struct SummedCall: Sendable, Equatable {
    public let at: Timestamp
    public let payer: Payer
    public let group: String?
    public let model: String
    public let account: ID<Account>
    public let status: Message.Status
    public var promptTokens = 0
    public var completionTokens = 0
    public var cachedTokens = 0
    public var cost = 0
    public var firstOutputAt: Timestamp?
    public var endedAt: Timestamp?

    public init(
        at moment: Timestamp, by payer: Payer, in group: String?, for model: String, on account: ID<Account>,
        status: Message.Status
    ) {
        at = moment
        self.payer = payer
        self.group = group
        self.model = model
        self.account = account
        self.status = status
    }
}
