/// What a turn's job needs at hand.
public struct TurnDesk: Sendable {
    let conversations: any ConversationStore
    let ledger: any QuotaLedger
    let accounts: any AccountStore
    let backend: any ConversationBackend
    let log: any TurnLog
    let broadcast: any Broadcast
    let pool: AccountPool
    let clock: any WallClock
    let report: @Sendable (TurnReport) -> Void

    public init(
        conversations: any ConversationStore, ledger: any QuotaLedger, accounts: any AccountStore,
        backend: any ConversationBackend, log: any TurnLog, broadcast: any Broadcast = NoBroadcast(), pool: AccountPool,
        clock: any WallClock,
        report: @escaping @Sendable (TurnReport) -> Void
    ) {
        self.conversations = conversations
        self.ledger = ledger
        self.accounts = accounts
        self.backend = backend
        self.log = log
        self.broadcast = broadcast
        self.pool = pool
        self.clock = clock
        self.report = report
    }
}

/// What an operator may know of a turn that ended: no word of it.
public struct TurnReport: Sendable {
    public let turn: Turn
    public let end: TurnEnd
    public let settlement: Settlement
    /// What the upstream did wrong, if it did.
    public let failure: UpstreamFailure?
    public let isStored: Bool
}
