/// What was done, in a chain that shows every later change: each row carries a hash over itself and the hash before it.
///
/// Rows are added and read; nothing changes or removes them. A row is added right after the act that it tells of, not in
/// the same transaction: a process that dies in between leaves an act without a row, never a row without an act.
public protocol AuditLog: Sendable {
    func append(_ entry: AuditEntry) async throws(ChatError)
    /// Adds all of them, in their order.
    func append(_ entries: [AuditEntry]) async throws(ChatError)
    /// Newest first.
    func list(_ page: Page, where filter: AuditFilter) async throws(ChatError) -> Listing<AuditRecord>
    /// Newest first: those before row `id`, or from the newest on.
    func rows(before id: Int64?, atMost count: Int, where filter: AuditFilter) async throws(ChatError) -> [AuditRecord]
    /// Was this ever done to that, with that outcome?
    func has(_ action: AuditAction, on object: AuditObject, result: AuditResult) async throws(ChatError) -> Bool
    /// Oldest first: those that follow row `id`.
    func rows(after id: Int64, atMost count: Int) async throws(ChatError) -> [AuditRecord]
    /// The end of the chain. Row 0, with a hash of zeros, when nothing has happened yet.
    func head() async throws(ChatError) -> AuditHead
    /// Walks the whole chain. `printed` is a head that was noted outside the database: whoever can change every row can
    /// also make all hashes anew, and only such a note tells.
    func verify(against printed: AuditHead?) async throws(ChatError) -> AuditVerdict
}

extension AuditLog {
    public func append(_ entries: [AuditEntry]) async throws(ChatError) {
        for entry in entries { try await append(entry) }
    }
}
