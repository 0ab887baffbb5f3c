public import JSON
public import Wire

/// A request whose head has been read. The body is read by whoever wants it, up to the route's limit.
public struct Request: Sendable {
    public let method: Method
    /// As it travelled: percent-encoded, beginning with `/`, without the query.
    public let path: String
    /// As it travelled, without `?`; nil when there is none.
    public let query: String?
    public let headers: Headers
    /// The peer's address as text, or what a trusted proxy says of it.
    public let remoteAddress: String
    /// A trusted proxy says the client came over TLS.
    public let isSecure: Bool
    /// Names this request in the log and in `X-Request-Id`.
    public let id: String
    public let body: RequestBody
    /// Values of the route's `:name` segments, percent-decoded. Filled in by the router.
    public var parameters: [String: Text] = [:]

    public init(
        method: Method, path: String, query: String? = nil, headers: Headers = [:], remoteAddress: String = "127.0.0.1",
        isSecure: Bool = false, id: String = "test", body: RequestBody = .empty
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.remoteAddress = remoteAddress
        self.isSecure = isSecure
        self.id = id
        self.body = body
    }
}
