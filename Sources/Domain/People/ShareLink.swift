/// A personal link: whoever opens it is signed in as its member. Only the hash of its token is kept.
public struct ShareLink: Sendable, Equatable {
    public let id: ID<ShareLink>
    public let user: ID<User>
    public let createdAt: Timestamp
    /// Nil: does not expire by itself.
    public let expiresAt: Timestamp?
    public let lastUsedAt: Timestamp?

    public init(
        id: ID<ShareLink>, user: ID<User>, createdAt: Timestamp, expiresAt: Timestamp?, lastUsedAt: Timestamp? = nil
    ) {
        self.id = id
        self.user = user
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
    }
}
