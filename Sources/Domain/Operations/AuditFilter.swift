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
