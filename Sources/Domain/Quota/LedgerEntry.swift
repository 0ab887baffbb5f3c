/// One row of the SQL ledger that still counts: what a quota ledger is rebuilt from.
public struct LedgerEntry: Sendable, Equatable {
    public let turn: Key<Turn>
    public let user: ID<User>
    public let at: Timestamp
    public let isSettled: Bool

    public init(turn: Key<Turn>, user: ID<User>, at: Timestamp, isSettled: Bool) {
        self.turn = turn
        self.user = user
        self.at = at
        self.isSettled = isSettled
    }
}
