import Dialects
import Domain
import JSON
import Testing

/// OpenAI's Completions: a text that a user says elsewhere.
@Suite struct CompletionsTests {
    private let dialect = OpenAICompletions()

    @Test func `a text is what a user says, and other fields are called as in Chat Completions`() throws {
        let body: JSONValue = [
            "model": "m", "prompt": ["Once"], "max_tokens": 5, "stop": "x", "stream": true, "echo": false, "best_of": 1,
            "suffix": nil, "stream_options": ["include_usage": true], "messages": 5, "tools": 5, "new": 1,
        ]
        let prompt = try dialect.prompt(from: body)
        #expect(prompt.messages == [.init(.user, "Once")] && prompt.reportsUsage && prompt.original?.body == body)
        #expect(
            try OpenAIChat().request(prompt) == [
                "model": "m", "messages": [["role": "user", "content": "Once"]], "max_tokens": 5, "stop": ["x"],
                "stream": true, "stream_options": ["include_usage": true],
            ])
    }

    @Test(
        arguments: [
            ("prompt", nil, "prompt"), ("prompt", 5, "prompt"), ("prompt", [], "prompt"),
            ("prompt", ["a", "b"], "prompt"),
            ("prompt", [1, 2], "prompt"), ("prompt", [[1]], "prompt"), ("model", nil, "model"), ("n", 0, "n"),
            ("max_tokens", "x", "max_tokens"), ("stream", 5, "stream"),
        ] as [(Text, JSONValue?, Text)])
    func `a field of the wrong kind is named`(field: Text, value: JSONValue?, name: Text) {
        var body: JSONValue = ["model": "m", "prompt": "Once"]
        body[field] = value
        let error = #expect(throws: Inexpressible.self) { try dialect.prompt(from: body) }
        #expect(error?.field == name)
    }

    @Test(
        arguments: [("suffix", "end"), ("best_of", 2), ("echo", true), ("logprobs", 0), ("n", 2)]
            as [(Text, JSONValue)])
    func `what only a text that goes on can have is refused elsewhere, and passes to its own`(
        field: Text, value: JSONValue
    ) throws {
        let body: JSONValue = ["model": "m", "prompt": "Once", field: value]
        let prompt = try dialect.prompt(from: body)
        #expect(throws: Inexpressible(field, .unsupported)) { try OpenAIChat().request(prompt) }
        #expect(throws: Inexpressible(field, .unsupported)) { try OpenAIResponses().request(prompt) }
        #expect(try dialect.request(prompt, to: .upstream()) == body)
    }

    @Test func `one text can be asked, and nothing else`() throws {
        var prompt = Prompt(model: "m", messages: [.init(.user, "Once")])
        prompt.streams = false
        #expect(try dialect.request(prompt) == ["model": "m", "prompt": "Once"])
        prompt.messages.append(.init(.assistant, "upon"))
        #expect(throws: Inexpressible("messages", .unsupported)) { try dialect.request(prompt) }
    }

    @Test(arguments: ["plain", "length", "filter", "reasoning", "refusal", "two-tools"])
    func `an answer of another format is a text`(name: String) throws {
        let stream = Golden.bytes(name, "stream.openai-responses.sse")
        let events = try GoldenForm(format: .completions).events(
            conversion([stream], from: .openAIResponses, to: .completions, streams: true))
        #expect(events.last == "[DONE]" && events.count >= 3)
        let chunks = events.dropLast().compactMap { $0[1] }
        let text = chunks.compactMap { $0["choices"]?[0]?["text"]?.text?.string }.joined()
        let chat = try JSONValue(parsing: Golden.bytes(name, "response.openai-chat.json"))
        let message = try #require(chat["choices"]?[0]?["message"])
        #expect(text == (message["content"]?.text ?? message["refusal"]?.text ?? "").string)
        #expect(chunks.allSatisfy { $0["object"] == "text_completion" })
        #expect(chunks.last?["usage"] != nil && chunks.last?["choices"] == [])
        let whole = try JSONValue(
            parsing: conversion([stream], from: .openAIResponses, to: .completions, streams: false))
        #expect(whole["choices"]?[0]?["text"]?.text?.string == text)
        let reason = chat["choices"]?[0]?["finish_reason"]
        #expect(whole["choices"]?[0]?["finish_reason"] == (reason == "tool_calls" ? "stop" : reason))
    }

    private static let chunks = """
        data: {"id":"t","object":"text_completion","choices":[{"text":"a","index":0,"finish_reason":null},{"text":"b","index":1}],"model":"golden-1"}

        data: {"choices":[{"text":"","index":0,"finish_reason":"stop"}],"model":"golden-1"}

        data: [DONE]


        """

    @Test func `an answer of its own format passes as the bytes that came, and is read`() throws {
        let bytes = Array(Self.chunks.utf8)
        #expect(conversion([bytes], from: .completions, to: .completions, raw: .events, streams: true) == bytes)
        let whole = #"{"id":"t","choices":[{"text":"a","logprobs":{"x":1}}],"model":"golden-1"}"#
        let passed = conversion([Array(whole.utf8)], from: .completions, to: .completions, raw: .whole, streams: false)
        #expect(String(decoding: passed, as: UTF8.self) == whole)
        let chat = try JSONValue(parsing: conversion([bytes], from: .completions, to: .openAIChat, streams: false))
        #expect(chat["choices"]?[0]?["message"]?["content"] == "a")
    }

    @Test func `an error after the head is its own event`() {
        let bytes = conversion(
            [Golden.bytes("error-mid-stream", "stream.codex.sse")], from: .codex, to: .completions, streams: true)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasSuffix("\"code\":null}}\n\n") && !text.contains("[DONE]"))
    }
}
