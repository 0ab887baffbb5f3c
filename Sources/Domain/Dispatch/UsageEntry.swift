/// One row of the usage log: what was asked by whom, what came of it, and what it cost. Not a word of what was said.
public struct UsageEntry: Sendable, Equatable {
    public var charge: Charge
    public var isStream: Bool
    /// The request that it came by; empty where that is not known.
    public var requestID: String
    public var status = Message.Status.inProgress
    /// Nil while the place is only reserved.
    public var settlement: Settlement?
    public var attempts: [Attempt] = []
    /// Why the first account was asked; nil where there was no other.
    public var choice: Choice?
    public var failure: TurnFailure?
    /// How the upstream ended it: `stop`, `length`, ….
    public var stopReason: String?
    public var usage: Usage?
    /// In units of money (`Price.unitsPerDollar`); 0 until it has ended, and for what was given back.
    public var cost = 0
    public var firstOutputAt: Timestamp?
    public var endedAt: Timestamp?

    public init(_ charge: Charge, isStream: Bool, requestID: String = "") {
        self.charge = charge
        self.isStream = isStream
        self.requestID = requestID
    }

    /// What it came to.
    var total: QuotaTotal { QuotaTotal(tokens: usage?.total, money: cost) }

    /// The same with its end.
    public func ended(by receipt: Receipt, at moment: Timestamp) -> UsageEntry {
        var entry = self
        if let last = receipt.attempts.last { entry.charge.account = last.account }
        entry.attempts = receipt.attempts
        entry.usage = receipt.usage
        entry.firstOutputAt = receipt.firstOutputAt
        entry.settlement = receipt.settlement
        if receipt.settlement == .committed {
            entry.cost = charge.tariff?.cost(of: receipt.usage, at: charge.endpoint) ?? 0
        }
        entry.endedAt = moment
        switch receipt.end {
        case .finished(let reason):
            entry.status = .finished
            entry.stopReason = reason.rawValue
        case .failed(let failure):
            entry.status = .error
            entry.failure = failure.code
        case .cancelled: entry.status = .stopped
        }
        return entry
    }
}
