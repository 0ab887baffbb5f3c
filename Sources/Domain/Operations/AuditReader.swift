/// The audit log as administrators read it. Nothing here changes a row.
public struct AuditReader: Sendable {
    private let log: any AuditLog
    private let confirmation: Confirmation
    private let trail: AuditTrail

    public init(_ log: any AuditLog, confirmation: Confirmation, trail: AuditTrail) {
        self.log = log
        self.confirmation = confirmation
        self.trail = trail
    }

    /// Newest first.
    public func list(_ page: Page, where filter: AuditFilter) async throws(ChatError) -> Listing<AuditRecord> {
        try await log.list(page, where: filter)
    }

    /// Newest first: those before row `id`, or from the newest on.
    public func rows(before id: Int64?, atMost count: Int, where filter: AuditFilter)
        async throws(ChatError) -> [AuditRecord]
    {
        try await log.rows(before: id, atMost: count, where: filter)
    }

    /// The whole log, from its first row to the one that tells of this export. Throws `unconfirmed`.
    public func export(by actor: Actor) async throws(ChatError) -> Export {
        try await confirmation.require(of: actor)
        // Before the first line: whoever breaks it off has seen some.
        await trail.note(.auditExported, by: actor)
        return Export(log: log, last: try await log.head().id)
    }

    /// So many rows are in memory at a time.
    private static let stride = 200

    /// The log up to a row, portion by portion.
    public struct Export: Sendable {
        let log: any AuditLog
        let last: Int64
        private var read: Int64 = 0

        init(log: any AuditLog, last: Int64) {
            self.log = log
            self.last = last
        }

        /// The next rows, oldest first; empty at the end.
        public mutating func next() async throws(ChatError) -> [AuditRecord] {
            guard read < last else { return [] }
            let rows = try await log.rows(after: read, atMost: AuditReader.stride).filter { $0.id <= last }
            read = rows.last?.id ?? last
            return rows
        }
    }
}
