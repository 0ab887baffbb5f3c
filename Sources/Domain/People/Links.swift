import JSON

/// Personal links, made and revoked by administrators.
public struct Links: Sendable {
    private let users: any UserStore
    private let links: any LinkStore
    private let clock: any WallClock
    private let confirmation: Confirmation
    private let trail: AuditTrail

    public init(users: any UserStore, links: any LinkStore, clock: any WallClock, trail: AuditTrail) {
        self.users = users
        self.links = links
        self.clock = clock
        confirmation = Confirmation(users: users)
        self.trail = trail
    }

    /// Makes a link of `token`, a fresh one; the former link and its sessions end. Throws `notFound`, `forbidden`, `unconfirmed` for
    /// the link of an administrator, `invalid` for an end that is past.
    public func issue(
        _ token: Token, for id: ID<User>, until end: Timestamp? = nil, by actor: Actor
    ) async throws(ChatError) -> ShareLink {
        let user = try await users.find(id, changedBy: actor)
        if user.isAdmin { try await confirmation.require(of: actor) }
        let now = clock.now
        if let end, end <= now { throw .invalid(field: "expires_at", .notInTheFuture) }
        let link = try await links.issue(for: user.id, hash: token.hash, expiresAt: end, at: now)
        let ending: JSONValue = end.map { .integer($0.seconds) } ?? .null
        await trail.note(.linkIssued, by: actor, on: AuditObject(user), .made(["expires_at": ending]))
        return link
    }

    /// Ends the link and its sessions. Revoking nothing is no error.
    public func revoke(of id: ID<User>, by actor: Actor) async throws(ChatError) {
        let user = try await users.find(id, changedBy: actor)
        try await links.revoke(of: user.id)
        await trail.note(.linkRevoked, by: actor, on: AuditObject(user))
    }
}
