import Domain
import HTTP
import JSON
import TestKit
import Testing
import Upstream
import Wire

@Suite struct HTTPBackendFailureTests {
    typealias Step = ScriptedUpstream.Step

    @Test(arguments: [
        (401, "invalid_api_key", TurnFailure.upstreamAuth), (403, "", .upstreamAuth),
        (429, "rate_limit_exceeded", .upstreamRateLimited),
        (404, "model_not_found", .upstreamModelNotFound), (404, "", .upstreamModelNotFound),
        (400, "model_not_found", .upstreamModelNotFound),
        (400, "invalid_value", .upstreamRefused), (402, "", .upstreamRefused), (413, "", .upstreamRefused),
        (422, "", .upstreamRefused),
        (400, "context_length_exceeded", .contextTooLong), (500, "", .upstreamError), (503, "", .upstreamError),
        (529, "overloaded", .upstreamError), (204, "", .upstreamBadAnswer), (301, "", .upstreamBadAnswer),
    ])
    func `a refusal is told by its status and its code`(status: Int, code: String, failure: TurnFailure) async {
        let asked = await Asked.asking(.refusal(status, code: code, "Because."))
        #expect(asked.failure?.code == failure)
        #expect(asked.failure?.status == status)
        #expect(asked.events.isEmpty)
    }

    @Test func `the administrator reads what the upstream said`() async {
        let asked = await Asked.asking(.refusal(401, code: "invalid_api_key", "Incorrect API key provided."))
        #expect(asked.failure?.detail == "invalid_api_key: Incorrect API key provided.")
        let page = "<html><title>502 Bad Gateway</title><body>nginx</body></html>"
        let broken = await Asked.asking([.answer(502, ["Content-Type": "text/html"], page)])
        #expect(broken.failure?.code == .upstreamError)
        #expect(broken.failure?.detail == "no reason given: 502 Bad Gateway")
    }

    @Test func `an upstream can say how long it wants to be left alone`() async {
        let cases: [(Headers, Duration?)] = [
            (["Retry-After": "7"], Duration.seconds(7)), (["Retry-After": "1.5"], .milliseconds(1500)),
            (["retry-after-ms": "250", "Retry-After": "9"], .milliseconds(250)),
            (["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT", "Date": "Sun, 06 Nov 1994 08:48:37 GMT"], .seconds(60)),
            (["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"], .zero), (["Retry-After": "-5"], .zero),
            (["Retry-After": "1e300"], .seconds(86_400)), (["Retry-After": "soon"], nil), ([:], nil),
        ]
        for (headers, span) in cases {
            let asked = await Asked.asking(.refusal(429, code: "", "Slowly.", headers: headers))
            #expect(asked.failure?.retryAfter == span)
        }
    }

    @Test func `a challenge for humans is a bad answer whatever its status`() async {
        for status in [200, 403, 503] {
            let page = Step.answer(
                status, ["Content-Type": "text/html", "cf-mitigated": "challenge"], "<html>Just a moment")
            let asked = await Asked.asking([page])
            #expect(asked.failure?.code == .upstreamBadAnswer)
            #expect(asked.failure?.detail.contains("person") == true)
        }
    }

    @Test(arguments: [
        ("text/html", "<html><title>Sign in</title>"), ("", "<!doctype html><p>"), ("image/png", "PNG"),
        ("text/plain", "Hello"),
        ("application/json", "{\"choices\":"), ("application/json", "{\"ok\":true}"), ("application/json", "[]"),
        ("text/event-stream", "data: not JSON\n\n"),
        ("text/event-stream", "\u{FEFF}<html>"),
    ])
    func `what is no answer is a bad answer`(type: String, body: String) async {
        let asked = await Asked.asking([.answer(200, ["Content-Type": Text(type)], body)])
        #expect(asked.failure?.code == .upstreamBadAnswer)
        #expect(asked.events.isEmpty)
    }

    @Test func `an error inside the stream ends the answer and keeps what came before`() async {
        let errors: [Step] = [
            .event(["error": ["message": "Overloaded", "type": "server_error", "code": nil]]),
            .event(["error": "Overloaded"]),
            .chunk("event: error\ndata: {\"message\":\"Overloaded\"}\n\n"),
        ]
        for error in errors {
            let asked = await Asked.asking([
                .eventStream, .delta("Half"), error, .delta("more"), .finish(), .done, .lastChunk,
            ])
            #expect(asked.text == "Half")
            #expect(asked.failure?.code == .upstreamError)
            #expect(asked.failure?.detail.hasSuffix("Overloaded") == true)
        }
        let limited: JSONValue = ["error": ["message": "Slowly", "type": "rate_limit_error"]]
        let asked = await Asked.asking([.eventStream, .event(limited), .lastChunk])
        #expect(asked.failure?.code == .upstreamRateLimited && asked.failure?.status == 429)
        let tooLong: JSONValue = ["error": ["message": "Too long", "code": "context_length_exceeded"]]
        #expect(await Asked.asking([.eventStream, .event(tooLong), .lastChunk]).failure?.code == .contextTooLong)
        let json = Step.answer(200, ["Content-Type": "application/json"], #"{"error":{"message":"Overloaded"}}"#)
        #expect(await Asked.asking([json]).failure?.code == .upstreamError)
    }

    @Test(arguments: [
        [Step.close], [.reset], [.eventStream, .close], [.eventStream, .lastChunk],
        [.eventStream, .delta("Half"), .close],
        [.eventStream, .delta("Half"), .reset], [.eventStream, .delta("Half"), .lastChunk],
        [.eventStream, .chunk(": waiting\n\n"), .lastChunk], [.eventStream, .chunk("data: {\"choi"), .lastChunk],
        [.eventStream, .delta("Half"), .chunk("data: {\"choi"), .lastChunk],
        [.eventStream, .chunk("data: {\"choi"), .reset],
    ])
    func `a stream that breaks off is incomplete and keeps what came before`(steps: [Step]) async {
        let asked = await Asked.asking(steps)
        #expect(asked.failure?.code == .upstreamIncomplete)
        #expect(asked.text.isEmpty || asked.text == "Half")
    }

    @Test(arguments: [
        [Step.hold], [.text("HTTP/1.1 200"), .hold], [.eventStream, .hold], [.eventStream, .delta("Half"), .hold],
        [.eventStream, .chunk("data: {\"choi"), .hold],
    ])
    func `silence is a time-out in every phase`(steps: [Step]) async {
        let timeouts = ClientTimeouts(firstByte: .milliseconds(80), idle: .milliseconds(80))
        #expect(await Asked.asking(steps, timeouts: timeouts).failure?.code == .upstreamTimeout)
    }

    @Test func `an upstream that cannot be reached is told apart`() async {
        // The port of a server that has ended may be another one's by now.
        let nobody = "127.0.0.1:1"
        let backend = HTTPBackend(client: HTTPClient(.init(allowPrivate: [nobody])))
        for base in ["http://\(nobody)", "https://127.0.0.1:1", "https://[::1]", "not a URL", "", "http://example.com"]
        {
            let asked = await Asked.asking(backend, .asking("Hi"), as: .openAI(base))
            #expect(asked.failure?.code == .upstreamUnreachable, "\(base)")
        }
        let refused = await Asked.asking(backend, .asking("Hi"), as: .openAI("https://10.0.0.1"))
        #expect(refused.failure?.detail == "the address 10.0.0.1 is private; see upstream.allow_private")
    }

    @Test func `a line beyond all bounds is a bad answer`() async {
        let megabyte = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        let asked = await Asked.asking(
            [.eventStream, .delta("Half"), .chunk("data: ")] + (0..<9).map { _ in .chunk(megabyte) } + [.hold])
        #expect(asked.text == "Half")
        #expect(asked.failure?.code == .upstreamBadAnswer)
    }

    @Test func `an answer beyond all bounds is a bad answer`() async {
        let piece = Step.delta(String(repeating: "x", count: 1 << 20))
        let asked = await Asked.asking([.eventStream] + (0..<13).map { _ in piece } + [.hold])
        #expect(asked.failure?.code == .upstreamBadAnswer)
        #expect(asked.text.utf8.count == 12 << 20)
    }

    @Test func `a cancelled turn closes the upstream's connection`() async {
        for steps in [[Step.hold], [.eventStream, .delta("Half"), .hold]] {
            await ScriptedUpstream.serving(steps) { upstream in
                let task = Task {
                    await Asked.asking(HTTPBackend.reaching(upstream), .asking("Hi"), as: .openAI(upstream.baseURL))
                }
                _ = await upstream.requests(atLeast: 1)
                task.cancel()
                #expect(await task.value.isCancelled)
                await upstream.departures(atLeast: 1)
            }
        }
    }

    @Test func `nothing is asked twice`() async {
        for steps in [[Step.close], [.reset]] + [500, 503, 429, 401].map({ .refusal($0, code: "", "No.") }) {
            await ScriptedUpstream.serving(steps) { upstream in
                _ = await Asked.asking(HTTPBackend.reaching(upstream), .asking("Hi"), as: .openAI(upstream.baseURL))
                #expect(upstream.requests.count == 1)
            }
        }
    }
}
