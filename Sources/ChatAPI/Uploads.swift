import Domain
import HTTP
import JSON
import Web
import Wire

/// A member's files: announced, filled at the address that is answered, looked at (mirror.md B3).
struct Uploads: Sendable {
    let files: Files
    /// Begins the addresses that are answered.
    let publicURL: String

    var routes: [Route] {
        [
            Route(.post, "/backend-api/files", .member, .announcedFile, announce),
            Route(.get, "/backend-api/files", .member, list),
            Route(.put, "/backend-api/files/:id/content", .member, takes: .bytes, fill),
            Route(.post, "/backend-api/files/:id/uploaded", .member, finish),
            Route(.get, "/backend-api/files/:id", .member, describe),
            Route(.patch, "/backend-api/files/:id", .member, .textEncoding, reread),
            Route(.get, "/backend-api/files/:id/download", .member, download),
            Route(.get, "/backend-api/files/:id/content", .member, content),
        ]
    }

    private func announce(_ call: Call, _ announced: (String, Int64)) async throws(ChatError) -> Response {
        let file = try await files.announce(announced.0, of: Int(announced.1), by: call.user.id)
        return .json([
            "status": "success", "file_id": .string(file.id.text), "upload_url": .string(address(of: file.id)),
        ])
    }

    /// The caller's files, or with `made` those that models made, newest first, and how many bytes they take of how many: null for any number.
    private func list(_ call: Call) async throws(ChatError) -> Response {
        let items = call.request.items
        let (found, bytes) = try await files.list(
            try Page(items), onlyMade: try items.flag("made") ?? false, of: call.user.id)
        return .json([
            "items": .array(found.items.map { $0.json(at: address(of: $0.id)) }), "total": .integer(found.total),
            "bytes": .integer(bytes), "most_bytes": files.mostOfMember.map { .integer($0) } ?? .null,
        ])
    }

    /// A text file is read in the encoding that its owner knows.
    private func reread(_ call: Call, _ encoding: TextEncoding) async throws(ChatError) -> Response {
        let file = try await files.read(call.key("id"), of: call.user.id, as: encoding)
        return .json(file.json(at: address(of: file.id)))
    }

    /// The body is the file, whatever its type is said to be.
    private func fill(_ call: Call) async throws(ChatError) -> Response {
        let body = call.request.body
        try await files.fill(call.key("id"), of: call.user.id) { limit throws(ChatError) in
            do throws(BodyError) {
                return try await body.next(upTo: limit)
            } catch {
                throw error == .tooLarge ? .file(.sizeDiffers(announced: limit)) : .invalid(field: "body", .incomplete)
            }
        }
        return Response(201)
    }

    private func finish(_ call: Call) async throws(ChatError) -> Response {
        let file = try await files.finished(call.key("id"), of: call.user.id)
        return .json(file.json(at: address(of: file.id)))
    }

    private func describe(_ call: Call) async throws(ChatError) -> Response {
        let file = try await files.find(call.key("id"), of: call.user.id)
        return .json(file.json(at: address(of: file.id)))
    }

    private func download(_ call: Call) async throws(ChatError) -> Response { try await finish(call) }

    private func content(_ call: Call) async throws(ChatError) -> Response {
        let (file, read) = try await files.open(call.key("id"), of: call.user.id)
        return .saved(file.name, file.kind?.mediaType ?? "application/octet-stream", read)
    }

    private func address(of file: Key<File>) -> String { "\(publicURL)/backend-api/files/\(file.text)/content" }
}

extension Form where Value == TextEncoding {
    fileprivate static let textEncoding = Form(
        Field.word("encoding", TextEncoding.self).required()
    ) { $0 }
}

extension Form where Value == (String, Int64) {
    fileprivate static let announcedFile = Form(
        Field.text("file_name", upTo: 8192).required(), Field.integer("file_size", in: 0...(.max)).required()
    ) { ($0, $1) }
}
