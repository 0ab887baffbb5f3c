import Dialects
import Domain
import JSON
import Testing

/// What changes in a request, and in an answer, that is passed on in the same format.
@Suite struct SpliceTests {
    private static let asked = """
        {"messages":[{"content":"Hi","role":"user","x":1}],"stream":true,"model":"asked","temperature":1.0,"n":1,"y":{"b":1,"a":2}}
        """

    private func sent(
        _ text: String, as model: String? = nil, _ change: (inout Account) -> Void = { _ in }
    ) throws -> JSONValue {
        var prompt = try OpenAIChat().prompt(from: try JSONValue(parsing: text.utf8))
        if let model { prompt.model = model }
        return try OpenAIChat().request(prompt, to: .upstream(change))
    }

    @Test func `a request keeps its bytes but for the model and the usage that is asked for`() throws {
        #expect(
            try sent(Self.asked, as: "mapped").serialized
                == Self.asked.replacing("asked", with: "mapped").replacing(
                    #""a":2}}"#, with: #""a":2},"stream_options":{"include_usage":true}}"#))
        let whole = Self.asked.replacing("true", with: "false")
        #expect(try sent(whole).serialized == whole)
    }

    @Test func `the asker's own stream options stay beside the one that is forced`() throws {
        let text = Self.asked.replacing(#""n":1"#, with: #""stream_options":{"x":1,"include_usage":false}"#)
        #expect(try sent(text)["stream_options"] == ["x": 1, "include_usage": true])
        #expect(try sent(text) { $0.options.asksForUsage = false }["stream_options"]?["include_usage"] == false)
        #expect(try sent(text) { $0.learned = [LearnedOption("stream_options")] }["stream_options"] == nil)
    }

    @Test func `the account's chosen and learned options hold for what is passed, too`() throws {
        let text = Self.asked.replacing(#""n":1"#, with: #""max_tokens":5"#)
        let parameters = try sent(text) { $0.options.parameters = #"{"temperature":0.2,"top_k":1}"# }
        #expect(parameters["temperature"] == .number("0.2") && parameters["top_k"] == 1)
        let renamed = try sent(text) { $0.options.tokenLimit = .maxCompletionTokens }
        #expect(renamed["max_tokens"] == nil && renamed["max_completion_tokens"] == 5)
        #expect(renamed.members?.map(\.key)[4] == "max_completion_tokens")
        let learned = try sent(text) {
            $0.learned = [LearnedOption("temperature"), LearnedOption("max_tokens", instead: "max_completion_tokens")]
        }
        #expect(learned["temperature"] == nil && learned["max_completion_tokens"] == 5)
    }

    @Test func `an account that does not stream, or only streams, is asked so`() throws {
        let never = try sent(Self.asked) { $0.options.streams = false }
        #expect(never["stream"] == false && never["stream_options"] == nil)
        #expect(try sent(Self.asked) { $0.learned = [LearnedOption("stream")] }["stream"] == false)
        let always = try sent(Self.asked.replacing("true", with: "false")) { $0.learned = [.alwaysStreams] }
        #expect(always["stream"] == true && always["stream_options"] == ["include_usage": true])
        // Of several answers only one survives a change of form.
        let several = Self.asked.replacing(#""n":1"#, with: #""n":2"#)
        #expect(try sent(several)["n"] == 2)
        #expect(throws: Inexpressible("n", .unsupported)) { try sent(several) { $0.options.streams = false } }
    }

    @Test func `a system prompt is spoken by whom the account wants`() throws {
        let text = """
            {"model":"m","messages":[{"role":"developer","content":"A"},{"role":"system","content":"B"},
            {"role":"user","content":[{"type":"text","text":"C"}]},{"role":"user","content":"D"}]}
            """
        let roles = { (change: (inout Account) -> Void) throws in
            try self.sent(text, change)["messages"]?.array?.map { $0["role"]?.text } ?? []
        }
        #expect(try roles { _ in } == ["developer", "system", "user", "user"])
        #expect(try roles { $0.options.systemRole = .developer } == ["developer", "developer", "user", "user"])
        let learned = LearnedOption("developer", instead: "system")
        #expect(try roles { $0.learned = [learned] } == ["system", "system", "user", "user"])
        let spoken = try sent(text) { $0.options.systemRole = .user }["messages"]
        #expect(
            spoken == [
                [
                    "role": "user",
                    "content": [["type": "text", "text": "A\n\nB"], ["type": "text", "text": "C"]],
                ], ["role": "user", "content": "D"],
            ])
    }

    // MARK: Answers

    private func passed(_ upstream: String, _ raw: RawForm, streams: Bool, reportsUsage: Bool = false) -> String {
        var reader = OpenAIChat().reader(raw: raw)
        var writer = OpenAIChat().writer(
            ReplyHead(id: "ours", created: 7, model: "asked", streams: streams, reportsUsage: reportsUsage))
        var bytes: [UInt8] = []
        for piece in reader.read(Array(upstream.utf8)) { bytes += writer.write(piece) }
        let (rest, end) = reader.end(isBroken: false)
        for piece in rest { bytes += writer.write(piece) }
        if case .finished(let reason) = end { bytes += writer.end(reason) } else { Issue.record("\(end)") }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let chunks = """
        data: {"x":1,"model":"theirs","choices":[{"index":1,"delta":{"content":"b"}}],"usage":null}

        data: {"id":"t","model":"theirs","choices":[{"index":0,"delta":{"content":"<think>a"},"y":[1.0]}]}

        data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"model":"theirs","choices":[],"usage":{"prompt_tokens":1}}

        data: [DONE]


        """

    @Test func `a stream passes with the model's name as it was asked, and its usage if that was asked for`() {
        let named = Self.chunks.replacing("theirs", with: "asked")
        #expect(passed(Self.chunks, .events, streams: true, reportsUsage: true) == named)
        let usage = #"data: {"model":"asked","choices":[],"usage":{"prompt_tokens":1}}"# + "\n\n"
        let unasked = named.replacing(usage, with: "").replacing(#","usage":null"#, with: "")
        #expect(passed(Self.chunks, .events, streams: true) == unasked)
    }

    @Test func `a chunk without choices that has something else to say passes`() {
        let azure = #"data: {"choices":[],"prompt_filter_results":[],"usage":null}"# + "\n\n" + Self.chunks
        let passed = passed(azure, .events, streams: true)
        #expect(passed.hasPrefix(#"data: {"choices":[],"prompt_filter_results":[]}"# + "\n\n"))
    }

    @Test func `comments, other fields and a missing end change nothing`() {
        let wild =
            ": hi\n"
            + Self.chunks.replacing("data: [DONE]\n\n", with: "").replacing(
                "data: {\"id\"", with: "event: x\nid: 5\ndata:{\"id\"")
        #expect(passed(wild, .events, streams: true) == passed(Self.chunks, .events, streams: true))
    }

    @Test func `a whole answer passes with all its choices`() {
        let whole =
            #"{"id":"t","choices":[{"message":{"content":"a"},"finish_reason":"stop"},{"index":1}],"model":"theirs","z":1.50}"#
        #expect(passed(whole, .whole, streams: false) == whole.replacing("theirs", with: "asked"))
    }

    @Test func `an answer in another form than was asked for is written anew`() throws {
        let whole = #"{"id":"t","model":"theirs","choices":[{"message":{"content":"a"},"finish_reason":"length"}]}"#
        let streamed = passed(whole, .events, streams: true)
        #expect(streamed.hasPrefix(#"data: {"id":"ours""#) && streamed.contains(#""delta":{"content":"a"}"#))
        let gathered = try JSONValue(parsing: passed(Self.chunks, .whole, streams: false).utf8)
        #expect(gathered["object"] == "chat.completion" && gathered["id"] == "ours")
        #expect(gathered["choices"]?[0]?["message"]?["reasoning_content"] == "a")
        // An envelope of an imitator is no answer in this format.
        let odd = #"{"data":{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}]}}"#
        #expect(
            try JSONValue(parsing: passed(odd, .whole, streams: false).utf8)["choices"]?[0]?["message"]?["content"]
                == "a")
    }

    @Test func `a character that comes in halves passes whole`() {
        let halves =
            #"data: {"choices":[{"delta":{"content":"a\ud83d"}}]}"# + "\n\n"
            + #"data: {"choices":[{"delta":{"content":"\ude00b"},"finish_reason":"stop"}]}"# + "\n\n"
        let joined = halves.replacing(#"\ud83d"#, with: "").replacing(#"\ude00"#, with: "😀") + "data: [DONE]\n\n"
        #expect(passed(halves, .events, streams: true) == joined)
    }

    @Test func `an error is not passed, whatever came before`() {
        var reader = OpenAIChat().reader(raw: .events)
        let text = Self.chunks.replacing("data: [DONE]", with: #"data: {"choices":[],"error":{"message":"sk-1"}}"#)
        let pieces = reader.read(Array(text.utf8))
        #expect(pieces.count == 4 && pieces.allSatisfy { $0.raw != nil && $0.raw?["error"] == nil })
        #expect(reader.end(isBroken: false).1 == .refused(ErrorBody(message: "sk-1")))
    }
}
