package import Domain
import HTTP
package import JSON
package import Transport
import Wire

/// Writes down what people did, right after they did it. An act that cannot be written down is not undone by that: it is
/// reported as an error.
package struct Auditor: Sendable {
    package let trail: any AuditLog
    package let clock: any WallClock
    package let key: SealingKey
    package let journal: Log

    package init(trail: any AuditLog, clock: any WallClock, key: SealingKey, journal: Log) {
        self.trail = trail
        self.clock = clock
        self.key = key
        self.journal = journal
    }

    /// The actor is who asked, unless the call is what tells who he is.
    package func note(
        _ action: AuditAction, by call: Call, as actor: User? = nil, on object: AuditObject? = nil,
        _ change: AuditChange = .none, result: AuditResult = .done
    ) async {
        let user = actor ?? call.visitor.user
        let entry = AuditEntry(
            at: clock.now,
            actor: .init(
                user: user?.id, name: user?.username ?? "", address: String(call.request.remoteAddress.prefix(64))),
            action: action, object: object, before: change.before, after: change.after, result: result)
        do {
            try await trail.append(entry)
        } catch {
            journal.error(
                "an act is missing from the audit log", .init("request", id: call.request.id),
                .init("action", id: action.rawValue), .init("result", id: result.rawValue), .init("type", type: error))
        }
    }

    /// Tells secrets apart without telling what they are; empty for none.
    package func fingerprint(of secret: Secret) -> String {
        secret.isEmpty ? "" : key.fingerprint(of: Array(secret.reveal().utf8))
    }
}

/// What an act changed, as two JSON texts.
package struct AuditChange: Sendable, Equatable {
    package let before: String
    package let after: String

    package static let none = AuditChange(before: "", after: "")

    /// Of something new or of something gone; an empty object leaves nothing to tell.
    package static func made(_ value: JSONValue) -> AuditChange { AuditChange(before: "", after: value.serialized) }
    package static func gone(_ value: JSONValue) -> AuditChange { AuditChange(before: value.serialized, after: "") }

    /// Only the members that differ; nil when none does.
    package static func of(_ former: JSONValue, into latter: JSONValue) -> AuditChange? {
        let changed = (latter.members ?? []).filter { former[$0.key] != $0.value }
        guard !changed.isEmpty else { return nil }
        let before = changed.map { JSONValue.Member($0.key, former[$0.key] ?? .null) }
        return AuditChange(before: JSONValue.object(before).serialized, after: JSONValue.object(changed).serialized)
    }

    private init(before: String, after: String) {
        self.before = before
        self.after = after
    }
}

extension AuditObject {
    package init(_ user: User) { self.init(.member, user.id.value, name: user.username) }
    package init(_ account: Account) { self.init(.account, account.id.value, name: account.name) }
    package init(_ package: Package) { self.init(.package, package.id.value, name: package.name) }
}
