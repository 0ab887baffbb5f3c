/// A browser that is signed in. Only the hash of its cookie is kept.
public struct Session: Sendable, Equatable {
    /// SHA-256 of the cookie's value, 32 bytes.
    public let hash: [UInt8]
    public let user: ID<User>
    /// The link that opened it; revoking the link ends it. Nil after a login with a password.
    public let link: ID<ShareLink>?
    public let createdAt: Timestamp
    public let expiresAt: Timestamp

    public init(hash: [UInt8], user: ID<User>, link: ID<ShareLink>?, createdAt: Timestamp, expiresAt: Timestamp) {
        self.hash = hash
        self.user = user
        self.link = link
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
