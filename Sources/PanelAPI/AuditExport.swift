import Domain
import HTTP
import JSON
import Web
import Wire

/// The whole audit log as a file: a JSON object a line, oldest first, with what its hash is made of in that order.
struct AuditExport: Sendable {
    let audit: AuditReader

    /// `POST /api/audit/export`, and GET for programs. The last row may be that of the export itself; one that is cut off has no last chunk.
    func download(_ call: Call) async throws(ChatError) -> Response {
        var response = Response(
            200,
            headers: [
                "content-type": "application/x-ndjson",
                "content-disposition": "attachment; filename=\"chatmirror-audit.ndjson\"",
            ])
        guard call.request.method != .head else { return response }
        let export = try await audit.export(by: call.actor)
        response.body = .written { writer in
            var export = export
            while true {
                let rows = try await export.next()
                guard !rows.isEmpty else { return }
                try await writer.write(rows.flatMap(\.line))
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
