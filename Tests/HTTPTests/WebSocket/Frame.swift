/// Frames of WebSocket, written and read by hand: a test must be able to break every rule.
struct Frame: Equatable {
    var isLast = true
    var opcode: UInt8 = 1
    var payload: [UInt8] = []

    static func text(_ text: String, isLast: Bool = true) -> Frame { Frame(isLast: isLast, payload: Array(text.utf8)) }
    static func close(_ code: Int, _ reason: String = "") -> Frame {
        Frame(opcode: 8, payload: [UInt8(code >> 8), UInt8(code & 255)] + Array(reason.utf8))
    }
    static func ping(_ text: String) -> Frame { Frame(opcode: 9, payload: Array(text.utf8)) }
    static func pong(_ text: String) -> Frame { Frame(opcode: 10, payload: Array(text.utf8)) }

    /// The code of a close frame; nil of any other.
    var code: Int? { opcode == 8 && payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil }

    /// `announcing`: another length than it has.
    func bytes(isMasked: Bool = true, reserved: UInt8 = 0, announcing length: Int? = nil) -> [UInt8] {
        let length = length ?? payload.count
        var bytes = [(isLast ? 0x80 : 0) | reserved << 4 | opcode]
        let mask: UInt8 = isMasked ? 0x80 : 0
        switch length {
        case ..<126: bytes.append(mask | UInt8(length))
        case ..<65536: bytes += [mask | 126, UInt8(length >> 8), UInt8(length & 255)]
        default: bytes += [mask | 127] + (0..<8).reversed().map { UInt8(length >> ($0 * 8) & 255) }
        }
        guard isMasked else { return bytes + payload }
        let key: [UInt8] = [1, 2, 3, 4]
        return bytes + key + payload.enumerated().map { $1 ^ key[$0 & 3] }
    }

    /// All whole frames that a server sent, which masks none.
    static func all(in bytes: [UInt8]) -> [Frame] {
        var (frames, rest): ([Frame], ArraySlice<UInt8>) = ([], bytes[...])
        while rest.count >= 2 {
            let (first, second) = (rest[rest.startIndex], rest[rest.startIndex + 1])
            rest = rest.dropFirst(2)
            let extra = second == 126 ? 2 : second == 127 ? 8 : 0
            guard second < 128, rest.count >= extra else { break }
            let length = extra == 0 ? Int(second) : rest.prefix(extra).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(extra)
            guard rest.count >= length else { break }
            frames.append(Frame(isLast: first & 0x80 != 0, opcode: first & 15, payload: Array(rest.prefix(length))))
            rest = rest.dropFirst(length)
        }
        return frames
    }
}

extension RawClient {
    /// The example of RFC 6455, §1.2.
    static func handshake(_ lines: String = "") -> String {
        "GET /talk HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + lines + "\r\n"
    }

    func shakeHands() -> Answer? {
        send(Self.handshake())
        return answer()
    }

    func send(_ frames: Frame...) { send(frames.flatMap { $0.bytes() }) }

    /// All frames until the server closes; nil when it does not.
    func frames() -> [Frame]? { rest().map(Frame.all) }
}
