import Dialects
import Domain
import JSON
import Testing
import Wire

/// What changes in a request, and in an answer, that goes to an upstream of the same format, or to Codex.
@Suite struct ResponsesPassingTests {
    private static let streams = Golden.all("stream.openai-responses.sse")
    private static let cleanStreams = streams.filter { $0.caseName != "error-mid-stream" }
    private static let codex = Golden.all("stream.codex.sse").filter { $0.caseName != "error-mid-stream" }
    private static let answers = Golden.all("response.openai-responses.json")

    @Test(arguments: Golden.all("request.openai-responses.json"))
    func `a request passes as the bytes that came, and its normal form is the same`(golden: Golden) throws {
        let prompt = try OpenAIResponses().prompt(from: golden.json)
        #expect(try OpenAIResponses().request(prompt, to: .upstream()).bytes == golden.json.bytes)
        let form = GoldenForm(format: .openAIResponses)
        #expect(form.normal(try OpenAIResponses().request(prompt)) == form.normal(golden.json))
    }

    @Test(arguments: cleanStreams)
    func `a stream that passes is the bytes that came, however it is cut`(golden: Golden) {
        for pieces in anyCuttings(of: golden.bytes) {
            #expect(
                conversion(pieces, from: .openAIResponses, to: .openAIResponses, raw: .events, streams: true)
                    == golden.bytes)
        }
    }

    @Test(arguments: streams)
    func `a stream is written as it was read`(golden: Golden) throws {
        let form = GoldenForm(format: .openAIResponses)
        for raw in [nil, .events] as [RawForm?] {
            let written = conversion(
                [golden.bytes], from: .openAIResponses, to: .openAIResponses, raw: raw, streams: true)
            #expect(try form.events(written) == form.events(golden.bytes))
        }
    }

    @Test(arguments: answers)
    func `a whole answer passes as it came, and can be gathered from its stream`(golden: Golden) throws {
        let stream = try #require(Self.streams.first { $0.caseName == golden.caseName })
        let form = GoldenForm(format: .openAIResponses)
        for bytes in [golden.bytes, stream.bytes] {
            for raw in [nil, .whole] as [RawForm?] {
                let written = try JSONValue(
                    parsing: conversion([bytes], from: .openAIResponses, to: .openAIResponses, raw: raw, streams: false)
                )
                #expect(form.normal(written) == form.normal(golden.json))
                if raw != nil { #expect(written == golden.json) }
            }
        }
        let streamed = conversion([golden.bytes], from: .openAIResponses, to: .openAIResponses, streams: true)
        let again = conversion([streamed], from: .openAIResponses, to: .openAIResponses, streams: false)
        #expect(form.normal(try JSONValue(parsing: again)) == form.normal(golden.json))
    }

    @Test(arguments: codex)
    func `an answer of Codex passes without what it tells of itself, and with the items in its last event`(
        golden: Golden
    ) throws {
        let own = Golden.bytes(golden.caseName, "stream.openai-responses.sse")
        for pieces in anyCuttings(of: golden.bytes) {
            #expect(conversion(pieces, from: .codex, to: .openAIResponses, raw: .events, streams: true) == own)
        }
        let whole = conversion([golden.bytes], from: .codex, to: .openAIResponses, raw: .whole, streams: false)
        let expected = try JSONValue(parsing: Golden.bytes(golden.caseName, "response.openai-responses.json"))
        #expect(try JSONValue(parsing: whole) == expected)
    }

    private static let asked = """
        {"model":"asked","input":[{"role":"system","content":"S","id":"msg_1"},{"type":"reasoning","id":"rs_1","summary":[],
        "encrypted_content":"E"},{"type":"compaction","encrypted_content":"C"},{"role":"user","content":[{"type":"input_text","text":"U"}]}],
        "tools":[{"type":"namespace","name":"n","tools":[{"type":"function","name":"f"}]},{"type":"tool_search"}],"stream":true,
        "client_metadata":{"a":"b"},"prompt_cache_key":"k","text":{"verbosity":"low"},"max_output_tokens":5,"temperature":1,"user":"u",
        "metadata":{},"service_tier":"flex","reasoning":{"effort":"none"},"api_key":"sk-1","previous_response_id":null,"n":1}
        """.replacing("\n", with: "")

    private func prompt(_ text: String = asked) throws -> Prompt {
        try OpenAIResponses().prompt(from: JSONValue(parsing: text.utf8))
    }

    @Test func `a request to Codex keeps what only this provider knows, and loses what it refuses`() throws {
        var prompt = try prompt()
        prompt.model = "gpt-5-high"
        let body = try Codex().request(
            prompt, to: .upstream { $0.options.parameters = #"{"temperature":1,"store":true}"# })
        let expected = """
            {"model":"gpt-5","input":[{"type":"message","role":"developer","content":[{"type":"input_text","text":"S"}]},
            {"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"E"},{"type":"compaction","encrypted_content":"C"},
            {"type":"message","role":"user","content":[{"type":"input_text","text":"U"}]}],
            "tools":[{"type":"namespace","name":"n","tools":[{"type":"function","name":"f"}]},{"type":"tool_search"}],"stream":true,
            "client_metadata":{"a":"b"},"prompt_cache_key":"k","text":{"verbosity":"low"},"reasoning":{"effort":"low","summary":"auto"},
            "instructions":"","include":["reasoning.encrypted_content"],"tool_choice":"auto","parallel_tool_calls":true,"store":false}
            """.replacing("\n", with: "")
        #expect(body == (try JSONValue(parsing: expected.utf8)))
        let text = try Codex().request(self.prompt(#"{"model":"m","input":"Hi","service_tier":"priority"}"#))
        #expect(
            text["input"] == [["type": "message", "role": "user", "content": [["type": "input_text", "text": "Hi"]]]])
        #expect(text["service_tier"] == "priority" && text["reasoning"]?["effort"] == "medium")
    }

    @Test func `the account's options hold for what passes`() throws {
        let body = try OpenAIResponses().request(
            try prompt(),
            to: .upstream {
                $0.options.streams = false
                $0.options.parameters = #"{"temperature":0.2}"#
                $0.learned = [LearnedOption("user"), LearnedOption("max_output_tokens", instead: "max_tokens")]
            })
        #expect(body["stream"] == false && body["temperature"] == .number("0.2") && body["user"] == nil)
        #expect(body["max_tokens"] == 5 && body["max_output_tokens"] == nil && body["api_key"] == nil)
    }

    @Test func `an answer goes back as it came in the form that was asked for, and a stream is gathered so`() throws {
        var whole = try prompt()
        let stream = whole
        whole.streams = false
        for dialect in [OpenAIResponses(), Codex()] as [any Dialect] {
            #expect(dialect.raw(of: stream, streams: true) == .events)
            #expect(dialect.raw(of: stream, streams: false) == nil)
            #expect(dialect.raw(of: whole, streams: true) == .whole)
            #expect(dialect.raw(of: Prompt(model: "m", messages: []), streams: true) == nil)
        }
        #expect(OpenAIChat().raw(of: stream, streams: true) == nil)
        #expect(Codex().passes(.openAIResponses) && !Codex().passes(.openAIChat) && Codex().alwaysStreams)
    }

    @Test func `what passes has the model's name as it was asked`() throws {
        let stream = String(decoding: Self.cleanStreams[0].bytes, as: UTF8.self).replacing("golden-1", with: "theirs")
        let written = conversion(
            [Array(stream.utf8)], from: .openAIResponses, to: .openAIResponses, raw: .events, streams: true)
        #expect(written == Self.cleanStreams[0].bytes)
    }

    @Test(
        arguments: [
            ("", "https://chatgpt.com/backend-api/codex/responses"),
            ("https://a.test/", "https://a.test/backend-api/codex/responses"),
            ("https://a.test/backend-api", "https://a.test/backend-api/codex/responses"),
            ("https://a.test/x/backend-api/codex/", "https://a.test/x/backend-api/codex/responses"),
            ("https://a.test/backend-api/codex/responses", "https://a.test/backend-api/codex/responses"),
        ])
    func `the address of Codex is completed`(base: String, address: String) {
        let account = Account.upstream { $0.baseURL = base }
        #expect(Codex().address(of: account, for: Prompt(model: "m", messages: [])) == address)
    }

    @Test func `an access token says whose workspace it is for`() {
        // {"https://api.openai.com/auth":{"chatgpt_account_id":"acc-1"}}
        let token: Text = "e30.eyJodHRwczovL2FwaS5vcGVuYWkuY29tL2F1dGgiOnsiY2hhdGdwdF9hY2NvdW50X2lkIjoiYWNjLTEifX0.c2ln"
        #expect(Codex().credentials(token)["chatgpt-account-id"] == "acc-1")
        for other in ["", "sk-1", "a.b.c", "e30.e30.e30"] as [Text] {
            #expect(Codex().credentials(other)["chatgpt-account-id"] == nil)
            #expect(Codex().credentials(other)["Authorization"] == "Bearer \(other)")
        }
    }
}
