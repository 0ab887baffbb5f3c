import Domain
import HTTP
import JSON
import Synchronization
import TestKit
import Testing
import Upstream
import Wire

@Suite struct HTTPBackendAnswerTests {
    typealias Step = ScriptedUpstream.Step

    @Test func `an answer arrives piece by piece, reasoning first, usage last`() async {
        let asked = await Asked.asking(.chat("Hel", "lo", thoughts: ["Hm"]))
        #expect(
            asked.events == [
                .reasoning("Hm"), .text("Hel"), .text("lo"), .usage(Usage(promptTokens: 3, completionTokens: 2)),
            ])
        #expect(asked.finish == .stop)
    }

    @Test func `a usage that is repeated is told once`() async {
        let usage = Step.usage(prompt: 5, completion: 1)
        let steps = [.eventStream, usage, .delta("ok"), usage, usage, .finish(), usage, .done, .lastChunk]
        let asked = await Asked.asking(steps)
        #expect(asked.events == [.usage(Usage(promptTokens: 5, completionTokens: 1)), .text("ok")])
    }

    @Test func `the request is OpenAI's and carries the account's key`() async throws {
        try await ScriptedUpstream.serving(.chat("ok")) { upstream in
            for base in [
                upstream.baseURL, upstream.baseURL + "/", upstream.baseURL + "/v1", " \(upstream.baseURL)/v1/ ",
            ] {
                let backend = HTTPBackend.reaching(upstream)
                let asked = await Asked.asking(backend, .asking("Hi"), as: .openAI(base), key: Secret(" sk-1\n"))
                #expect(asked.finish == .stop)
            }
            for request in upstream.requests {
                #expect(request.method == "POST")
                #expect(request.target == "/v1/chat/completions")
                #expect(request.headers["authorization"] == "Bearer sk-1")
                #expect(request.headers["content-type"] == "application/json")
                let body = try #require(request.json)
                #expect(body["model"] == "m")
                #expect(body["messages"]?[1]?["content"] == "Hi")
                #expect(body["stream"] == true)
            }
            #expect(upstream.requests.count == 4)
        }
    }

    @Test func `only the headers we name are sent`() async throws {
        try await ScriptedUpstream.serving(.chat("ok")) { upstream in
            _ = await Asked.asking(HTTPBackend.reaching(upstream), .asking("Hi"), as: .openAI(upstream.baseURL))
            let names = try #require(upstream.requests.first).headers.fields.map { $0.name.asciiLowercased }
            #expect(
                Set(names) == [
                    "host", "user-agent", "accept", "accept-encoding", "content-type", "content-length",
                    "authorization",
                ])
        }
    }

    @Test func `a connection serves one turn after the other`() async {
        await ScriptedUpstream.serving(.chat("ok")) { upstream in
            let backend = HTTPBackend.reaching(upstream)
            for _ in 0..<5 { _ = await Asked.asking(backend, .asking("Hi"), as: .openAI(upstream.baseURL)) }
            #expect(Set(upstream.requests.map(\.connection)).count == 1)
        }
    }

    @Test func `two accounts of one upstream have nothing in common`() async {
        await ScriptedUpstream.serving(.chat("ok")) { upstream in
            let backend = HTTPBackend.reaching(upstream)
            for round in 0..<20 {
                let id = Int64(round % 2)
                _ = await Asked.asking(
                    backend, .asking("Hi"), as: .openAI(upstream.baseURL, id: id), key: Secret("key-\(id)"))
            }
            for requests in Dictionary(grouping: upstream.requests, by: \.connection).values {
                #expect(Set(requests.map { $0.headers["authorization"] }).count == 1)
            }
        }
    }

    @Test(arguments: [
        [Step.head(200, ["Content-Type": "text/event-stream; charset=utf-8"])],
        [.head(200, ["content-type": "Text/Event-Stream"])],
        [.head(200)], [.head(200, ["Content-Type": "text/plain"])], [.head(200, ["Content-Type": "application/json"])],
    ])
    func `a stream is known by its content`(head: [Step]) async {
        let event = #"data: {"choices":[{"delta":{"content":"ok"},"finish_reason":"stop"}]}"#
        let asked = await Asked.asking(head + [.text("\r\n\r\n: hi\r\n\(event)\r\n\r\ndata: [DONE]\r\n\r\n"), .close])
        #expect(asked.text == "ok")
        #expect(asked.finish == .stop)
    }

    @Test func `an upstream that does not stream is understood`() async {
        let body = #" {"choices":[{"message":{"content":"All"},"finish_reason":"length"}],"usage":{"prompt_tokens":1}}"#
        for type in ["application/json", "text/event-stream"] {
            let asked = await Asked.asking([.answer(200, ["Content-Type": Text(type)], body)])
            #expect(asked.events == [.text("All"), .usage(Usage(promptTokens: 1))])
            #expect(asked.finish == .length)
        }
    }

    @Test func `a character that is cut in two by a chunk arrives whole`() async {
        let event = Array(#"data: {"choices":[{"delta":{"content":"漢😀字"},"finish_reason":"stop"}]}"#.utf8) + [10, 10]
        for cut in 30..<event.count - 20 {
            let asked = await Asked.asking([
                .eventStream, .chunk(event[..<cut]), .chunk(event[cut...]), .done, .lastChunk,
            ])
            #expect(asked.events == [.text("漢😀字")], "cut at \(cut)")
        }
    }

    @Test func `bytes that are no UTF-8 become U+FFFD`() async {
        let event = Array(#"data: {"choices":[{"delta":{"content":"a"#.utf8) + [0xFF, 0xE6] + Array(#"b"}}]}"#.utf8)
        let asked = await Asked.asking([.eventStream, .chunk(event + [10, 10]), .finish(), .done, .lastChunk])
        #expect(asked.text == "a\u{FFFD}\u{FFFD}b")
        #expect(asked.finish == .stop)
    }

    @Test func `a stream may end after its finish reason without saying so`() async {
        for ending in [[Step.lastChunk], [.close], [.reset]] {
            let asked = await Asked.asking([.eventStream, .delta("ok"), .finish("content_filter")] + ending)
            #expect(asked.text == "ok")
            #expect(asked.finish == .contentFilter)
        }
    }

    @Test func `a stream may end with DONE alone`() async {
        let asked = await Asked.asking([.eventStream, .delta("ok"), .done, .hold])
        #expect(asked.text == "ok")
        #expect(asked.finish == .stop)
    }

    @Test func `an empty answer is one if the upstream says how it ended`() async {
        let asked = await Asked.asking([.eventStream, .finish("content_filter"), .done, .lastChunk])
        #expect(asked.events.isEmpty)
        #expect(asked.finish == .contentFilter)
    }

    @Test func `nothing reaches the upstream before it may`() async {
        await ScriptedUpstream.serving([.eventStream, .delta("Hi."), .finish(), .done, .lastChunk]) { upstream in
            let backend = HTTPBackend.reaching(upstream)
            let connections = Mutex<Int?>(nil)
            let asked = await Asked.asking(
                backend, .asking("Hi"), as: .openAI(upstream.baseURL),
                after: {
                    for _ in 0..<100 { await Task.yield() }
                    connections.withLock { $0 = upstream.connections }
                })
            #expect(connections.withLock { $0 } == 0)
            #expect(asked.text == "Hi.")
        }
    }

    @Test func `the sink is waited for before more is read`() async {
        let flood = (0..<2000).map { Step.delta("\($0) ") }
        await ScriptedUpstream.serving([.eventStream] + flood + [.finish(), .done, .lastChunk]) { upstream in
            let backend = HTTPBackend.reaching(upstream)
            var text = ""
            await TestLoop.run {
                _ = try? await backend.answer(.asking("Hi"), as: .openAI(upstream.baseURL), key: .test, after: {}) {
                    await Task.yield()
                    for case .text(let piece) in $0.events { text += piece }
                }
            }
            #expect(text == (0..<2000).map { "\($0) " }.joined())
        }
    }
}
