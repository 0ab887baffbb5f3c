import Domain
import HTTP
import JSON
import Wire

extension Response {
    /// Somebody's file, to be saved under `name` and never to be opened as a page: the policy of all data forbids what a page may do. `read` hands
    /// the contents on as they are sent.
    static func saved(_ name: String, _ mediaType: String, _ read: @escaping Files.Reading) -> Response {
        let headers: Headers = [
            "content-type": Text(mediaType),
            "content-disposition": Text("attachment; filename*=UTF-8''\(percentEncoded(name))"),
        ]
        return Response(
            200, headers: headers,
            body: .written { writer in
                try await read { piece throws(ChatError) in
                    // Whoever reads has left: the reading ends, too.
                    do { try await writer.write(piece) } catch { throw .unavailable(what: "client") }
                }
            })
    }
}
