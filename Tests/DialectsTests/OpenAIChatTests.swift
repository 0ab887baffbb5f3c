import Dialects
import Domain
import JSON
import Testing
import Wire

@Suite struct OpenAIChatTests {
    @Test func `there are golden files`() {
        #expect(Fixture.all(of: "openai-chat").count >= 9)
    }

    @Test(arguments: Fixture.all(of: "openai-chat"))
    func `a golden file is read as it says`(fixture: Fixture) throws {
        var lines: [String] = []
        for data in try data(of: fixture) {
            guard data != "[DONE]" else {
                lines.append("done")
                continue
            }
            lines += described(OpenAIChat.reply(try JSONValue(parsing: data.utf8, duplicates: .keepFirst)))
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
        for piece in reply.pieces + reply.message {
            switch piece {
            case .text(let text): lines.append("text \(JSONValue.string(text).serialized)")
            case .reasoning(let text): lines.append("reasoning \(JSONValue.string(text).serialized)")
            case .refusal(let text): lines.append("refusal \(JSONValue.string(text).serialized)")
            case .image, .opaque: break
            }
        }
        if let finish = reply.finish { lines.append("finish \(finish.rawValue)") }
        if let usage = reply.usage {
            lines.append("usage \(usage.promptTokens) \(usage.completionTokens) \(usage.cachedTokens)")
        }
        if let error = reply.error {
            let name = error.code.isEmpty ? error.type : error.code
            lines.append("error \(name) \(JSONValue.string(error.message).serialized)")
        }
        return lines
    }

    @Test(arguments: ["[]", "1", "\"x\"", "{}", #"{"object":"ping"}"#, #"{"choices":[]}"#, #"{"choices":null}"#])
    func `what is no answer is not taken for one`(text: String) throws {
        #expect(OpenAIChat.reply(try JSONValue(parsing: text.utf8)) == OpenAIChat.Reply())
    }

    @Test(arguments: [
        #"{"choices":[{"delta":null}]}"#, #"{"choices":{}}"#,
        #"{"choices":[{"delta":{"content":5}}]}"#,
        #"{"choices":[{"delta":{"content":[{"type":"text"},5,null]},"finish_reason":7}]}"#,
        #"{"choices":[{"index":"0","delta":{"reasoning":{"effort":1}}}],"usage":[]}"#,
        #"{"choices":[{"message":{"content":null}}],"error":false}"#,
    ])
    func `fields of the wrong kind say nothing`(text: String) throws {
        var nothing = OpenAIChat.Reply()
        nothing.isAnswer = true
        #expect(OpenAIChat.reply(try JSONValue(parsing: text.utf8)) == nothing)
    }

    @Test func `sound and pictures are counted apart`() throws {
        let text = """
            {"choices":[],"usage":{"prompt_tokens":30,"completion_tokens":9,
            "prompt_tokens_details":{"cached_tokens":2,"audio_tokens":11,"image_tokens":5},
            "completion_tokens_details":{"reasoning_tokens":1,"audio_tokens":7}}}
            """
        let counted = Usage(
            promptTokens: 30, completionTokens: 9, cachedTokens: 2, reasoningTokens: 1, imageTokens: 5, audioTokens: 11,
            spokenTokens: 7)
        #expect(OpenAIChat.reply(try JSONValue(parsing: text.utf8)).usage == counted)
    }

    @Test func `counts that cannot be are not believed`() throws {
        let text = #"{"choices":[],"usage":{"prompt_tokens":-5,"completion_tokens":1e99,"prompt_tokens_details":null}}"#
        #expect(OpenAIChat.reply(try JSONValue(parsing: text.utf8)).usage == Usage())
    }

    @Test(arguments: [
        #"{"data":[{"id":"a"},{"id":"models/b"},{"id":"a"},{},5]}"#, #"["a","b"]"#,
        #"{"models":[{"name":"a"},{"model":"b"}]}"#,
    ])
    func `a list of models is read in every shape`(text: String) {
        #expect(OpenAIChat.models(Array(text.utf8)) == ["a", "b"])
    }

    @Test(arguments: ["", "<html>", "{}", #"{"data":5}"#])
    func `what is no list of models is none`(text: String) {
        #expect(OpenAIChat.models(Array(text.utf8)) == nil)
    }
}
