import Domain
import HTTP
import JSON
import Web
import Wire

/// What was done, as the panel shows it. Nothing here changes a row.
struct AuditHistory: Sendable {
    let audit: AuditReader

    /// `GET /api/audit/?keyword&user_id&action`, newest first, by `cursor` or by `p`
    func list(_ call: Call) async throws(ChatError) -> Response {
        let query = try PageQuery(of: call)
        let items = call.request.items
        let filter = AuditFilter(
            keyword: items["keyword"]?.string, user: try items.id("user_id"), action: try items.action("action"))
        if let cursor = items["cursor"] { return try await part(of: filter, from: cursor, query.size) }
        let found = try await audit.list(query.page, where: filter)
        return query.envelope(found.items.map(\.json), of: found.total)
    }

    /// The cursor is the id of the last row that was read; empty at the beginning, null after the end.
    private func part(of filter: AuditFilter, from cursor: Text, _ size: Int) async throws(ChatError) -> Response {
        let last = cursor.isEmpty ? nil : cursor.integer.map { Int64($0) }
        guard cursor.isEmpty || last != nil else { throw .invalid(field: "cursor", .unknown) }
        let rows = try await audit.rows(before: last, atMost: size + 1, where: filter)
        let shown = rows.prefix(size)
        return .envelope([
            "items": .array(shown.map(\.json)),
            "cursor": rows.count > size ? shown.last.map { .string(String($0.id)) } ?? .null : .null,
        ])
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
