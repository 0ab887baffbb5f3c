/// The head of a request that has passed every check of the parser.
public struct RequestHead: Sendable {
    public let method: Method
    /// As it travelled: percent-encoded, beginning with `/`, without the query.
    public let path: String
    public let query: String?
    public let headers: Headers
    public let version: Version
    public let framing: BodyFraming
    /// The client waits for `100 Continue` before it sends the body.
    public let expectsContinue: Bool
    /// Whether the client lets the connection stay open after the answer.
    public let keepsAlive: Bool

    public enum Version: Sendable { case http10, http11 }
}

/// How the end of a body is known.
public enum BodyFraming: Sendable, Equatable {
    case length(Int)
    case chunked
}

/// Why a message is refused, and with which status.
public struct Refusal: Error, Sendable, CustomStringConvertible {
    public let status: Int
    public let reason: StaticString

    public init(_ status: Int, _ reason: StaticString) {
        self.status = status
        self.reason = reason
    }

    public var description: String { "\(status) \(reason)" }
}

/// How much of a head is read before it is refused.
public struct HeadLimits: Sendable {
    public var head = 16 * 1024
    public var target = 8 * 1024
    public var fields = 100

    public init() {}
}
