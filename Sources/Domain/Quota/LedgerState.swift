/// What the SQL ledger says of one turn's place.
public enum LedgerState: String, Sendable { case reserved, committed, refunded }

/// The same, with what it came to.
public struct LedgerStanding: Sendable, Equatable {
    public let state: LedgerState
    public var total: QuotaTotal

    public init(_ state: LedgerState, _ total: QuotaTotal = QuotaTotal()) {
        self.state = state
        self.total = total
    }
}
