package import HTTP
import JSON
import Wire

/// Compresses JSON of some length for clients that take gzip. Never a stream: each of its events is to arrive at once.
package enum Compression {
    /// Below this the bytes saved are not worth the work.
    package static let least = 1024

    package static func apply(to response: inout Response, for request: Request) async {
        guard case .bytes(let bytes) = response.body, bytes.count > least, request.acceptsGzip,
            response.headers["content-type"] == "application/json", response.headers["content-encoding"] == nil,
            let packed = await Gzip.compressed(bytes)
        else { return }
        response.headers["content-encoding"] = "gzip"
        response.headers.append("vary", "Accept-Encoding")
        response.body = .bytes(packed)
    }
}
