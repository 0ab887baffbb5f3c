public import JSON

/// What an act changed, as two JSON texts.
public struct AuditChange: Sendable, Equatable {
    public let before: String
    public let after: String

    public static let none = AuditChange(before: "", after: "")

    /// Of something new or of something gone; an empty object leaves nothing to tell.
    public static func made(_ value: JSONValue) -> AuditChange { AuditChange(before: "", after: value.serialized) }
    public static func gone(_ value: JSONValue) -> AuditChange { AuditChange(before: value.serialized, after: "") }

    /// Only the members that differ; nil when none does.
    public static func of(_ former: JSONValue, into latter: JSONValue) -> AuditChange? {
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
