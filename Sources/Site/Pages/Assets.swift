import Domain
import HTTP
import JSON
import Web
import Wire

/// The built front end, in memory. Names carry a hash of what is in the file, so a browser may keep it for ever.
struct Assets: Sendable {
    private let files: [Text: File]

    private struct File: Sendable {
        let type: String
        let plain: [UInt8]
        let gzip: [UInt8]?
    }

    /// `files` by their path below the folder; `x.gz` is the compressed form of `x`.
    init(_ files: [String: [UInt8]]) {
        var served: [Text: File] = [:]
        for (name, bytes) in files where !name.hasSuffix(".gz") && name != "manifest.json" {
            served[Text(name)] = File(type: Self.type(of: name), plain: bytes, gzip: files[name + ".gz"])
        }
        self.files = served
    }

    /// `GET /assets/:name` and `/assets/:name/:file`. Only exact names are found.
    func answer(_ call: Call) async throws(ChatError) -> Response {
        let parts = ["name", "file"].compactMap { call.request.parameters[$0]?.string }
        let isPath = parts.contains { $0.utf8.contains(UInt8(ascii: "/")) }
        guard !isPath, let file = files[Text(parts.joined(separator: "/"))] else {
            throw .notFound
        }
        var response = Response(200, headers: ["content-type": "\(file.type)", "vary": "Accept-Encoding"])
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        if let gzip = file.gzip, call.request.acceptsGzip {
            response.headers["content-encoding"] = "gzip"
            response.body = .bytes(gzip)
        } else {
            response.body = .bytes(file.plain)
        }
        return response
    }

    private static func type(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "txt": "text/plain; charset=utf-8"
        case "map", "json": "application/json"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        default: "application/octet-stream"
        }
    }
}
