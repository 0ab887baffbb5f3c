/// A row of the audit log.
public struct AuditRecord: Sendable, Equatable {
    /// 1, 2, 3 …, without gaps.
    public let id: Int64
    public let entry: AuditEntry
    /// 32 bytes.
    public let hash: [UInt8]

    public init(id: Int64, entry: AuditEntry, hash: [UInt8]) {
        self.id = id
        self.entry = entry
        self.hash = hash
    }
}
