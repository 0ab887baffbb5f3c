/// One row of the SQL ledger that still counts: what a quota ledger is rebuilt from.
public struct LedgerEntry: Sendable, Equatable {
    public let charge: Key<Charge>
    public let user: ID<User>
    public let at: Timestamp
    public let isSettled: Bool

    public init(charge: Key<Charge>, user: ID<User>, at: Timestamp, isSettled: Bool) {
        self.charge = charge
        self.user = user
        self.at = at
        self.isSettled = isSettled
    }
}
