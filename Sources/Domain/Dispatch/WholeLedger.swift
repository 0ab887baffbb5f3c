/// The stored ledger, and the calls of this process that have no row yet.
public struct WholeLedger: LedgerArchive {
    private let stored: any LedgerArchive
    private let usage: UsageLog

    public init(_ stored: any LedgerArchive, and usage: UsageLog) {
        self.stored = stored
        self.usage = usage
    }

    public func open() async throws(ChatError) -> [OpenCharge] {
        // Others must find in the store what is counted here, should this process die.
        await usage.write(all: true)
        // First: what is written in between is in both, and missed by neither.
        let unwritten = usage.unwritten()
        let rows = try await stored.open()
        guard !unwritten.isEmpty else { return rows }
        return rows.filter { unwritten[$0.id] == nil } + unwritten.values.compactMap(\.self)
    }

    public func tally(
        of counter: QuotaCounter, in span: ClosedRange<Timestamp>, by bucket: Int64?, except: Set<Key<Charge>>
    ) async throws(ChatError) -> [Timestamp: Int] {
        try await stored.tally(of: counter, in: span, by: bucket, except: except)
    }

    public func edges(around moment: Timestamp) async throws(ChatError) -> (latest: Timestamp?, next: Timestamp?) {
        try await stored.edges(around: moment)
    }

    public func standings(of charges: [Key<Charge>]) async throws(ChatError) -> [Key<Charge>: LedgerStanding] {
        let unwritten = usage.standings(of: charges)
        let rest = charges.filter { unwritten[$0] == nil }
        return try await stored.standings(of: rest).merging(unwritten) { $1 }
    }
}
