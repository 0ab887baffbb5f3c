import Domain
import HTTP
import JSON
import Web
import Wire

/// The whole audit log as a file: a JSON object a line, oldest first, with what its hash is made of in that order.
struct AuditExport: Sendable {
    let audit: any AuditLog
    let trail: AuditTrail

    /// So many rows are in memory at a time.
    private static let stride = 200

    /// `POST /api/audit/export`, and GET for programs. The last row may be that of the export itself; one that is cut off has no last chunk.
    func download(_ call: Call) async throws(ChatError) -> Response {
        var response = Response(
            200,
            headers: [
                "content-type": "application/x-ndjson",
                "content-disposition": "attachment; filename=\"chatmirror-audit.ndjson\"",
            ])
        guard call.request.method != .head else { return response }
        // Before the first line: whoever breaks it off has seen some.
        await trail.note(.auditExported, by: call.actor)
        let last = try await audit.head().id
        response.body = .written { [audit] writer in
            var written: Int64 = 0
            while written < last {
                let rows = try await audit.rows(after: written, atMost: Self.stride)
                guard let end = rows.last?.id else { return }
                try await writer.write(rows.filter { $0.id <= last }.flatMap(\.line))
                written = end
            }
        }
        return response
    }
}

extension AuditRecord {
    fileprivate var line: [UInt8] {
        let value: JSONValue = [
            "id": .integer(id), "created_ms": .integer(entry.at.milliseconds),
            "user_id": entry.actor.user.map { .integer($0.value) } ?? .null, "username": .string(entry.actor.name),
            "address": .string(entry.actor.address), "action": .string(entry.action.rawValue),
            "object_kind": entry.object.map { .string($0.kind.rawValue) } ?? .null,
            "object_id": entry.object.map { .integer($0.id) } ?? .null,
            "object_name": entry.object.map { .string($0.name) } ?? .null,
            // As texts, since it is these bytes that were hashed.
            "before": .string(entry.before), "after": .string(entry.after), "result": .string(entry.result.rawValue),
            "hash": .string(Hexadecimal.encode(hash)),
        ]
        return value.bytes + [UInt8(ascii: "\n")]
    }
}
