internal import JSON
internal import Transport
internal import Wire

extension ClientConnection {
    /// What came of a client's handshake.
    enum Handshake: Sendable {
        case agreed(WebSocket)
        /// Another status than 101, with as much of its body as came.
        case refused(ClientResponse)
    }

    /// How much of a refusal is read, and how long that may take.
    private static let refusalLimit = 64 << 10
    private static let refusalPatience = Duration.seconds(5)

    /// Connects and asks for a WebSocket (RFC 6455, §4.1). `firstByte` of the time-outs is until the head has come.
    func shakeHands(
        _ request: ClientRequest, as userAgent: String, _ limits: WebSocketLimits, on loop: EventLoop
    ) async throws(ClientError) -> Handshake {
        let deadline = MonotonicTime.now + request.timeouts.firstByte
        try await open()
        let key = WebSocketKey.base64(SecureRandom.bytes(16))
        guard await send(head(of: request, userAgent, key), patience: request.timeouts.firstByte) else {
            throw .disconnected
        }
        let head = try await readHead(until: deadline)
        guard head.status == 101 else {
            return .refused(ClientResponse(head, whole: await readRefusal(head.headers)))
        }
        try check(head.headers, key)
        return .agreed(WebSocket(WebSocketConnection(.client, over: self, limits), on: loop))
    }

    private func head(of request: ClientRequest, _ userAgent: String, _ key: Text) -> [UInt8] {
        var lines =
            "GET \(target.requestTarget) HTTP/1.1\r\nHost: \(target.authority)\r\nUser-Agent: \(userAgent)\r\n"
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: \(key)\r\n"
        // Control characters in them were refused with the request.
        for field in request.headers.fields where !Self.isOurs(field.name.asciiLowercased) {
            lines += "\(field.name): \(field.value)\r\n"
        }
        return Array(lines.utf8) + Array("\r\n".utf8)
    }

    private static func isOurs(_ name: Text) -> Bool {
        let ours: [Text] = ["host", "user-agent", "connection", "upgrade", "content-length", "transfer-encoding"]
        return ours.contains(name) || name.hasPrefix("sec-websocket-")
    }

    /// We offer no sub-protocol and no extension, so a server may name none.
    private func check(_ headers: Headers, _ key: Text) throws(ClientError) {
        guard headers.lists("upgrade", "websocket"), headers.lists("connection", "upgrade") else {
            throw .malformed("101, but no WebSocket")
        }
        guard headers.all("sec-websocket-accept") == [WebSocketKey.answer(to: key)] else {
            throw .malformed("a wrong Sec-WebSocket-Accept")
        }
        guard headers["sec-websocket-extensions"] == nil, headers["sec-websocket-protocol"] == nil else {
            throw .malformed("a WebSocket of another kind than was asked for")
        }
    }
}

// MARK: Reading

extension ClientConnection {
    private func readHead(until deadline: MonotonicTime) async throws(ClientError) -> AnswerHead {
        var reader = AnswerHeadReader()
        var line: [UInt8] = []
        while true {
            let bytes = take(upTo: AnswerHeadReader.limit)
            for (index, byte) in bytes.enumerated() {
                line.append(byte)
                guard byte == UInt8(ascii: "\n") else { continue }
                guard !reader.head.headers.isEmpty || reader.head.status > 0 || line.starts(with: "HTTP/1.".utf8) else {
                    throw .malformed("no HTTP")
                }
                guard line.withUnsafeBytes({ reader.read($0) }) else { throw .tooLarge }
                line = []
                guard reader.isComplete else { continue }
                give(back: Array(bytes[(index + 1)...]))
                return reader.head
            }
            guard line.count <= AnswerHeadReader.limit else { throw .tooLarge }
            switch await receive(until: deadline) {
            case .bytes, .interrupted: break
            case .end: throw .disconnected
            case .timedOut: throw .timedOut(.firstByte)
            }
        }
    }

    private func readRefusal(_ headers: Headers) async -> [UInt8] {
        let deadline = MonotonicTime.now + Self.refusalPatience
        var decoder: BodyDecoder? =
            if headers.lists("transfer-encoding", "chunked") {
                BodyDecoder(.chunked)
            } else {
                headers["content-length"]?.integer.map { BodyDecoder(.length(max(0, Int(clamping: $0)))) }
            }
        var body: [UInt8] = []
        while body.count < Self.refusalLimit, decoder?.isComplete != true {
            var raw = ByteQueue(take(upTo: Self.refusalLimit))
            if raw.isEmpty, await receive(until: deadline) != .bytes { break }
            while !raw.isEmpty, decoder?.isComplete != true {
                guard let piece = decoder == nil ? raw.takeFirst(raw.count) : try? decoder?.decode(&raw) else {
                    return body
                }
                body += piece
            }
        }
        return body
    }
}
