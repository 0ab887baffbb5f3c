import Transport
import Wire

extension Connection {
    /// What comes after a request has been answered, or while it is.
    enum Next {
        case nextRequest
        /// The answer is still to be written: `finish` does.
        case stream(PendingStream)
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
        if case .written = response.body {
            return .stream(PendingStream(response: response, exchange: exchange, body: body))
        }
        defer { body?.isOver = true }
        guard await send(response, exchange), await body?.drain() ?? true else { return .end }
        return .nextRequest
    }

    /// False when the connection cannot be used for another request.
    func finish(_ stream: PendingStream) async -> Bool {
        defer { stream.body?.isOver = true }
        guard await send(stream.response, stream.exchange) else { return false }
        return await stream.body?.drain() ?? true
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

/// An answer that is written as it is made.
struct PendingStream {
    let response: Response
    let exchange: Exchange
    /// What the client may still be sending.
    let body: BodyReader?
}

/// What must be known of a request to answer it. An answer may take long: it does not hold on to the request.
struct Exchange {
    let id: String
    var keepsAlive: Bool
    let isHead: Bool
    /// Nil when the request could not be read.
    let version: RequestHead.Version?

    init(of head: RequestHead?, id: String, keepsAlive: Bool) {
        self.id = id
        self.keepsAlive = keepsAlive
        isHead = head?.method == .head
        version = head?.version
    }
}

// MARK: Sending

extension Connection {
    /// False when the connection must be closed.
    private func send(_ response: Response, _ exchange: Exchange) async -> Bool {
        var exchange = exchange
        if response.asksToClose { exchange.keepsAlive = false }
        switch response.body {
        case .bytes(let bytes):
            let framing: BodyFraming? = response.hasBody ? .length(bytes.count) : nil
            guard let head = responseHead(response, exchange, framing) else { return await sendFault(exchange) }
            let isBodiless = exchange.isHead || !response.hasBody
            let isSent = await write(head, isBodiless ? [] : bytes)
            return isSent && exchange.keepsAlive
        case .written(let body):
            return await stream(response, body, exchange)
        }
    }

    private func stream(
        _ response: Response, _ body: @Sendable (any BodyWriter) async throws -> Void, _ exchange: Exchange
    ) async -> Bool {
        var exchange = exchange
        let isChunked = exchange.version == .http11
        if !isChunked, response.hasBody { exchange.keepsAlive = exchange.keepsAlive && exchange.isHead }
        let framing: BodyFraming? = response.hasBody && isChunked ? .chunked : nil
        guard let head = responseHead(response, exchange, framing) else { return await sendFault(exchange) }
        guard await write(head) else { return false }
        if exchange.isHead || !response.hasBody { return exchange.keepsAlive }
        let stream = ResponseStream(on: self, isChunked: isChunked)
        do {
            try await body(StreamWriter(stream: LoopBound(stream, to: socket.loop)))
            try await stream.end()
            return exchange.keepsAlive
        } catch {
            stream.isOver = true
            if !socket.isHungUp, socket.isOpen {
                group.log.warn(
                    "answer broken off", Log.Field("request", id: exchange.id), Log.Field("error", type: error))
            }
            socket.cut()
            return false
        }
    }

    /// The handler's head cannot be sent as it is.
    private func sendFault(_ exchange: Exchange) async -> Bool {
        group.log.error("malformed response head", Log.Field("request", id: exchange.id))
        guard let head = responseHead(Response(500), exchange, .length(0)) else { return false }
        return await write(head) && exchange.keepsAlive
    }

    /// Nil when it holds what must not be sent. Not inlined: what it needs would stay in the frame of a stream.
    @inline(never)
    private func responseHead(_ response: Response, _ exchange: Exchange, _ framing: BodyFraming?) -> [UInt8]? {
        guard (200...599).contains(response.status) else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(256 + response.headers.size)
        let head = ResponseHead(status: response.status, headers: response.headers)
        do { try head.append(to: &output) } catch { return nil }
        output.append(contentsOf: group.dateLine())
        output.append(contentsOf: "X-Request-Id: ".utf8)
        output.append(contentsOf: exchange.id.utf8)
        switch framing {
        case .length(let length):
            output.append(contentsOf: "\r\nContent-Length: ".utf8)
            output.append(decimal: length)
        case .chunked: output.append(contentsOf: "\r\nTransfer-Encoding: chunked".utf8)
        case nil: break
        }
        if !exchange.keepsAlive {
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
    fileprivate var hasBody: Bool { status != 204 && status != 304 }

    fileprivate var asksToClose: Bool {
        guard !headers.isEmpty, let connection = headers["connection"] else { return false }
        return connection.lowercased() == "close"
    }
}
