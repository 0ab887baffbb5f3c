import Dialects
import Domain
import Testing
import Wire

@Suite struct OpenAIChatTests {
    @Test func `a request asks for a stream with its usage`() {
        let prompt = Prompt(
            model: "m", messages: [.init(.system, "Be \"kind\"."), .init(.user, "你好\n"), .init(.assistant, "")])
        #expect(
            OpenAIChat.request(prompt).serialized
                == #"{"model":"m","messages":[{"role":"system","content":"Be \"kind\"."},"#
                + #"{"role":"user","content":"你好\n"},{"role":"assistant","content":""}],"#
                + #""stream":true,"stream_options":{"include_usage":true}}"#)
    }

    @Test func `a probe limits the answer under the name that the model knows`() {
        let prompt = Prompt(model: "m", messages: [])
        #expect(OpenAIChat.request(prompt, tokenLimit: .init(16, as: .maxTokens))["max_tokens"] == 16)
        #expect(
            OpenAIChat.request(prompt, tokenLimit: .init(9, as: .maxCompletionTokens))["max_completion_tokens"] == 9)
    }

    @Test func `there are golden files`() {
        #expect(Fixture.all(of: "openai-chat").count >= 9)
    }

    @Test(arguments: Fixture.all(of: "openai-chat"))
    func `a golden file is read as it says`(fixture: Fixture) throws {
        var lines: [String] = []
        for data in try data(of: fixture) {
            guard data != OpenAIChat.done else {
                lines.append("done")
                continue
            }
            let reply = try #require(OpenAIChat.reply(JSONValue(parsing: data.utf8, duplicates: .keepFirst)))
            lines += described(reply)
        }
        #expect(lines == fixture.expected)
    }

    private func data(of fixture: Fixture) throws -> [Text] {
        guard fixture.isStream else { return [Text(decoding: fixture.input)] }
        var parser = ServerSentEventParser()
        parser.feed(fixture.input)
        var data: [Text] = []
        while let event = try parser.next() { data.append(event.data) }
        return data
    }

    private func described(_ reply: OpenAIChat.Reply) -> [String] {
        var lines: [String] = []
        for event in reply.events {
            switch event {
            case .text(let text): lines.append("text \(JSONValue.string(text).serialized)")
            case .reasoning(let text): lines.append("reasoning \(JSONValue.string(text).serialized)")
            case .usage(let usage):
                lines.append("usage \(usage.promptTokens) \(usage.completionTokens) \(usage.cachedTokens)")
            }
        }
        // The usage is told last, whichever order it came in.
        if let finish = reply.finish {
            lines.insert("finish \(finish.rawValue)", at: lines.firstIndex { $0.hasPrefix("usage") } ?? lines.count)
        }
        if let error = reply.error {
            let name = error.code.isEmpty ? error.type : error.code
            lines.append("error \(name) \(JSONValue.string(error.message).serialized)")
        }
        return lines
    }

    @Test(arguments: ["[]", "1", "\"x\"", "{}", #"{"object":"ping"}"#, #"{"choices":{}}"#, #"{"choices":null}"#])
    func `what is no answer is not taken for one`(text: String) throws {
        #expect(OpenAIChat.reply(try JSONValue(parsing: text.utf8)) == nil)
    }

    @Test(arguments: [
        #"{"choices":[{"delta":null}]}"#, #"{"choices":[null]}"#, #"{"choices":["x"]}"#,
        #"{"choices":[{"delta":{"content":5}}]}"#,
        #"{"choices":[{"delta":{"content":[{"type":"text"},5,null]},"finish_reason":7}]}"#,
        #"{"choices":[{"index":"0","delta":{"reasoning":{"effort":1}}}],"usage":[]}"#, #"{"choices":[],"error":null}"#,
        #"{"choices":[{"message":{"content":null}}],"error":false}"#,
    ])
    func `fields of the wrong kind say nothing`(text: String) throws {
        #expect(OpenAIChat.reply(try JSONValue(parsing: text.utf8)) == OpenAIChat.Reply())
    }

    @Test func `counts that cannot be are not believed`() throws {
        let text = #"{"choices":[],"usage":{"prompt_tokens":-5,"completion_tokens":1e99,"prompt_tokens_details":null}}"#
        #expect(OpenAIChat.reply(try JSONValue(parsing: text.utf8))?.events == [.usage(Usage())])
    }
}
