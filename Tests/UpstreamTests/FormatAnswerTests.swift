import Dialects
import Domain
import HTTP
import JSON
import TestKit
import Testing
import Upstream
import Wire

/// Upstreams of every kind, over sockets: how they are asked, and what is made of what they answer.
@Suite struct FormatAnswerTests {
    private static let calls = [
        ScriptedAnswer.Call("call_A1", "get_weather", #"{"city":"Paris"}"#),
        .init("call_B2", "get_time", #"{"zone":"CET"}"#),
    ]

    @Test(arguments: Kind.all, [true, false])
    func `text, thoughts, two calls and the usage arrive from every kind, in pieces and as a whole`(
        kind: Kind, streams: Bool
    ) async {
        let answer = ScriptedAnswer(thought: "Hm.", calls: Self.calls)
        let asked = await kind.asking(streams: streams) { _ in
            answer.steps(in: kind.format, streams: streams || kind.format == .codex)
        }
        #expect(asked.failure == nil && asked.finish == .toolCalls)
        #expect(asked.text == "Hello" && asked.thought == "Hm.")
        #expect(asked.callNames == ["get_weather", "get_time"])
        #expect(asked.arguments == [#"{"city":"Paris"}"#, #"{"zone":"CET"}"#])
        let usage = asked.events.compactMap { if case .usage(let usage) = $0 { usage } else { nil } }.last
        #expect(usage?.promptTokens == 11 && usage?.completionTokens == 7)
    }

    @Test(arguments: Kind.speaking)
    func `each kind is asked at its address, with its key where it wants it, and with nothing of ours besides`(
        kind: Kind
    ) async throws {
        let requests = await kind.requests(of: .asking("Hi"), { _ in ScriptedAnswer().steps(in: kind.format) })
        let request = try #require(requests.first)
        #expect(requests.count == 1 && request.method == "POST" && request.target == kind.target)
        var names = Set(request.headers.fields.map { $0.name.asciiLowercased })
        for known in ["host", "accept", "content-type", "content-length", "user-agent", "accept-encoding"] as [Text] {
            names.remove(known)
        }
        #expect(names == Set(kind.headers.fields.map { $0.name.asciiLowercased }))
        for header in kind.headers.fields { #expect(request.headers[header.name] == header.value) }
        let body = try #require(request.json)
        #expect(body["model"] == (kind.format == .gemini ? nil : "m"))
        #expect(body.serialized.contains("You are kind to everyone."))
    }

    @Test func `Anthropic's version and betas are the asker's, together with its body`() async throws {
        let kind = Kind.anthropic
        var prompt = try Anthropic().prompt(
            from: ["model": "m", "max_tokens": 9, "stream": true, "messages": [["role": "user", "content": "Hi"]]])
        prompt.original?.headers = [
            .init("anthropic-version", "2026-10-21"), .init("anthropic-beta", "a-1,b-2"),
            .init("anthropic-beta", "c-3"),
            .init("x-api-key", "the asker's"), .init("cookie", "a=b"),
        ]
        prompt.original?.query = Anthropic.betaQuery
        let request = try #require(
            await kind.requests(of: prompt, { _ in ScriptedAnswer().steps(in: .anthropic) }).first)
        #expect(request.target == "/v1/messages?beta=true")
        #expect(request.headers.all("anthropic-version") == ["2026-10-21"])
        #expect(request.headers.all("x-api-key") == Kind.anthropic.headers.all("x-api-key"))
        #expect(request.headers["cookie"] == nil)
        #expect(request.headers.all("anthropic-beta") == ["a-1,b-2", "c-3"])
        // To another format none of it goes.
        let other = try #require(
            await Kind.openAI.requests(of: prompt, { _ in ScriptedAnswer().steps(in: .openAIChat) }).first)
        #expect(other.target == "/v1/chat/completions")
        #expect(other.headers["anthropic-version"] == nil && other.headers["anthropic-beta"] == nil)
    }

    @Test func `Google's version is the asker's`() async throws {
        var prompt = try Gemini().prompt(
            from: ["contents": [["parts": [["text": "Hi"]]]]], model: "models/g", streams: true)
        prompt.original?.version = "v1"
        let request = try #require(
            await Kind.gemini.requests(of: prompt, { _ in ScriptedAnswer().steps(in: .gemini) }).first)
        #expect(request.target == "/v1/models/g:streamGenerateContent?alt=sse")
    }

    @Test(arguments: Kind.speaking)
    func `mapped models and the account's system prompt are what each kind is asked, also the second time`(
        kind: Kind
    ) async throws {
        let requests = await kind.requests(of: Prompt(model: "asked", messages: [.init(.user, "Hi")])) { request in
            request.json?["temperature"] == nil
                ? ScriptedAnswer().steps(in: kind.format)
                : .refusal(400, code: "unsupported_parameter", "temperature is not known here")
        } changing: {
            $0.options.mapping = ModelMapping([.init("asked", "between"), .init("between", "sent")])
            $0.options.systemPrompt = "Ours."
            $0.options.leadsSystemPrompts = true
            // Google has it inside its configuration, where nothing is learned.
            if kind.format != .gemini { $0.options.parameters = #"{"temperature":1}"# }
        }
        // Codex leaves out what it refuses before it is asked, and of ChatGPT's page nothing is learned.
        #expect(requests.count == ([.gemini, .codex, .chatGPTWeb].contains(kind.format) ? 1 : 2))
        for request in requests {
            let text = String(decoding: request.body, as: UTF8.self)
            #expect(text.split(separator: "Ours.", omittingEmptySubsequences: false).count == 2)
            #expect((request.target + text).contains("sent") && !(request.target + text).contains("between"))
        }
    }

    @Test func `the status that an asker sees is the account's wish, and what is tried next the upstream's word`() async
    {
        let asked = await Kind.openAI.asking({ _ in .refusal(429, code: "", "Slowly.") }) {
            $0.options.statuses = [429: 500, 500: 400]
        }
        #expect(asked.failure?.status == 429 && asked.failure?.shownStatus == 500)
        #expect(asked.failure.map { Verdict(.failed($0)).fault } == .rateLimited(nil))
        let other = await Kind.openAI.asking({ _ in .refusal(503, code: "", "No.") }) {
            $0.options.statuses = [429: 500]
        }
        #expect(other.failure?.status == 503 && other.failure?.shownStatus == nil)
    }
}
