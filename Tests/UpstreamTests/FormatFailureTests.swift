import Domain
import HTTP
import JSON
import TestKit
import Testing
import Upstream
import Wire

/// How each format says that something went wrong, in its head or inside a 200, and what that means for the account and the asker.
@Suite struct FormatFailureTests {
    typealias Step = ScriptedUpstream.Step

    struct Case: Sendable, CustomTestStringConvertible {
        let kind: Kind
        let status: Int
        let body: String
        let code: TurnFailure
        var fault: Verdict.Fault?
        /// Whether another account may be asked.
        var goesOn = true
        var testDescription: String { "\(kind.provider.name) \(status) \(body.prefix(60))" }
    }

    private static func anthropic(
        _ status: Int, _ type: String, _ message: String, _ code: TurnFailure, _ fault: Verdict.Fault?,
        goesOn: Bool = true
    ) -> Case {
        let body = #"{"type":"error","error":{"type":"\#(type)","message":"\#(message)"},"request_id":"req_1"}"#
        return Case(kind: .anthropic, status: status, body: body, code: code, fault: fault, goesOn: goesOn)
    }

    private static func gemini(
        _ status: Int, _ word: String, _ message: String, _ code: TurnFailure, _ fault: Verdict.Fault?,
        details: String = "[]", goesOn: Bool = true
    ) -> Case {
        let body =
            #"{"error":{"code":\#(status),"message":"\#(message)","status":"\#(word)","details":\#(details)}}"#
        return Case(kind: .gemini, status: status, body: body, code: code, fault: fault, goesOn: goesOn)
    }

    private static func responses(
        _ status: Int, _ word: String, _ message: String, _ code: TurnFailure, _ fault: Verdict.Fault?,
        goesOn: Bool = true
    ) -> Case {
        let body = #"{"error":{"message":"\#(message)","type":"invalid_request_error","param":null,"code":"\#(word)"}}"#
        return Case(kind: .responses, status: status, body: body, code: code, fault: fault, goesOn: goesOn)
    }

    static let cases: [Case] = [
        anthropic(401, "authentication_error", "invalid x-api-key", .upstreamAuth, .unauthorized),
        anthropic(403, "permission_error", "Not yours.", .upstreamAuth, .unauthorized),
        anthropic(
            400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API.", .upstreamAuth,
            .unauthorized),
        anthropic(402, "billing_error", "Pay.", .upstreamAuth, .unauthorized),
        anthropic(400, "invalid_request_error", "messages: empty", .upstreamRefused, nil, goesOn: false),
        // What was asked may be quoted: it says nothing of the account.
        anthropic(
            400, "invalid_request_error", "tool 'your credit balance is too low' is unknown", .upstreamRefused, nil,
            goesOn: false),
        anthropic(
            400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum", .contextTooLong, nil,
            goesOn: false),
        anthropic(
            400, "invalid_request_error", "input length and `max_tokens` exceed context limit: 1 + 2 > 3",
            .contextTooLong, nil, goesOn: false),
        anthropic(404, "not_found_error", "model: claude-x", .upstreamModelNotFound, .withoutModel),
        anthropic(413, "request_too_large", "Too large.", .upstreamRefused, nil, goesOn: false),
        anthropic(429, "rate_limit_error", "Slowly.", .upstreamRateLimited, .rateLimited(nil)),
        anthropic(500, "api_error", "Oh.", .upstreamError, .failing),
        anthropic(529, "overloaded_error", "Overloaded", .upstreamError, .failing),
        gemini(
            400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", .upstreamAuth, .unauthorized),
        gemini(
            400, "FAILED_PRECONDITION", "User location is not supported for the API use.", .upstreamAuth, .unauthorized),
        gemini(400, "INVALID_ARGUMENT", "contents is not specified", .upstreamRefused, nil, goesOn: false),
        gemini(
            400, "INVALID_ARGUMENT",
            "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).", .contextTooLong,
            nil, goesOn: false),
        gemini(403, "PERMISSION_DENIED", "No.", .upstreamAuth, .unauthorized),
        gemini(404, "NOT_FOUND", "models/x is not found", .upstreamModelNotFound, .withoutModel),
        gemini(
            429, "RESOURCE_EXHAUSTED", "Quota.", .upstreamRateLimited, .rateLimited(.milliseconds(34_500)),
            details: #"[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]"#),
        gemini(429, "RESOURCE_EXHAUSTED", "Quota.", .upstreamRateLimited, .rateLimited(nil), details: "{}"),
        gemini(500, "INTERNAL", "Oh.", .upstreamError, .failing),
        gemini(503, "UNAVAILABLE", "The model is overloaded.", .upstreamError, .failing),
        gemini(504, "DEADLINE_EXCEEDED", "Late.", .upstreamError, .failing),
        responses(401, "invalid_api_key", "No.", .upstreamAuth, .unauthorized),
        responses(400, "model_not_found", "No.", .upstreamModelNotFound, .withoutModel),
        responses(
            400, "context_length_exceeded", "Your input exceeds the context window of this model.", .contextTooLong,
            nil, goesOn: false),
        responses(429, "rate_limit_exceeded", "Slowly.", .upstreamRateLimited, .rateLimited(nil)),
        responses(500, "server_error", "Oh.", .upstreamError, .failing),
    ]

    private func check(_ asked: Asked, _ expected: Case) {
        #expect(asked.failure?.code == expected.code && asked.events.isEmpty)
        let verdict = asked.failure.map { Verdict(.failed($0)) }
        #expect(verdict == Verdict(fault: expected.fault, mayTryAnother: expected.goesOn))
    }

    @Test(arguments: cases)
    func `a refusal means what its format says, in its head`(expected: Case) async {
        let asked = await expected.kind.asking { _ in
            [.answer(expected.status, ["Content-Type": "application/json"], expected.body)]
        }
        check(asked, expected)
        #expect(asked.failure?.status == expected.status && asked.failure?.original != nil)
    }

    /// Some gateways begin every answer with a 200.
    @Test(arguments: cases)
    func `and the same instead of an answer, under a 200`(expected: Case) async {
        for type in ["application/json", "text/event-stream"] as [Text] {
            let asked = await expected.kind.asking { _ in [.answer(200, ["Content-Type": type], expected.body)] }
            #expect(asked.events.isEmpty && asked.failure?.original != nil)
            // The words for what a number said alone are fewer.
            guard asked.failure?.status != 200 else { continue }
            check(asked, expected)
        }
    }

    @Test(arguments: Kind.speaking)
    func `an error that is the first event fails as the status that it names`(kind: Kind) async {
        let errors: [(JSONValue, TurnFailure, Int)] =
            switch kind.format {
            case .anthropic:
                [
                    (error("overloaded_error"), .upstreamError, 503),
                    (error("rate_limit_error"), .upstreamRateLimited, 429),
                    (error("authentication_error"), .upstreamAuth, 401),
                    (error("invalid_request_error"), .upstreamRefused, 400),
                ]
            case .gemini:
                [
                    (["error": ["code": 503, "message": "No.", "status": "UNAVAILABLE"]], .upstreamError, 503),
                    (
                        ["error": ["code": 429, "message": "No.", "status": "RESOURCE_EXHAUSTED"]],
                        .upstreamRateLimited, 429
                    ),
                ]
            case .openAIResponses, .codex:
                [
                    (failed("server_error"), .upstreamError, 500),
                    (failed("rate_limit_exceeded"), .upstreamRateLimited, 429),
                    (["type": "error", "code": "rate_limit_exceeded", "message": "No."], .upstreamRateLimited, 429),
                    (["type": "error", "error": ["code": "server_error", "message": "No."]], .upstreamError, 500),
                ]
            default:
                [
                    (["error": ["type": "server_error", "message": "Overloaded"]], .upstreamError, 503),
                    (["error": ["code": 429, "message": "No."]], .upstreamRateLimited, 429),
                ]
            }
        for (error, code, status) in errors {
            let asked = await kind.asking { _ in [.eventStream, .event(error, in: kind.format), .lastChunk] }
            #expect(asked.failure?.code == code && asked.failure?.status == status && asked.events.isEmpty)
            #expect(asked.failure.map { Verdict(.failed($0)).mayTryAnother } == (code != .upstreamRefused))
        }
    }

    private func error(_ type: String) -> JSONValue {
        ["type": "error", "error": ["type": .string(type), "message": "No."]]
    }

    private func failed(_ code: String) -> JSONValue {
        let error: JSONValue = ["code": .string(code), "message": "No."]
        return ["type": "response.failed", "response": ["id": "r", "status": "failed", "error": error, "output": []]]
    }

    /// Whatever is cut off, and however: no end without the format's own mark of one.
    @Test(arguments: Kind.speaking)
    func `a body that ends, or breaks, before the mark of its end is never a clean end`(kind: Kind) async {
        let events = ScriptedAnswer(texts: ["Hel", "lo"]).events(in: kind.format)
        // Of Chat Completions a finish reason is the end: the usage may be missing.
        let marks = kind.format == .openAIChat ? 2 : 1
        for count in 0...events.count - marks {
            for end in [Step.lastChunk, .close, .reset] {
                let asked = await kind.asking { _ in
                    [.eventStream] + events.prefix(count).map { .event($0, in: kind.format) } + [end]
                }
                #expect(asked.failure?.code == .upstreamIncomplete && asked.finish == nil)
                #expect("Hello".hasPrefix(asked.text))
            }
        }
    }

    @Test func `a challenge is asked of this account no more, and of another may be`() async {
        let page = Step.answer(403, ["Content-Type": "text/html", "cf-mitigated": "challenge"], "<html>Just a moment")
        for kind in [Kind.codex, .openAI, .web] {
            let asked = await kind.asking { _ in [page] }
            #expect(asked.failure?.isChallenge == true)
            let verdict = asked.failure.map { Verdict(.failed($0)) }
            #expect(verdict == Verdict(fault: .challenged, mayTryAnother: true))
        }
    }
}
