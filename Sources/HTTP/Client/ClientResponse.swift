internal import JSON
public import Wire

/// An answer whose head has come. The body is read while it arrives; a slow reader slows the other side down.
public struct ClientResponse: Sendable {
    public let status: Int
    public let headers: Headers
    private let body: Body

    private enum Body {
        case arriving(ExchangeID, ConnectionPool)
        /// All that there is of it.
        case whole(OneShot<[UInt8]>)
    }

    init(_ head: AnswerHead, _ id: ExchangeID, _ pool: ConnectionPool) {
        self.init(head, .arriving(id, pool))
    }

    init(_ head: AnswerHead, whole body: [UInt8]) { self.init(head, .whole(OneShot(body))) }

    private init(_ head: AnswerHead, _ body: Body) {
        status = head.status
        headers = head.headers
        self.body = body
    }

    /// The next bytes of the body, never none; nil at its end.
    public func next() async throws(ClientError) -> [UInt8]? {
        switch body {
        case .arriving(let id, let pool): try await pool.next(id)
        case .whole(let bytes): bytes.take().flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    /// The rest of the body. Throws `tooLarge` beyond `limit` bytes.
    public func collect(upTo limit: Int) async throws(ClientError) -> [UInt8] {
        var all: [UInt8] = []
        while let piece = try await next() {
            all.append(contentsOf: piece)
            guard all.count <= limit else { throw .tooLarge }
        }
        return all
    }

    /// From now on the exchange may take no more than `span`.
    public func expectEnd(within span: Duration) async {
        if case .arriving(let id, let pool) = body { await pool.expectEnd(id, within: span) }
    }

    /// From now on no more than `span` may pass between two bytes; nil for as much as the request allows.
    public func expectSilence(within span: Duration?) async {
        if case .arriving(let id, let pool) = body { await pool.expectSilence(id, within: span) }
    }
}
