/// What the header fields say about the message itself: its host, its framing and the connection.
struct FieldFacts: Sendable {
    private var hosts = 0
    private var host: Range<Int>?
    private var length: Int?
    private var transferEncodings = 0
    private var isChunked = false
    private var saysClose = false
    private var saysKeepAlive = false
    private(set) var expectsContinue = false

    /// Splits `name ":" OWS value OWS`.
    static func slot(_ line: Range<Int>, _ bytes: Span<UInt8>) throws(Refusal) -> Headers.Slot {
        var colon = line.lowerBound
        while colon < line.upperBound, isTokenByte(bytes[colon]) {
            // Some servers behind a proxy read `_` as `-`: two names for one field.
            guard bytes[colon] != UInt8(ascii: "_") else { throw Refusal(400, "underscore in a field name") }
            colon += 1
        }
        guard colon > line.lowerBound, colon < line.upperBound, bytes[colon] == UInt8(ascii: ":") else {
            throw Refusal(400, "malformed header field")
        }
        let value = trimmed(colon + 1..<line.upperBound, bytes)
        return Headers.Slot(name: line.lowerBound..<colon, value: value)
    }

    mutating func note(_ slot: Headers.Slot, _ bytes: Span<UInt8>) throws(Refusal) {
        let name = Int(slot.name.lowerBound)..<Int(slot.name.upperBound)
        let value = Int(slot.value.lowerBound)..<Int(slot.value.upperBound)
        switch name.count {
        case 4 where bytes.isSameWord(name, "host"): try noteHost(value, bytes)
        case 6 where bytes.isSameWord(name, "expect"): try noteExpectation(value, bytes)
        case 10 where bytes.isSameWord(name, "connection"): noteConnection(value, bytes)
        case 14 where bytes.isSameWord(name, "content-length"): try noteLength(value, bytes)
        case 17 where bytes.isSameWord(name, "transfer-encoding"):
            transferEncodings += 1
            isChunked = bytes.isSameWord(value, "chunked")
        default: break
        }
    }

    private mutating func noteHost(_ value: Range<Int>, _ bytes: Span<UInt8>) throws(Refusal) {
        hosts += 1
        host = value
        guard hosts == 1 else { throw Refusal(400, "more than one Host") }
        for index in value where !isHostByte(bytes[index]) { throw Refusal(400, "malformed Host") }
    }

    private mutating func noteExpectation(_ value: Range<Int>, _ bytes: Span<UInt8>) throws(Refusal) {
        guard bytes.isSameWord(value, "100-continue") else { throw Refusal(417, "unknown expectation") }
        expectsContinue = true
    }

    private mutating func noteLength(_ value: Range<Int>, _ bytes: Span<UInt8>) throws(Refusal) {
        guard length == nil else { throw Refusal(400, "more than one Content-Length") }
        guard !value.isEmpty else { throw Refusal(400, "malformed Content-Length") }
        var number = 0
        var isTooLarge = false
        for index in value {
            guard isDigit(bytes[index]) else { throw Refusal(400, "malformed Content-Length") }
            isTooLarge = isTooLarge || number > 1 << 58
            if !isTooLarge { number = number * 10 + Int(bytes[index] - 48) }
        }
        guard !isTooLarge else { throw Refusal(413, "Content-Length too large") }
        length = number
    }

    private mutating func noteConnection(_ value: Range<Int>, _ bytes: Span<UInt8>) {
        var start = value.lowerBound
        while start <= value.upperBound {
            let comma = bytes.firstIndex(of: UInt8(ascii: ","), in: start..<value.upperBound) ?? value.upperBound
            let option = Self.trimmed(start..<comma, bytes)
            if bytes.isSameWord(option, "close") { saysClose = true }
            if bytes.isSameWord(option, "keep-alive") { saysKeepAlive = true }
            start = comma + 1
        }
    }

    private static func trimmed(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start] == space || bytes[start] == tab { start += 1 }
        while end > start, bytes[end - 1] == space || bytes[end - 1] == tab { end -= 1 }
        return start..<end
    }
}

// MARK: Verdicts, once all fields are known

extension FieldFacts {
    func framing(_ version: RequestHead.Version) throws(Refusal) -> BodyFraming {
        guard transferEncodings > 0 else { return .length(length ?? 0) }
        guard transferEncodings == 1 else { throw Refusal(400, "more than one Transfer-Encoding") }
        guard length == nil else { throw Refusal(400, "Content-Length with Transfer-Encoding") }
        guard version == .http11 else { throw Refusal(400, "Transfer-Encoding in HTTP/1.0") }
        guard isChunked else { throw Refusal(501, "transfer coding not supported") }
        return .chunked
    }

    func host(_ version: RequestHead.Version) throws(Refusal) -> Range<Int>? {
        guard hosts == 1 || version == .http10 else { throw Refusal(400, "no Host") }
        return host
    }

    func keepsAlive(_ version: RequestHead.Version) -> Bool {
        !saysClose && (version == .http11 || saysKeepAlive)
    }
}

/// What may stand in `uri-host [":" port]` (RFC 3986, §3.2.2): no separator that begins another part of a URL.
private func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122: true
    case 33, 36...41, 42, 43, 45, 46, 58, 59, 61, 91, 93, 95, 126: true
    default: false
    }
}
