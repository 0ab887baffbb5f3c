import Domain
import HTTP
import JSON
import Transport
import Wire

/// Writes down what people did, right after they did it. An act that cannot be written down is not undone by that: it is
/// reported as an error.
struct Auditor: Sendable {
    let trail: any AuditLog
    let clock: any WallClock
    let key: SealingKey
    let journal: Log

    /// The actor is who asked, unless the call is what tells who he is.
    func note(
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
    func fingerprint(of secret: Secret) -> String {
        secret.isEmpty ? "" : key.fingerprint(of: Array(secret.reveal().utf8))
    }
}

/// What an act changed, as two JSON texts.
struct AuditChange: Sendable, Equatable {
    let before: String
    let after: String

    static let none = AuditChange(before: "", after: "")

    /// Of something new or of something gone; an empty object leaves nothing to tell.
    static func made(_ value: JSONValue) -> AuditChange { AuditChange(before: "", after: value.serialized) }
    static func gone(_ value: JSONValue) -> AuditChange { AuditChange(before: value.serialized, after: "") }

    /// Only the members that differ; nil when none does.
    static func of(_ former: JSONValue, into latter: JSONValue) -> AuditChange? {
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
    init(_ user: User) { self.init(.member, user.id.value, name: user.username) }
    init(_ account: Account) { self.init(.account, account.id.value, name: account.name) }
    init(_ package: Package) { self.init(.package, package.id.value, name: package.name) }
}

extension User {
    /// What the audit log compares.
    var audited: JSONValue {
        [
            "username": .string(username), "display_name": .string(displayName), "role": .integer(role.rawValue),
            "status": .integer(status.rawValue), "package_id": package.map { .integer($0.value) } ?? .null,
            "remark": .string(remark),
        ]
    }
}

extension Account {
    /// What the audit log compares; `key` is a fingerprint.
    func audited(key: String) -> JSONValue {
        [
            "name": .string(name), "type": .integer(kind.rawValue), "base_url": .string(baseURL),
            "models": .string(models.joined(separator: ",")),
            "contexts": .object(contexts.sorted { $0.key < $1.key }.map { .init(Text($0.key), .integer($0.value)) }),
            "status": .integer(status.rawValue), "priority": .integer(priority), "weight": .integer(weight),
            "proxy": .string(proxy), "remark": .string(remark), "options": options.json, "key": .string(key),
        ]
    }
}

extension Package {
    var audited: JSONValue {
        [
            "name": .string(name),
            "limits": .array(limits.map { ["window": .string($0.window.rawValue), "limit": .integer($0.messages)] }),
        ]
    }
}
