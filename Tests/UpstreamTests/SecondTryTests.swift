import Domain
import HTTP
import JSON
import TestKit
import Testing
import Upstream
import Wire

/// What is asked otherwise once a refusal has said so.
@Suite struct SecondTryTests {
    typealias Step = ScriptedUpstream.Step

    /// Refuses requests for which `refuses` has words.
    private func asking(
        _ change: @Sendable (inout Account) -> Void = { _ in },
        status: Int = 400, refusing refuses: @escaping @Sendable (JSONValue) -> String?
    ) async -> (asked: Asked, bodies: [JSONValue]) {
        let script: @Sendable (RecordedRequest) -> [Step] = { request in
            request.json.flatMap(refuses).map { .refusal(status, code: "", $0) } ?? .chat("ok")
        }
        return await ScriptedUpstream.serving(script) { upstream in
            var account = Account.openAI(upstream.baseURL)
            change(&account)
            let asked = await Asked.asking(HTTPBackend.reaching(upstream), .asking("Hi"), as: account)
            return (asked, upstream.requests.compactMap(\.json))
        }
    }

    @Test(arguments: [400, 422])
    func `a field that is refused is left out in a second try, and that is told`(status: Int) async {
        let (asked, bodies) = await asking(status: status) {
            $0["stream_options"] == nil ? nil : "Unknown field: stream_options"
        }
        #expect(asked.text == "ok" && asked.finish == .stop)
        #expect(asked.findings == AccountFindings(learned: [LearnedOption("stream_options")]))
        #expect(bodies.count == 2 && bodies[1]["stream_options"] == nil && bodies[1]["stream"] == true)
    }

    @Test func `what was learned before is minded at once`() async {
        let (asked, bodies) = await asking({ $0.learned = [LearnedOption("stream_options")] }) {
            $0["stream_options"] == nil ? nil : "Unknown field: stream_options"
        }
        #expect(asked.finish == .stop && asked.findings.isEmpty && bodies.count == 1)
    }

    @Test func `a system prompt that is refused is spoken by the user`() async {
        let (asked, bodies) = await asking { body in
            body["messages"]?.array?.contains { $0["role"] == "system" } == true ? "System role not supported" : nil
        }
        #expect(asked.finish == .stop)
        #expect(bodies.last?["messages"]?.array?.map { $0["role"]?.text } == ["user"])
    }

    @Test func `an upstream that does not stream is asked for all at once`() async {
        let script: @Sendable (RecordedRequest) -> [Step] = { request in
            guard request.json?["stream"] != true else { return .refusal(400, code: "", "streaming is not supported") }
            return [
                .answer(
                    200, ["Content-Type": "application/json"],
                    #"{"choices":[{"message":{"content":"ok"},"finish_reason":"stop"}]}"#)
            ]
        }
        await ScriptedUpstream.serving(script) { upstream in
            let asked = await Asked.asking(
                HTTPBackend.reaching(upstream), .asking("Hi"), as: .openAI(upstream.baseURL))
            #expect(asked.text == "ok" && asked.finish == .stop)
        }
    }

    @Test(arguments: [
        (400, "Insufficient balance"), (400, ""), (429, "stream_options"), (500, "stream_options"), (401, "stream"),
    ])
    func `nothing else is tried twice`(status: Int, words: String) async {
        let (asked, bodies) = await asking(status: status) { _ in words }
        #expect(asked.failure != nil && bodies.count == 1)
    }

    @Test func `of two refusals the first one is told, and nothing is learned`() async {
        let (asked, bodies) = await asking {
            $0["stream_options"] == nil ? "Something else" : "stream_options: unknown"
        }
        #expect(asked.failure?.detail.hasSuffix("stream_options: unknown") == true)
        #expect(asked.findings.isEmpty && bodies.count == 2)
    }

    @Test func `what has begun is not tried again`() async {
        let steps: [Step] = [
            .eventStream, .delta("Half"), .chunk("data: {\"error\":{\"message\":\"stream_options\"}}\n\n"), .lastChunk,
        ]
        await ScriptedUpstream.serving(steps) { upstream in
            let asked = await Asked.asking(
                HTTPBackend.reaching(upstream), .asking("Hi"), as: .openAI(upstream.baseURL))
            #expect(asked.failure?.code == .upstreamError && upstream.requests.count == 1)
        }
    }

    @Test func `the account's headers and parameters are sent, and no head of ours is lost`() async throws {
        try await ScriptedUpstream.serving(.chat("ok")) { upstream in
            var account = Account.openAI(upstream.baseURL)
            account.options.headers = [.init("HTTP-Referer", "https://chat.example.org"), .init("X-Title", "chat")]
            account.options.parameters = #"{"temperature":0.2}"#
            _ = await Asked.asking(HTTPBackend.reaching(upstream), .asking("Hi"), as: account)
            let request = try #require(upstream.requests.first)
            #expect(
                request.headers["http-referer"] == "https://chat.example.org" && request.headers["x-title"] == "chat")
            #expect(request.headers["content-type"] == "application/json" && request.headers["authorization"] != nil)
            #expect(request.json?["temperature"] == .number("0.2"))
        }
    }

    @Test func `the models that an upstream offers are listed by their names`() async {
        let list = Step.answer(200, ["Content-Type": "application/json"], #"{"data":[{"id":"b"},{"id":"a"}]}"#)
        await ScriptedUpstream.serving([list]) { upstream in
            let account = Account.openAI(upstream.baseURL + "/api/v3")
            let names = await TestLoop.run {
                try? await HTTPBackend.reaching(upstream).models(of: account, key: .test)
            }
            #expect(names == ["b", "a"])
            #expect(upstream.requests.first?.target == "/api/v3/models")
            #expect(upstream.requests.first?.headers["authorization"]?.string.hasPrefix("Bearer ") == true)
        }
    }

    @Test func `a finish reason in every word ends nothing, and silence after the end does`() async {
        let words: [Step] = (0..<13).map {
            .chunk("data: {\"choices\":[{\"delta\":{\"content\":\"w\($0) \"},\"finish_reason\":\"stop\"}]}\n\n")
        }
        let asked = await Asked.asking([.eventStream] + words + [.done, .lastChunk])
        #expect(asked.text == (0..<13).map { "w\($0) " }.joined() && asked.finish == .stop)
        let broken = await Asked.asking([.eventStream] + words + [.reset])
        #expect(broken.finish == nil && broken.failure?.code == .upstreamIncomplete)
    }

    @Test func `an account's own time-outs hold`() async {
        await ScriptedUpstream.serving([.hold]) { upstream in
            var account = Account.openAI(upstream.baseURL)
            account.options.firstByte = 1
            let backend = HTTPBackend(client: HTTPClient(.init(allowPrivate: [upstream.host])))
            let asked = await Asked.asking(backend, .asking("Hi"), as: account)
            #expect(asked.failure?.code == .upstreamTimeout)
        }
    }

    @Test(arguments: [
        ("", "/v1"), ("/v1/", "/v1"), ("/api/v3", "/api/v3"), ("/api/paas/v4/", "/api/paas/v4"),
        ("/v1beta/openai/", "/v1beta/openai"), ("/v1/chat/completions", "/v1"), ("/chat/completions", ""),
    ])
    func `a question goes where the base URL means, and so does the list of models`(pasted: String, root: String) async
    {
        let list = Step.answer(200, ["Content-Type": "application/json"], #"{"data":[{"id":"b"}]}"#)
        let script: @Sendable (RecordedRequest) -> [Step] = { $0.method == "GET" ? [list] : .chat("ok") }
        await ScriptedUpstream.serving(script) { upstream in
            let account = Account.openAI(upstream.baseURL + pasted)
            let backend = HTTPBackend.reaching(upstream)
            #expect(await Asked.asking(backend, .asking("Hi"), as: account).text == "ok")
            #expect(await TestLoop.run { try? await backend.models(of: account, key: .test) } == ["b"])
            #expect(upstream.requests.map(\.target) == [root + "/chat/completions", root + "/models"])
        }
    }

    @Test func `an account's options are in what is sent`() async throws {
        let whole = Step.answer(
            200, ["Content-Type": "application/json"],
            #"{"choices":[{"message":{"content":"ok"},"finish_reason":"stop"}]}"#)
        try await ScriptedUpstream.serving([whole]) { upstream in
            var account = Account.openAI(upstream.baseURL)
            account.options.streams = false
            account.options.systemRole = .developer
            let asked = await Asked.asking(HTTPBackend.reaching(upstream), .asking("Hi"), as: account)
            #expect(asked.text == "ok" && asked.finish == .stop)
            let request = try #require(upstream.requests.first)
            #expect(request.json?["stream"] == false && request.json?["stream_options"] == nil)
            #expect(request.json?["messages"]?[0]?["role"] == "developer")
            #expect(request.headers["accept"] == "application/json")
        }
    }
}
