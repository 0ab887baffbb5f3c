import JSON
import Transport
import Wire

extension Connection {
    /// What comes after a request has been answered, or while it is.
    enum Next {
        case nextRequest
        /// The answer is still to be written: `write` does.
        case stream(PendingStream)
        /// The connection is none of HTTP's any more: `talk` goes on.
        case webSocket(PendingWebSocket)
        /// The connection cannot be used for another request.
        case end
    }

    func answer(_ head: RequestHead) async -> Next {
        let body = head.framing == .length(0) ? nil : BodyReader(head, on: self)
        if let refusal = body?.readAhead() {
            body?.isOver = true
            await refuse(refusal)
            return .end
        }
        let request = request(head, body)
        let response = await group.handler(request)
        let exchange = Exchange(
            of: head, id: request.id, keepsAlive: head.keepsAlive && !group.isDraining && body?.canBeDrained ?? true)
        if let stream = PendingStream(of: response, exchange, body, on: self) { return .stream(stream) }
        if let webSocket = PendingWebSocket(of: response, exchange, on: self) { return .webSocket(webSocket) }
        if case .webSocket = response.body {
            await refuse(Refusal(400, "a WebSocket needs HTTP/1.1"))
            return .end
        }
        defer { body?.isOver = true }
        guard await send(response, exchange), await body?.drain() ?? true else { return .end }
        return .nextRequest
    }

    /// Says why nothing more is read from this connection.
    func refuse(_ refusal: Refusal) async {
        let id = group.nextName()
        group.log.debug(
            "request refused", Log.Field("request", id: id), Log.Field("status", refusal.status),
            Log.Field("reason", word: refusal.reason))
        let response = Response(
            refusal.status, headers: ["Content-Type": "text/plain; charset=utf-8"],
            body: .bytes(Array("\(refusal.reason)\n".utf8)))
        _ = await send(response, Exchange(of: nil, id: id, keepsAlive: false))
    }

    private func request(_ head: RequestHead, _ body: BodyReader?) -> Request {
        let client = ForwardedClient(head.headers, peer: peer, isTrusted: group.isTrusted)
        return Request(
            method: head.method, path: head.path, query: head.query, headers: head.headers,
            remoteAddress: client.address.description, isSecure: client.isSecure, id: group.nextName(),
            body: body?.requestBody ?? .empty)
    }
}

/// What must be known of a request to answer it.
struct Exchange {
    let id: String
    private let keepsAlive: Bool
    let isHead: Bool
    /// Nil when the request could not be read.
    let version: RequestHead.Version?

    init(of head: RequestHead?, id: String, keepsAlive: Bool) {
        self.id = id
        self.keepsAlive = keepsAlive
        isHead = head?.method == .head
        version = head?.version
    }

    /// How the end of the response's body is told. Nil: it has none, or the end of the connection is it.
    func framing(of response: Response) -> BodyFraming? {
        guard response.hasBody else { return nil }
        return switch response.body {
        case .bytes(let bytes): .length(bytes.count)
        case .written: version == .http11 ? .chunked : nil
        case .webSocket: nil
        }
    }

    /// Whether the connection can be used for another request afterwards.
    func keepsAlive(after response: Response) -> Bool {
        guard keepsAlive, !response.asksToClose else { return false }
        return isHead || !response.hasBody || framing(of: response) != nil
    }
}

// MARK: Sending

extension Connection {
    /// Sends what needs no writing: bytes, or a head alone. False when the connection must be closed.
    private func send(_ response: Response, _ exchange: Exchange) async -> Bool {
        guard let head = responseHead(response, exchange) else {
            group.log.error("malformed response head", Log.Field("request", id: exchange.id))
            return await send(Response(500), exchange)
        }
        var bytes: [UInt8] = []
        if case .bytes(let all) = response.body, response.hasBody, !exchange.isHead { bytes = all }
        return await write(head, bytes) && exchange.keepsAlive(after: response)
    }

    /// Nil when it holds what must not be sent.
    func responseHead(_ response: Response, _ exchange: Exchange) -> [UInt8]? {
        guard (200...599).contains(response.status) else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(256 + response.headers.size)
        let head = ResponseHead(status: response.status, headers: response.headers)
        do { try head.append(to: &output) } catch { return nil }
        output.append(contentsOf: group.dateLine())
        output.append(contentsOf: "X-Request-Id: ".utf8)
        output.append(contentsOf: exchange.id.utf8)
        switch exchange.framing(of: response) {
        case .length(let length):
            output.append(contentsOf: "\r\nContent-Length: ".utf8)
            output.append(decimal: length)
        case .chunked: output.append(contentsOf: "\r\nTransfer-Encoding: chunked".utf8)
        case nil: break
        }
        if !exchange.keepsAlive(after: response) {
            output.append(contentsOf: "\r\nConnection: close".utf8)
        } else if exchange.version == .http10 {
            output.append(contentsOf: "\r\nConnection: keep-alive".utf8)
        }
        output.append(contentsOf: "\r\n\r\n".utf8)
        return output
    }

    /// False when the client has gone.
    func write(_ first: [UInt8], _ second: [UInt8] = [], _ third: [UInt8] = []) async -> Bool {
        do { try await socket.write(first, second, third, patience: options.writeTime) } catch { return false }
        return true
    }
}

extension Response {
    var hasBody: Bool { status != 204 && status != 304 }

    fileprivate var asksToClose: Bool {
        guard !headers.isEmpty, let connection = headers["connection"] else { return false }
        return connection.asciiLowercased == "close"
    }
}
