import Testing

@testable import HTTP

/// Frames without a connection.
@Suite struct WebSocketFrameTests {
    private static let sent: [Frame] = [
        .text("Hällo", isLast: false), .ping("p"), Frame(opcode: 0, payload: Array("wörld".utf8)),
        Frame(opcode: 2, payload: [0, 255]),
        .text(String(repeating: "x", count: 70_000)), .close(4000, "enough"),
    ]

    @Test(arguments: [1, 2, 3, 7, 1000, 4096, 16384]) func `however bytes are cut, the same messages come`(size: Int) {
        let bytes = Self.sent.flatMap { $0.bytes() }
        let frames = WebSocketFrames(.server, WebSocketLimits())
        var (events, output): ([WebSocketEvent], [UInt8]) = ([], [])
        for start in stride(from: 0, to: bytes.count, by: size) {
            frames.read(Array(bytes[start..<min(bytes.count, start + size)]))
            while let event = frames.nextEvent() { events.append(event) }
            while case let more = frames.takeOutput(), !more.isEmpty { output += more }
        }
        let long = [UInt8](repeating: 120, count: 70_000)
        #expect(
            events == [
                .text(Array("Hällowörld".utf8)), .binary([0, 255]), .text(long),
                .closed(WebSocketClose(4000, "enough"), byPeer: true),
            ])
        #expect(Frame.all(in: output) == [.pong("p"), .close(4000, "enough")])
    }

    @Test func `a client's frames are masked, each with another key`() {
        let frames = WebSocketFrames(.client, WebSocketLimits())
        var keys: Set<[UInt8]> = []
        for _ in 0..<20 {
            #expect(frames.queue(text: Array("hi".utf8)))
            let bytes = frames.takeOutput()
            #expect(bytes.count == 8 && Array(bytes[..<2]) == [0x81, 0x82])
            let key = Array(bytes[2..<6])
            keys.insert(key)
            #expect([bytes[6] ^ key[0], bytes[7] ^ key[1]] == Array("hi".utf8))
        }
        #expect(keys.count > 15)
    }

    @Test func `a long message leaves in portions`() {
        let frames = WebSocketFrames(.server, WebSocketLimits())
        #expect(frames.queue(text: [UInt8](repeating: 97, count: 1 << 20)))
        var (count, total) = (0, 0)
        while case let bytes = frames.takeOutput(), !bytes.isEmpty {
            #expect(bytes.count <= 1 << 16)
            (count, total) = (count + 1, total + bytes.count)
        }
        #expect(count > 1 && total == 1 << 20 + 10)
    }

    @Test(
        arguments: [
            (1000, 1000), (4999, 4999), (1005, nil), (1006, nil), (1015, nil), (0, nil), (999, nil), (70000, nil),
        ] as [(Int, Int?)])
    func `only codes that may be said are said`(code: Int, said: Int?) {
        let frames = WebSocketFrames(.server, WebSocketLimits())
        frames.close(WebSocketClose(code, String(repeating: "é", count: 100)))
        let frame = Frame.all(in: frames.takeOutput()).first
        #expect(frame?.opcode == 8 && frame?.code == said)
        let reason = frame.flatMap { String(validating: $0.payload.dropFirst(2), as: UTF8.self) }
        #expect(reason == (said == nil ? "" : String(repeating: "é", count: 61)))
        #expect(!frames.queue(text: [97]))
    }
}
