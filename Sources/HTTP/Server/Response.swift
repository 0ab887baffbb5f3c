public import JSON
public import Wire

/// An answer: a head, and a body that is either bytes or written as it is made.
///
/// The server adds `Date`, `Content-Length` or chunked framing and `Connection`; a HEAD request gets no body.
public struct Response: Sendable {
    public var status: Int
    public var headers: Headers
    public var body: Body

    public enum Body: Sendable {
        case bytes([UInt8])
        /// Written piece by piece with back-pressure; the head leaves before the first piece. The closure runs on the
        /// connection's loop; its task is cancelled as soon as the client has gone. When it throws, the connection is cut.
        case written(@Sendable (any BodyWriter) async throws -> Void)
        /// The connection becomes a WebSocket, lent to the closure on the connection's loop: `WebSocketOffer.accepted` makes such a response.
        case webSocket(WebSocketLimits, @Sendable (WebSocket) async -> Void)
    }

    public init(_ status: Int, headers: Headers = [:], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// `application/json`.
    public static func json(_ value: JSONValue, status: Int = 200, headers: Headers = [:]) -> Response {
        guard !headers.isEmpty else { return Response(status, headers: ofJSON, body: .bytes(value.bytes)) }
        var response = Response(status, headers: headers, body: .bytes(value.bytes))
        response.headers["content-type"] = "application/json"
        return response
    }

    /// Made once: most answers have these and no others of their own.
    private static let ofJSON: Headers = ["content-type": "application/json"]
}

/// Where a streamed body goes.
public protocol BodyWriter: Sendable {
    /// Returns when the bytes are with the kernel, or throws `Disconnected`. Never buffers more than 256 KiB.
    func write(_ bytes: [UInt8]) async throws(Disconnected)
    /// Breaks the answer off, from wherever: the client gets no further byte, and the task that writes is cancelled.
    func cut()
}

/// The client has gone, or has not read for too long.
public struct Disconnected: Error, Sendable {
    public init() {}
}

/// Answers one request. Runs on the connection's loop and never throws: every failure is a response.
public typealias Handler = @Sendable (Request) async -> Response
