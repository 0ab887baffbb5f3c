/// The rows of `charges` as the truth about quotas.
///
/// A row says how its charge ended before a quota ledger is told; so what a ledger does not hold as open, and has not just been
/// told to be over, is in its row as it will stay.
public protocol LedgerArchive: Sendable {
    /// All that is reserved and not settled.
    func open() async throws(ChatError) -> [OpenCharge]
    /// What a counter is made of: all that was kept within `span`, but for some, in buckets of so many milliseconds by the moment at
    /// which they begin; or in one, which begins as the span does.
    func tally(of counter: QuotaCounter, in span: ClosedRange<Timestamp>, by bucket: Int64?, except: Set<Key<Charge>>)
        async throws(ChatError) -> [Timestamp: Int]
    /// The latest moment of a charge up to `moment`, and the earliest after it, of those that were not given back.
    func edges(around moment: Timestamp) async throws(ChatError) -> (latest: Timestamp?, next: Timestamp?)
    /// What became of these. One that was never stored is missing.
    func standings(of charges: [Key<Charge>]) async throws(ChatError) -> [Key<Charge>: LedgerStanding]
}
