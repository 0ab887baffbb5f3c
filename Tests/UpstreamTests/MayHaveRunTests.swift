import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import Upstream

/// Whether another account may be asked the same without doing it twice.
@Suite struct MayHaveRunTests {
    typealias Step = ScriptedUpstream.Step

    private let patience = ClientTimeouts(firstByte: .milliseconds(80), idle: .milliseconds(80))

    @Test(arguments: [
        [Step.close], [.reset], [.hold], [.text("HTTP/1.1 200"), .hold], [.text("HTTP/1.1 200"), .close],
        [.text("no HTTP\r\n\r\n"), .close],
    ])
    func `a request whose status never came may have run`(steps: [Step]) async {
        #expect(await Asked.asking(steps, timeouts: patience).failure?.mayHaveRun == true)
    }

    @Test(arguments: [
        [Step.eventStream, .close], [.eventStream, .reset], [.eventStream, .lastChunk],
        [.eventStream, .event(["error": ["message": "No."]]), .lastChunk], [.eventStream, .delta("Half"), .reset],
        [.answer(200, [:], "<html>")], [.answer(500)], [.answer(429)],
        [.answer(400)], [.answer(401)], [.answer(301)], [.answer(204)],
    ])
    func `one whose status came has ended, however`(steps: [Step]) async {
        let failure = await Asked.asking(steps).failure
        #expect(failure != nil && failure?.mayHaveRun == false)
    }

    @Test(arguments: [
        (ClientError.timedOut(.firstByte), true), (.timedOut(.total), true), (.disconnected, true),
        (.malformed("x"), true), (.tooLarge, true), (.timedOut(.connect), false), (.unreachable("x"), false),
        (.tls("x"), false), (.refusedAddress("x"), false), (.invalid("x"), false),
    ])
    func `what breaks after the head has ended, and before it only what may have been sent has not`(
        error: ClientError, mayHaveRun: Bool
    ) {
        let redaction = Redaction(key: .test, prompt: .asking("Hi"), host: "")
        for hasHead in [true, false] {
            guard case .failed(let failure) = UpstreamError(error, redaction, hasHead: hasHead) else {
                Issue.record("no failure")
                return
            }
            #expect(failure.mayHaveRun == (mayHaveRun && !hasHead))
        }
    }

    @Test func `one that reached nobody has not run`() async {
        let closed = ClosedPort()
        defer { withExtendedLifetime(closed) {} }
        let backend = HTTPBackend(client: HTTPClient(.init(allowPrivate: [closed.host])))
        let bases = [
            "http://\(closed.host)", "https://nothing.invalid", "https://10.0.0.1", "not a URL", "http://example.com",
        ]
        for base in bases {
            let failure = await Asked.asking(backend, .asking("Hi"), as: .openAI(base)).failure
            #expect(failure?.code == .upstreamUnreachable && failure?.mayHaveRun == false, "\(base)")
        }
        // TLS with somebody who does not speak it.
        let plain = ScriptedUpstream([.close])
        defer { plain.stop() }
        let secure = plain.baseURL.replacing("http:", with: "https:")
        let failure = await Asked.asking(HTTPBackend.reaching(plain), .asking("Hi"), as: .openAI(secure)).failure
        #expect(failure?.code == .upstreamUnreachable && failure?.mayHaveRun == false)
    }
}
