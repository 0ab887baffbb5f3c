import Dialects
import Domain
import HTTP
import JSON
import TestKit
import Testing
import Upstream
import Wire

/// A question in an upstream's own format goes there, and its answer comes back, as it is.
@Suite struct PassingOnTests {
    typealias Step = ScriptedUpstream.Step

    /// What came back, and what the upstream was asked.
    private struct Exchange: Sendable {
        var pieces: [ReplyPiece] = []
        var finish: FinishReason?
        var failure: UpstreamFailure?
        var findings = AccountFindings()
        var bodies: [JSONValue] = []
        var requests: [RecordedRequest] = []

        var raw: [JSONValue] { pieces.compactMap(\.raw) }
        var text: String { pieces.flatMap(\.events).map { if case .text(let text) = $0 { text } else { "" } }.joined() }
    }

    private static let question: JSONValue = [
        "model": "asked", "messages": [["role": "user", "content": "Hi"]], "num_ctx": 5, "stream": true,
    ]

    private func asking(
        _ body: JSONValue = question, _ script: @escaping @Sendable (RecordedRequest) -> [Step],
        _ change: @Sendable (inout Account) -> Void = { _ in }
    ) async throws -> Exchange {
        var prompt = try OpenAIChat().prompt(from: body)
        prompt.model = "mapped"
        let question = prompt
        return await ScriptedUpstream.serving(script) { upstream in
            var account = Account.openAI(upstream.baseURL)
            change(&account)
            let (asked, backend) = (account, HTTPBackend.reaching(upstream))
            var exchange = await TestLoop.run {
                var exchange = Exchange()
                do throws(UpstreamError) {
                    exchange.finish = try await backend.answer(question, as: asked, key: .test, after: {}) { piece in
                        for case .findings(let findings) in piece.events { exchange.findings += findings }
                        exchange.pieces.append(piece)
                    }
                } catch {
                    if case .failed(let failure) = error { exchange.failure = failure }
                }
                return exchange
            }
            exchange.requests = upstream.requests
            exchange.bodies = upstream.requests.compactMap(\.json)
            return exchange
        }
    }

    private static let whole =
        #"{"id":"t","model":"theirs","choices":[{"message":{"content":"ok"},"finish_reason":"stop"}]}"#

    private static func wholly(_: RecordedRequest) -> [Step] {
        [.answer(200, ["Content-Type": "application/json"], whole)]
    }

    @Test func `a stream comes back event by event, each beside what it means`() async throws {
        let exchange = try await asking { _ in .chat("Hel", "lo") }
        #expect(exchange.finish == .stop && exchange.text == "Hello")
        #expect(exchange.raw.count == 4 && exchange.raw[0]["choices"]?[0]?["delta"]?["content"] == "Hel")
        #expect(exchange.pieces[0].events == [.text("Hel")] && exchange.pieces[2].events.isEmpty)
        let body = try #require(exchange.bodies.first)
        #expect(body["model"] == "mapped" && body["num_ctx"] == 5 && body["stream_options"]?["include_usage"] == true)
        #expect(exchange.requests[0].headers["accept"] == "text/event-stream")
    }

    @Test func `a whole answer comes back as one piece`() async throws {
        var question = Self.question
        question["stream"] = nil
        let exchange = try await asking(question, Self.wholly)
        #expect(exchange.raw == [try JSONValue(parsing: Self.whole.utf8)] && exchange.text == "ok")
        #expect(exchange.bodies[0]["stream"] == nil && exchange.requests[0].headers["accept"] == "application/json")
    }

    @Test func `an account that does not stream answers a stream in its meaning alone`() async throws {
        let exchange = try await asking(Self.question, Self.wholly) { $0.options.streams = false }
        #expect(exchange.raw.isEmpty && exchange.text == "ok" && exchange.finish == .stop)
        #expect(exchange.bodies[0]["stream"] == false)
    }

    @Test func `an account that only streams answers a whole in its meaning alone, once that is known`() async throws {
        var question = Self.question
        question["stream"] = false
        let exchange = try await asking(question) { request in
            request.json?["stream"] == true
                ? .chat("ok") : .refusal(400, code: "", "This model only supports stream mode.")
        }
        #expect(exchange.raw.isEmpty && exchange.text == "ok")
        #expect(exchange.findings.learned == [.alwaysStreams])
        #expect(exchange.bodies.map { $0["stream"] } == [false, true])
    }

    @Test func `the chat asks in our own words, and no event goes through it`() async {
        let steps: [Step] = .chat("ok")
        await ScriptedUpstream.serving(steps) { upstream in
            let raw = await TestLoop.run {
                var raw: [JSONValue?] = []
                _ = try? await HTTPBackend.reaching(upstream).answer(
                    .asking("Hi"), as: .openAI(upstream.baseURL), key: .test, after: {}, to: { raw.append($0.raw) })
                return raw
            }
            #expect(!raw.isEmpty && raw.allSatisfy { $0 == nil })
        }
    }

    // MARK: Lessons

    @Test(
        arguments: [
            ("temperature", "Invalid value for temperature"), ("tools", "tools is not supported"),
            ("num_ctx", "Unknown field num_ctx"), ("stream_options", "stream_options.x: unknown"),
            ("max_tokens", "max_tokens is too large"),
        ] as [(Text, String)])
    func `what one asker said wrongly is refused, and nothing is learned from it`(field: Text, words: String)
        async throws
    {
        var question = Self.question
        let tools: JSONValue = [["type": "function", "function": ["name": "f"]]]
        question[field] = field == "tools" ? tools : field == "stream_options" ? ["x": 1] : 5
        let exchange = try await asking(question) { _ in .refusal(400, code: "", words) }
        #expect(exchange.bodies.count == 1 && exchange.failure?.status == 400 && exchange.findings.isEmpty)
    }

    @Test func `what we or the account added is left out when it is refused, and another name is learned`() async throws
    {
        let added = try await asking { request in
            request.json?["stream_options"] == nil ? .chat("ok") : .refusal(400, code: "", "Unknown: stream_options")
        }
        #expect(added.findings.learned == [LearnedOption("stream_options")] && added.raw.count == 3)
        var same = Self.question
        same["stream_options"] = ["include_usage": true]
        let said = try await asking(same) { request in
            request.json?["stream_options"] == nil ? .chat("ok") : .refusal(400, code: "", "Unknown: stream_options")
        }
        #expect(said.findings.learned == [LearnedOption("stream_options")])
        var limited = Self.question
        limited["max_tokens"] = 5
        let renamed = try await asking(limited) { request in
            request.json?["max_tokens"] == nil
                ? .chat("ok") : .refusal(400, code: "", "Use 'max_completion_tokens' instead of 'max_tokens'.")
        }
        #expect(renamed.findings.learned == [LearnedOption("max_tokens", instead: "max_completion_tokens")])
        #expect(renamed.bodies.last?["max_completion_tokens"] == 5)
    }

    @Test func `a developer that is not known becomes a system`() async throws {
        var question = Self.question
        question["messages"] = [["role": "developer", "content": "A"], ["role": "user", "content": "B"]]
        let exchange = try await asking(question) { request in
            request.json?["messages"]?[0]?["role"] == "developer"
                ? .refusal(400, code: "", "Unexpected role 'developer'") : .chat("ok")
        }
        #expect(exchange.findings.learned == [LearnedOption("developer", instead: "system")])
        #expect(exchange.bodies.last?["messages"]?[0]?["role"] == "system")
    }

    // MARK: Failures

    @Test func `an upstream's error keeps its words for the asker, without keys and addresses`() async throws {
        let message = "Hi there: key \(Secret.test.reveal()) of org-AbCdEfGh123456 at https://a.test/v1?key=1 is wrong"
        let exchange = try await asking { _ in
            .refusal(400, code: "bad_request", message)
        }
        let original = try #require(exchange.failure?.original)
        #expect(original["message"] == "Hi there: key … of … at … is wrong")
        #expect(original["type"] == "error" && original["code"] == "bad_request" && original["param"] == JSONValue.null)
        let inside = try await asking { _ in
            [.eventStream, .delta("Half"), .event(["error": ["message": "Overloaded", "code": 529]]), .lastChunk]
        }
        #expect(inside.failure?.original?["message"] == "Overloaded" && inside.failure?.original?["code"] == "529")
        #expect(inside.raw.count == 1)
        let page = try await asking { _ in [.answer(502, ["Content-Type": "text/html"], "<html>")] }
        #expect(page.failure != nil && page.failure?.original == nil)
    }

    @Test func `the upstream's own host is not told`() async throws {
        let exchange = try await asking { request in
            .refusal(500, code: "", "cannot reach \(request.headers["host"] ?? "?") now")
        }
        #expect(exchange.failure?.original?["message"] == "cannot reach … now")
    }

    @Test func `what the account's format cannot say is asked of nobody`() async throws {
        var question = Self.question
        question["n"] = 2
        let exchange = try await asking(question, Self.wholly) { $0.options.streams = false }
        #expect(exchange.failure?.inexpressible == Inexpressible("n", .unsupported))
        #expect(exchange.failure?.mayHaveRun == false && exchange.bodies.isEmpty)
    }

    @Test func `words of calls and results are taken out of what an administrator reads`() async throws {
        var question = Self.question
        let arguments = #"{"patient":"Ada Lovelace"}"#
        question["messages"] = [
            [
                "role": "assistant",
                "tool_calls": [["id": "c", "function": ["name": "f", "arguments": .string(arguments)]]],
            ],
            ["role": "tool", "tool_call_id": "c", "content": "the blood pressure is high"],
        ]
        for said in ["near Ada Lovelace", "near blood pressure is high"] {
            let exchange = try await asking(question) { _ in .refusal(400, code: "", said) }
            let detail = exchange.failure?.detail ?? ""
            #expect(detail.contains("…") && !detail.contains("Lovelace") && !detail.contains("pressure"))
        }
    }
}
