import Domain
import HTTP
import JSON
import Web
import Wire

/// What was done, as the panel shows it. Nothing here changes a row.
struct AuditHistory: Sendable {
    let audit: AuditReader

    /// `GET /api/audit/?keyword&user_id&action`, newest first.
    func list(_ call: Call) async throws(ChatError) -> Response {
        let query = try PageQuery(of: call)
        let items = call.request.items
        let filter = AuditFilter(
            keyword: items["keyword"]?.string, user: try items.id("user_id"), action: try items.action("action"))
        let found = try await audit.list(query.page, where: filter)
        return query.envelope(found.items.map(\.json), of: found.total)
    }
}

extension Query {
    fileprivate func action(_ name: Text) throws(ChatError) -> AuditAction? {
        guard let text = self[name], !text.isEmpty else { return nil }
        guard let action = AuditAction(text), action != .unknown else {
            throw .invalid(field: name.string, .unknown)
        }
        return action
    }
}

extension AuditRecord {
    fileprivate var json: JSONValue {
        [
            "id": .integer(id), "created_time": .integer(entry.at.seconds),
            "created_ms": .integer(entry.at.milliseconds),
            "user_id": entry.actor.user.map { .integer($0.value) } ?? .null, "username": .string(entry.actor.name),
            "address": .string(entry.actor.address), "action": .string(entry.action.rawValue),
            "object": entry.object.map {
                ["kind": .string($0.kind.rawValue), "id": .integer($0.id), "name": .string($0.name)]
            } ?? .null,
            "before": Self.value(entry.before), "after": Self.value(entry.after),
            "result": .string(entry.result.rawValue), "hash": .string(Hexadecimal.encode(hash)),
        ]
    }

    /// What a row that somebody changed into no JSON holds is not passed on.
    private static func value(_ text: String) -> JSONValue {
        text.isEmpty ? .null : (try? JSONValue(parsing: Array(text.utf8))) ?? .null
    }
}
