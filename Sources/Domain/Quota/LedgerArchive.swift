/// The rows of `charges` as the truth about quotas.
public protocol LedgerArchive: Sendable {
    /// Every entry since `moment` that was not refunded.
    func entries(since moment: Timestamp) async throws(ChatError) -> [LedgerEntry]
    /// What became of these. One that was never stored is missing.
    func standings(of charges: [Key<Charge>]) async throws(ChatError) -> [Key<Charge>: LedgerStanding]
}
