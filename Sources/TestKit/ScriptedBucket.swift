internal import JSON
public import Wire

/// S3-compatible storage in memory: it puts, gets and deletes objects, as the protocol says, and never writes one over.
public final class ScriptedBucket: Sendable {
    private let objects = Watched([String: [UInt8]]())
    /// Stops once nobody needs the bucket any more.
    public let upstream: ScriptedUpstream
    public static let path = "/bucket"

    /// `steps` may do something else to a request; nil leaves it to the bucket.
    public init(_ steps: @escaping @Sendable (RecordedRequest) -> [ScriptedUpstream.Step]? = { _ in nil }) {
        upstream = ScriptedUpstream { [objects] request in steps(request) ?? [Self.answer(request, objects)] }
    }

    deinit { upstream.stop() }

    public var url: String { upstream.baseURL + Self.path }
    /// By name, which begins with a slash.
    public var stored: [String: [UInt8]] { objects.read { $0 } }
    public func change(_ name: String, to bytes: [UInt8]) { objects.change { $0[name] = bytes } }

    private static func answer(
        _ request: RecordedRequest, _ objects: Watched<[String: [UInt8]]>
    ) -> ScriptedUpstream.Step {
        guard request.target.hasPrefix(path + "/") else { return .answer(404) }
        let name = String(request.target.dropFirst(path.count))
        switch request.method {
        case "PUT":
            let isTaken = objects.change { objects in
                guard objects[name] == nil || request.headers["if-none-match"] != "*" else { return true }
                objects[name] = request.body
                return false
            }
            return .answer(isTaken ? 412 : 200)
        case "GET":
            guard let bytes = objects.read({ $0[name] }) else { return .answer(404) }
            return .send(Array("HTTP/1.1 200 OK\r\nContent-Length: \(bytes.count)\r\n\r\n".utf8) + bytes)
        case "DELETE":
            objects.change { $0[name] = nil }
            return .answer(204)
        default: return .answer(405)
        }
    }
}
