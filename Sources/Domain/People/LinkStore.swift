/// Personal links. A member has at most one that works.
public protocol LinkStore: Sendable {
    /// Makes a link and revokes the former with its sessions. `hash` is the SHA-256 of the token.
    func issue(for user: ID<User>, hash: [UInt8], expiresAt: Timestamp?, at moment: Timestamp)
        async throws(ChatError) -> ShareLink
    /// The link and its user as they are now; nil when unknown, revoked, expired, or the user is disabled or deleted.
    func find(_ hash: [UInt8], at moment: Timestamp) async throws(ChatError) -> (link: ShareLink, user: User)?
    func current(of user: ID<User>, at moment: Timestamp) async throws(ChatError) -> ShareLink?
    /// Revokes the member's link and ends the sessions that it opened. Revoking nothing is no error.
    func revoke(of user: ID<User>) async throws(ChatError)
    func touch(_ id: ID<ShareLink>, at moment: Timestamp) async
}
