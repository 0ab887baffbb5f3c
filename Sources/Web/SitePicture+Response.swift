package import Domain
package import HTTP
import JSON
import Transport
import Wire

extension SitePicture {
    /// Where people who are signed in see one.
    package static func memberAddress(_ id: Key<SitePicture>) -> String { "/backend-api/assistants/picture/\(id.text)" }

    /// Of its exact kind, and to be kept for good: other contents have another address. `cache`: `private` for what one must be signed in for.
    package func response(cachedBy cache: String) -> Response {
        Response(
            200,
            headers: [
                "content-type": "\(kind.mediaType)", "cache-control": "\(cache), max-age=31536000, immutable",
                "content-disposition": "inline",
            ], body: .bytes(contents))
    }
}

extension SiteLook {
    /// Tells one notice from another; empty where there is none.
    package var noticeID: String {
        notice.isEmpty ? "" : Hexadecimal.encode(SHA256.hash(notice).prefix(8))
    }
}
