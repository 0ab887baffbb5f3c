import JSON

/// Rights, and their end.
extension Members {
    /// What becomes of the conversations of somebody who is deleted.
    public enum Remains: String, Sendable, CaseIterable {
        /// For `keptConversations`.
        case keep
        case purge
    }

    public static let keptConversations = Duration.seconds(30 * 86_400)

    public func enable(_ id: ID<User>, by actor: Actor) async throws(ChatError) -> User {
        try await change(id, by: actor) { $0.status = .enabled }
    }

    /// Ends the member's sessions, links and running turns. Throws `conflict(.lastAdmin)`.
    public func disable(_ id: ID<User>, by actor: Actor) async throws(ChatError) -> User {
        try await change(id, by: actor) { $0.status = .disabled }
    }

    /// Makes a member an administrator. Only root may.
    public func promote(_ id: ID<User>, by actor: Actor) async throws(ChatError) -> User {
        try await change(id, by: actor) { $0.role = max($0.role, .admin) }
    }

    /// Makes an administrator a member, and ends their sessions. Throws `conflict(.lastAdmin)`.
    public func demote(_ id: ID<User>, by actor: Actor) async throws(ChatError) -> User {
        try await change(id, by: actor) { $0.role = .member }
    }

    /// Ends everything of the member within two seconds. Throws `unconfirmed`, `notFound`, `forbidden`, `conflict(.lastAdmin)`.
    public func delete(_ id: ID<User>, conversations: Remains = .keep, by actor: Actor) async throws(ChatError) {
        try await confirmation.require(of: actor)
        let user = try await users.find(id, changedBy: actor)
        let end = conversations == .keep ? clock.now + Self.keptConversations : nil
        try await users.delete(user.id, keepingConversationsUntil: end)
        await stopTurns(user.id)
        var former = user.audited
        former["conversations"] = .string(conversations.rawValue)
        await trail.note(.memberDeleted, by: actor, on: AuditObject(user), .gone(former))
    }

    private func change(
        _ id: ID<User>, by actor: Actor, _ body: (inout User) -> Void
    ) async throws(ChatError) -> User {
        let former = try await users.find(id, changedBy: actor)
        var user = former
        body(&user)
        try await save(former, as: user, by: actor)
        return user
    }

    /// Saves `user`. One who is disabled or loses rights is out at once: sessions, links and running turns end.
    func save(_ former: User, as user: User, by actor: Actor) async throws(ChatError) {
        if user.role != former.role {
            // Nobody gives what he does not have more of; and the first administrator is made by set-up alone.
            let isDemotion = user.role < former.role
            guard isDemotion || actor.role == .root && user.role < .root else { throw .forbidden }
            try await confirmation.require(of: actor)
        }
        try await users.update(user)
        let isDisabled = user.status == .disabled && former.status != .disabled
        if isDisabled { try await links.revoke(of: user.id) }
        if isDisabled || user.role < former.role { try await sessions.deleteAll(of: user.id) }
        if isDisabled { await stopTurns(user.id) }
        if let change = AuditChange.of(former.audited, into: user.audited) {
            await trail.note(.of(former, into: user), by: actor, on: AuditObject(user), change)
        }
    }
}

extension AuditAction {
    /// The name of a change of a member: of what weighs most in it.
    fileprivate static func of(_ former: User, into user: User) -> AuditAction {
        if user.role != former.role { return user.role > former.role ? .memberPromoted : .memberDemoted }
        if user.status != former.status { return user.status == .enabled ? .memberEnabled : .memberDisabled }
        return .memberChanged
    }
}
