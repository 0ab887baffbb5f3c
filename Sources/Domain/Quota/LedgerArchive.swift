/// The rows of `turns` as the truth about quotas.
public protocol LedgerArchive: Sendable {
    /// Every entry since `moment` that was not refunded.
    func entries(since moment: Timestamp) async throws(ChatError) -> [LedgerEntry]
    /// What became of these turns. A turn that was never stored is missing.
    func standings(of turns: [Key<Turn>]) async throws(ChatError) -> [Key<Turn>: LedgerStanding]
}
