import Domain
import HTTP
import JSON
import Web
import Wire

/// What an administrator may do to whom, and what ends with it.
extension Members {
    static let keptConversations = Duration.seconds(30 * 86_400)

    private enum Action: String { case enable, disable, delete, promote, demote }

    /// `POST /api/user/manage {"id","action"}`
    func manage(_ call: Call) async throws(ChatError) -> Response {
        let fields = try await call.fields()
        guard let action = Action(rawValue: try fields.requiredString("action")) else {
            throw .invalid(field: "action", .notOneOf(["enable", "disable", "delete", "promote", "demote"]))
        }
        let former = try await target(fields.requiredID("id"), of: call)
        var user = former
        switch action {
        case .enable: user.status = .enabled
        case .disable: user.status = .disabled
        case .promote: user.role = max(user.role, .admin)
        case .demote: user.role = .member
        case .delete:
            try await call.requireConfirmation()
            try await delete(former, conversations: fields.string("conversations"), by: call)
            return .envelope()
        }
        try await change(former, into: user, by: call)
        return .envelope(["role": .integer(user.role.rawValue), "status": .integer(user.status.rawValue)])
    }

    /// The one who is to be changed. Administrators may change themselves and members; root may change everybody.
    func target(_ id: ID<User>, of call: Call) async throws(ChatError) -> User {
        let caller = try call.user
        let user = try await ports.users.find(id)
        guard caller.role == .root || user.id == caller.id || !user.isAdmin else { throw .forbidden }
        return user
    }

    /// Saves `user`. Whoever is disabled or loses rights is out at once: sessions, links and running turns end.
    func change(_ former: User, into user: User, by call: Call) async throws(ChatError) {
        let caller = try call.user
        if user.role != former.role {
            // Nobody gives what he does not have more of; and the first administrator is made by set-up alone.
            let isDemotion = user.role < former.role
            guard isDemotion || caller.role == .root && user.role < .root else { throw .forbidden }
            try await call.requireConfirmation()
        }
        try await ports.users.update(user)
        let isDisabled = user.status == .disabled && former.status != .disabled
        if isDisabled { try await ports.links.revoke(of: user.id) }
        if isDisabled || user.role < former.role { try await ports.sessions.deleteAll(of: user.id) }
        if isDisabled { await ports.turns.stopAll(of: user.id) }
        if let change = AuditChange.of(former.audited, into: user.audited) {
            await trail.note(.of(former, into: user), by: call.actor, on: AuditObject(user), change)
        }
    }

    /// `conversations`: `keep` (30 days, the default) or `purge`.
    func delete(_ user: User, conversations: String?, by call: Call) async throws(ChatError) {
        switch conversations ?? "keep" {
        case "keep":
            try await ports.users.delete(
                user.id, keepingConversationsUntil: ports.clock.now + Self.keptConversations)
        case "purge": try await ports.users.delete(user.id, keepingConversationsUntil: nil)
        default: throw .invalid(field: "conversations", .notOneOf(["keep", "purge"]))
        }
        await ports.turns.stopAll(of: user.id)
        var former = user.audited
        former["conversations"] = .string(conversations ?? "keep")
        await trail.note(.memberDeleted, by: call.actor, on: AuditObject(user), .gone(former))
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
