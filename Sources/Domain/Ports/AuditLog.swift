/// What was done, in a chain that shows every later change: each row carries a hash over itself and the hash before it.
///
/// Rows are added and read; nothing changes or removes them. A row is added right after the act that it tells of, not in
/// the same transaction: a process that dies in between leaves an act without a row, never a row without an act.
public protocol AuditLog: Sendable {
    func append(_ entry: AuditEntry) async throws(ChatError)
    /// Newest first.
    func list(_ page: Page, where filter: AuditFilter) async throws(ChatError) -> Listing<AuditRecord>
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

/// Which rows are asked for: those that meet every condition there is.
public struct AuditFilter: Sendable, Equatable {
    /// The number of the row, or a part of a name or an address.
    public var keyword: String?
    /// What he did, and what was done to him.
    public var user: ID<User>?
    public var action: AuditAction?

    public init(keyword: String? = nil, user: ID<User>? = nil, action: AuditAction? = nil) {
        self.keyword = keyword
        self.user = user
        self.action = action
    }
}

/// A row of the chain and its hash, which vouches for every row up to it.
public struct AuditHead: Sendable, Equatable {
    public let id: Int64
    public let hash: [UInt8]

    public init(id: Int64, hash: [UInt8]) {
        self.id = id
        self.hash = hash
    }
}

/// What a walk along the chain found.
public enum AuditVerdict: Sendable, Equatable {
    case intact(AuditHead)
    /// The first row that does not fit what stands before it, or is missing.
    case broken(at: Int64)
}
