internal import JSON
public import Wire

/// A request to another server. Its headers are sent as they stand; nothing is added but `Host`, `User-Agent`,
/// `Accept-Encoding: identity` and `Content-Length`.
public struct ClientRequest: Sendable {
    public var method: Method
    /// `https://…`; `http://…` only towards a host that the client may reach privately.
    public var url: String
    public var headers: Headers
    public var body: [UInt8]
    /// Sent instead of `body`.
    public var upload: ClientUpload?
    /// Nil for a request that is not signed.
    public var signature: AWSSignature?
    /// Names the connection pool. Requests of different pools never share a connection:
    /// one pool per upstream account, so that libcurl has nothing to mix up.
    public var pool: String
    /// `http`, `https`, `socks5` or `socks5h` URL, with user and password if need be; empty: no proxy at all.
    public var proxy: String
    /// The URL must lead into the public internet, even where the client may reach its host privately. The proxy need not.
    public var isPublicOnly = false
    public var timeouts: ClientTimeouts
    /// Bytes of body after which the answer is given up.
    public var answerLimit: Int

    public init(
        _ method: Method = .get, _ url: String, headers: Headers = [:], body: [UInt8] = [], pool: String = "",
        proxy: String = "", timeouts: ClientTimeouts = .init(), answerLimit: Int = 32 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.pool = pool
        self.proxy = proxy
        self.timeouts = timeouts
        self.answerLimit = answerLimit
    }
}

/// A body that is not in memory: it is read while it is sent.
public struct ClientUpload: Sendable {
    /// Of all its bytes, which are announced.
    public let count: Int
    /// At most so many bytes from an offset on, and at least one before the end; nil when they cannot be had, which ends the exchange.
    let read: @Sendable (_ offset: Int, _ most: Int) -> [UInt8]?

    public init(count: Int, read: @escaping @Sendable (_ offset: Int, _ most: Int) -> [UInt8]?) {
        self.count = count
        self.read = read
    }
}

/// Signs a request for Amazon's protocols (Signature Version 4): every header, and what `x-amz-content-sha256` says of the body.
public struct AWSSignature: Sendable {
    let scope: String
    let key: String
    let secret: String

    public init(region: String, service: String, key: String, secret: String) {
        scope = "aws:amz:\(region):\(service)"
        self.key = key
        self.secret = secret
    }
}
