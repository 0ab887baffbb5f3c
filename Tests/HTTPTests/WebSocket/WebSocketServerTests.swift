import HTTP
import JSON
import Testing
import Transport
import Wire

@Suite(.onItsOwnThread, .timeLimit(.minutes(5))) struct WebSocketServerTests {
    @Test func `a handshake is answered with its proof, and messages go both ways`() throws {
        let server = try RunningServer(handler: Self.echo())
        let client = server.client()
        let answer = try #require(client.shakeHands())
        #expect(answer.status == 101)
        #expect(answer.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        #expect(answer.headers["connection"] == "Upgrade" && answer.headers["upgrade"] == "websocket")
        client.send(.text("Häl", isLast: false), Frame(isLast: false, opcode: 0), .ping("in between"))
        client.send(Frame(opcode: 0, payload: Array("lo".utf8)))
        _ = client.bytes(until: "Hällo")
        client.send(.close(4321, "enough"))
        #expect(client.frames() == [.pong("in between"), .text("Hällo"), .close(4321, "enough")])
    }

    @Test func `a message of the longest kind comes through, and a byte more does not`() throws {
        let server = try RunningServer(handler: Self.echo())
        let longest = Frame(payload: [UInt8](repeating: 97, count: 1 << 20))
        let client = server.client()
        #expect(client.shakeHands()?.status == 101)
        // While it is sent, what comes back is not read: the server stops reading, and goes on when we do.
        client.send(longest.bytes() + Frame.text("end").bytes())
        _ = client.bytes(until: "end")
        client.send(.close(1000))
        let frames = client.frames() == [longest, .text("end"), .close(1000)]
        #expect(frames)
        let other = server.client()
        #expect(other.shakeHands()?.status == 101)
        other.send(Frame(payload: longest.payload + [97]).bytes())
        #expect(other.frames()?.map(\.code) == [1009])
    }

    @Test(arguments: Broken.all) func `broken frames end it, with the reason`(_ broken: Broken) throws {
        let server = try RunningServer(handler: Self.echo())
        let client = server.client()
        #expect(client.shakeHands()?.status == 101)
        client.send(broken.bytes)
        let frames = try #require(client.frames(), "it was not closed")
        #expect(frames.count == 1 && frames[0].opcode == 8)
        #expect(frames.last?.code == broken.code)
    }

    @Test func `a peer that never says goodbye is not waited for long`() throws {
        let server = try RunningServer(handler: Self.echo())
        let client = server.client()
        #expect(client.shakeHands()?.status == 101)
        client.send(Frame(opcode: 2))
        // The server closes by itself: the client goes on to send nothing.
        #expect(client.frames()?.map(\.code) == [1003])
    }

    @Test func `a silent peer is asked for a sign of life, and dropped when it gives none`() throws {
        let server = try RunningServer(handler: Self.echo(pingInterval: .milliseconds(50)))
        let client = server.client()
        #expect(client.shakeHands()?.status == 101)
        let frames = try #require(client.frames())
        #expect(frames == [Frame(opcode: 9)])
    }

    @Test func `a peer that answers pings stays`() throws {
        let server = try RunningServer(handler: Self.echo(pingInterval: .milliseconds(50)))
        let client = server.client()
        #expect(client.shakeHands()?.status == 101)
        for count in 1...4 {
            _ = client.bytes(until: String(repeating: "\u{FFFD}\0", count: count))
            client.send(Frame(opcode: 10))
        }
        client.send(.text("still here"))
        _ = client.bytes(until: "still here")
        client.send(.close(1000))
        let frames = try #require(client.frames())
        #expect(frames.filter { $0.opcode == 9 }.count >= 4)
        #expect(frames.filter { $0.opcode != 9 } == [.text("still here"), .close(1000)])
    }

    @Test func `pings whose answers nobody reads are not read on`() throws {
        let server = try RunningServer(handler: Self.echo(patience: .milliseconds(300)))
        let client = server.client(receiveBuffer: 4096)
        #expect(client.shakeHands()?.status == 101)
        let pings = [[UInt8]](repeating: Frame.ping("0123456789").bytes(), count: 10_000).flatMap(\.self)
        // Returns, as the server gives up on a peer that takes nothing.
        for _ in 0..<200 { client.send(pings) }
        #expect(client.rest() != nil)
    }

    @Test func `a server that stops says so`() async throws {
        let server = try RunningServer(handler: Self.echo())
        let client = server.client()
        #expect(client.shakeHands()?.status == 101)
        client.send(.text("one"))
        _ = client.bytes(until: "one")
        let other = LoopGroup(count: 1)
        let draining = Task(executorPreference: other.loops[0]) { await server.server.drain(within: .seconds(30)) }
        #expect(client.frames()?.last?.code == 1001)
        await draining.value
    }

    @Test(arguments: badHandshakes) func `what is no handshake is refused`(_ head: String, _ status: Int) throws {
        let server = try RunningServer(handler: Self.echo())
        let client = server.client()
        client.send(head)
        #expect(client.answer()?.status == status)
    }

    /// Says everything again.
    private static func echo(
        pingInterval: Duration = .seconds(25), patience: Duration = .seconds(60)
    ) -> Handler {
        var limits = WebSocketLimits()
        (limits.message, limits.frames, limits.farewell) = (1 << 20, 100, .milliseconds(50))
        (limits.pingInterval, limits.patience) = (pingInterval, patience)
        return { [limits] request in
            do throws(WebSocketOffer.Flaw) {
                return try WebSocketOffer(request).accepted(limits, talk: echo)
            } catch {
                return Response([.key, .body].contains(error) ? 400 : 426)
            }
        }
    }

    private static func echo(_ socket: WebSocket) async {
        while true {
            switch await socket.next() {
            case .text(let text): guard await socket.send(text: text) else { return }
            case .binary: return await socket.close(WebSocketClose(1003))
            case .interrupted: return await socket.close(WebSocketClose(1001))
            case .closed, .lost: return
            }
        }
    }
}

/// Heads that ask for no WebSocket, or not as one must, and what they are answered.
private let badHandshakes: [(String, Int)] = [
    ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", 426),
    (RawClient.handshake().replacing("Version: 13", with: "Version: 8"), 426),
    (RawClient.handshake().replacing("Connection: keep-alive, Upgrade\r\n", with: ""), 426),
    (RawClient.handshake().replacing("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", with: ""), 400),
    (RawClient.handshake().replacing("25jZQ==", with: "25jZ==="), 400),
    (RawClient.handshake("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"), 400),
    (RawClient.handshake("Content-Length: 2\r\n") + "hi", 400),
    (RawClient.handshake("Transfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400),
    (RawClient.handshake().replacing("GET", with: "POST"), 426),
    (RawClient.handshake().replacing("HTTP/1.1", with: "HTTP/1.0"), 400),
]

/// What no client may send, and how it is told.
struct Broken: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    /// Nil: a close frame without one.
    let code: Int?

    var testDescription: String { name }

    static let all = [
        Broken(name: "not masked", bytes: Frame.text("hi").bytes(isMasked: false), code: 1002),
        Broken(name: "reserved bit", bytes: Frame.text("hi").bytes(reserved: 4), code: 1002),
        Broken(name: "unknown opcode", bytes: Frame(opcode: 3).bytes(), code: 1002),
        Broken(name: "continuation first", bytes: Frame(opcode: 0).bytes(), code: 1002),
        Broken(
            name: "text within text", bytes: Frame.text("a", isLast: false).bytes() + Frame.text("b").bytes(),
            code: 1002),
        Broken(
            name: "long ping", bytes: Frame(opcode: 9, payload: [UInt8](repeating: 97, count: 126)).bytes(), code: nil),
        Broken(name: "ping in pieces", bytes: Frame(isLast: false, opcode: 9).bytes(), code: nil),
        Broken(name: "length 2^63", bytes: [0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4], code: nil),
        Broken(name: "a gigabyte announced", bytes: Frame.text("x").bytes(announcing: 1 << 30), code: 1009),
        Broken(name: "not UTF-8", bytes: Frame(payload: [0xC3, 0x28]).bytes(), code: 1007),
        Broken(name: "a surrogate", bytes: Frame(payload: [0xED, 0xA0, 0x80]).bytes(), code: 1007),
        Broken(name: "a cut character", bytes: Frame(payload: [0xE4, 0xBD]).bytes(), code: 1007),
        Broken(
            name: "a reason that is not UTF-8", bytes: Frame(opcode: 8, payload: [3, 232, 0xFF]).bytes(), code: 1007),
        Broken(name: "close 1005", bytes: Frame.close(1005).bytes(), code: 1002),
        Broken(
            name: "pieces without end",
            bytes: Frame(isLast: false).bytes()
                + [[UInt8]](repeating: Frame(isLast: false, opcode: 0, payload: [97]).bytes(), count: 500_000).flatMap(
                    \.self),
            code: 1008),
        Broken(
            name: "more than is borne, in pieces",
            bytes: Frame(isLast: false).bytes()
                + [[UInt8]](
                    repeating: Frame(isLast: false, opcode: 0, payload: [UInt8](repeating: 97, count: 60_000)).bytes(),
                    count: 30
                ).flatMap(\.self),
            code: 1009),
    ]
}

extension String {
    fileprivate func replacing(_ part: String, with other: String) -> String {
        components(part).joined(separator: other)
    }
}
