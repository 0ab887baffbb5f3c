import Glibc
import HTTP
import JSON
import TestKit
import Testing
import Wire

@Suite struct HTTPClientFailureTests {
    typealias Step = ScriptedUpstream.Step

    @Test(arguments: [
        [Step.close], [.reset], [.text("HTTP/1.1 200"), .close],
        [.head(200, ["Content-Length": "5"]), .text("abc"), .close],
        [.eventStream, .chunk("abc"), .close], [.eventStream, .text("5\r\nab"), .reset], [.eventStream, .reset],
    ])
    func `a connection that breaks is an error, whatever came before`(script: [Step]) async {
        await ScriptedUpstream.serving(script) { upstream in
            let failure = await HTTPClient.reaching(upstream).failure(of: ClientRequest(.get, upstream.baseURL))
            #expect(failure == .disconnected)
        }
    }

    @Test func `what came before a break is handed out`() async throws {
        await ScriptedUpstream.serving([.eventStream, .chunk("abc"), .close]) { upstream in
            let client = HTTPClient.reaching(upstream)
            var received: [UInt8] = []
            await #expect(throws: ClientError.disconnected) {
                try await TestLoop.run {
                    try await client.send(ClientRequest(.get, upstream.baseURL)) { response throws(ClientError) in
                        while let piece = try await response.next() { received += piece }
                    }
                }
            }
            #expect(received == Array("abc".utf8))
        }
    }

    @Test(arguments: [
        ([Step.hold], ClientTimeouts.Phase.firstByte), ([.text("HTTP/1.1 200 OK\r\n"), .hold], .firstByte),
        ([.eventStream, .hold], .firstByte), ([.eventStream, .chunk("abc"), .hold], .idle),
    ])
    func `silence ends the exchange in every phase`(script: [Step], phase: ClientTimeouts.Phase) async {
        await ScriptedUpstream.serving(script) { upstream in
            var request = ClientRequest(.get, upstream.baseURL)
            // The other limit is out of reach, so that a busy machine cannot confuse the two.
            if phase == .firstByte { request.timeouts.firstByte = .milliseconds(80) }
            if phase == .idle { request.timeouts.idle = .milliseconds(80) }
            #expect(await HTTPClient.reaching(upstream).failure(of: request) == .timedOut(phase))
            // On a busy machine the time may be up before the request is out.
            if phase == .idle { await upstream.departures(atLeast: 1) }
        }
    }

    @Test func `an exchange has a time limit as a whole`() async {
        await ScriptedUpstream.serving([.eventStream, .chunk("abc"), .hold]) { upstream in
            var request = ClientRequest(.get, upstream.baseURL)
            request.timeouts.total = .milliseconds(80)
            #expect(await HTTPClient.reaching(upstream).failure(of: request) == .timedOut(.total))
        }
    }

    @Test func `a peer that does not accept is given up after the connect time-out`() async {
        let busy = BusyListener()
        defer { withExtendedLifetime(busy) {} }
        let client = HTTPClient(.init(allowPrivate: ["127.0.0.1"]))
        var request = ClientRequest(.get, "http://127.0.0.1:\(busy.port)")
        request.timeouts.connect = .milliseconds(100)
        #expect(await client.failure(of: request) == .timedOut(.connect))
    }

    @Test func `a closed port is unreachable`() async {
        let closed = ClosedPort()
        defer { withExtendedLifetime(closed) {} }
        let client = HTTPClient(.init(allowPrivate: [closed.host]))
        let failure = await client.failure(of: ClientRequest(.get, "http://\(closed.host)"))
        guard case .unreachable(let reason) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(reason.contains("refused"))
    }

    @Test func `what is not TLS is a TLS error`() async {
        await ScriptedUpstream.serving([.answer(200)]) { upstream in
            let request = ClientRequest(.get, "https://\(upstream.host)", timeouts: .init(connect: .seconds(60)))
            let failure = await HTTPClient.reaching(upstream).failure(of: request)
            guard case .tls = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
        }
    }

    @Test func `what is not HTTP is malformed`() async {
        await ScriptedUpstream.serving([.text("SSH-2.0-OpenSSH_9.2\r\n"), .close]) { upstream in
            let failure = await HTTPClient.reaching(upstream).failure(of: ClientRequest(.get, upstream.baseURL))
            guard case .malformed = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
        }
    }

    @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\u{0}b", "a\u{7F}"])
    func `a header cannot smuggle in another`(value: String) async {
        await ScriptedUpstream.serving([.answer(200)]) { upstream in
            let request = ClientRequest(.get, upstream.baseURL, headers: ["Authorization": Text(value)])
            let failure = await HTTPClient.reaching(upstream).failure(of: request)
            #expect(failure == .invalid("a control character in a header"))
            #expect(upstream.requests.isEmpty)
        }
    }
}

/// Listens but takes no more connections: its backlog is full.
private final class BusyListener {
    private(set) var port: UInt16 = 0
    private var sockets: [Int32] = []

    init() {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        sockets = [listener]
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(listener, address, length)
                _ = listen(listener, 0)
                _ = getsockname(listener, address, &length)
                for _ in 0..<4 {
                    let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
                    _ = connect(client, address, length)
                    sockets.append(client)
                }
            }
        }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { for socket in sockets { close(socket) } }
}
