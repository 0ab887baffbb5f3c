import Dialects
import Domain
import JSON
import Testing

/// What is refused before anybody is asked, and by which name; and that everything else passes.
@Suite struct RequestReadingTests {
    private func body(_ changes: [(Text, JSONValue)]) -> JSONValue {
        var body: JSONValue = ["model": "m", "messages": [["role": "user", "content": "Hi"]]]
        for (name, value) in changes { body[name] = value }
        return body
    }

    private func refusal(of body: JSONValue) -> Inexpressible? {
        do throws(Inexpressible) {
            _ = try OpenAIChat().prompt(from: body)
            return nil
        } catch { return error }
    }

    private static let call: JSONValue = ["id": "c", "function": ["name": "f", "arguments": "{}"]]

    private static func calling(_ call: JSONValue) -> JSONValue { [["role": "assistant", "tool_calls": [call]]] }

    @Test(
        arguments: [
            ("model", 5, "model"), ("model", "", "model"), ("model", nil, "model"), ("messages", nil, "messages"),
            ("messages", [], "messages"), ("messages", "Hi", "messages"), ("messages", [5], "messages[0]"),
            ("messages", [["content": "Hi"]], "messages[0].role"),
            ("messages", [["role": "user", "content": "Hi"], ["role": "wizard"]], "messages[1].role"),
            ("messages", [["role": "user"]], "messages[0].content"),
            ("messages", [["role": "user", "content": 5]], "messages[0].content"),
            ("messages", [["role": "user", "content": [5]]], "messages[0].content[0]"),
            ("messages", [["role": "user", "content": [["type": "text"]]]], "messages[0].content[0].text"),
            ("messages", [["role": "user", "content": [["type": "image_url"]]]], "messages[0].content[0].image_url"),
            ("messages", [["role": "tool", "content": "x"]], "messages[0].tool_call_id"),
            ("messages", calling(["function": ["name": "f"]]), "messages[0].tool_calls[0].id"),
            ("messages", calling(["id": "c"]), "messages[0].tool_calls[0].function"),
            (
                "messages", calling(["id": "c", "function": ["name": "f", "arguments": "{\"a\":"]]),
                "messages[0].tool_calls[0].function.arguments"
            ),
            (
                "messages", calling(["id": "c", "function": ["name": "f", "arguments": [:]]]),
                "messages[0].tool_calls[0].function.arguments"
            ),
            ("tools", "f", "tools"), ("tools", [["type": "function"]], "tools[0].function"),
            ("tools", [["type": "function", "function": ["name": "a b"]]], "tools[0].function.name"),
            ("tools", [["type": "function", "function": ["name": ""]]], "tools[0].function.name"),
            ("tools", [["type": "function", "function": ["parameters": [:]]]], "tools[0].function.name"),
            (
                "tools", [["type": "function", "function": ["name": "f", "parameters": 5]]],
                "tools[0].function.parameters"
            ),
            ("functions", [["name": "ü"]], "functions[0].name"), ("tool_choice", "perhaps", "tool_choice"),
            ("tool_choice", ["type": "function"], "tool_choice.function"), ("temperature", "hot", "temperature"),
            ("max_tokens", -1, "max_tokens"), ("max_tokens", 1_073_741_824, "max_tokens"),
            ("max_completion_tokens", "5", "max_completion_tokens"), ("n", 0, "n"), ("n", 129, "n"),
            ("stop", 5, "stop"), ("stop", ["a", 5], "stop"), ("stream", "yes", "stream"),
            ("stream_options", true, "stream_options"), ("response_format", "json", "response_format"),
            ("response_format", ["type": "json_schema"], "response_format.json_schema"),
            ("logit_bias", [], "logit_bias"), ("user", 5, "user"),
        ] as [(Text, JSONValue, Text)])
    func `what cannot be read is refused by its name`(name: Text, value: JSONValue, field: Text) {
        #expect(refusal(of: body([(name, value)]))?.field == field)
    }

    @Test func `two thousand tools are too many, and 128 are not`() {
        let tool: JSONValue = ["type": "function", "function": ["name": "f"]]
        let refused = refusal(of: body([("tools", .array(Array(repeating: tool, count: 2000)))]))
        #expect(refused == Inexpressible("tools", .tooMany(128)))
        #expect(refused?.words == "tools must have at most 128 entries.")
        #expect(refusal(of: body([("tools", .array(Array(repeating: tool, count: 128)))])) == nil)
    }

    @Test(arguments: [JSONValue.null, [], "text", 5])
    func `a body that is no object is refused as one`(body: JSONValue) {
        #expect(refusal(of: body)?.field == "body")
    }

    @Test(
        arguments: [
            ("num_ctx", 4096), ("chat_id", "x"), ("safety_settings", [["a": nil]]), ("temperature", nil),
            ("tools", []), ("tools", nil), ("tool_choice", "any"), ("response_format", ["type": "grammar"]),
            ("tools", [["type": "web_search"]]), ("max_tokens", .double(5)), ("stop", nil),
            ("reasoning_effort", "ultra"),
            ("messages", [["role": "user", "content": [["type": "video_url", "video_url": ["url": "x"]]]]]),
            ("messages", [["role": "user", "content": "Hi", "cache_control": ["type": "ephemeral"]]]),
            ("messages", [["role": "assistant", "content": nil]]), ("messages", calling(call)),
            ("messages", [["role": "tool", "tool_call_id": "c", "content": nil]]),
        ] as [(Text, JSONValue)])
    func `what is not known, or null, is refused by nobody and passes as it is`(name: Text, value: JSONValue) throws {
        let body = body([(name, value)])
        let prompt = try OpenAIChat().prompt(from: body)
        #expect(prompt.original?.body == body)
        #expect(try OpenAIChat().request(prompt, to: .upstream()) == body)
    }

    @Test func `everything that is known has its place`() throws {
        let text = """
            {"model":"m","messages":[
            {"role":"developer","content":"Be kind.","name":"root"},
            {"role":"user","content":[{"type":"text","text":"a"},
            {"type":"image_url","image_url":{"url":"https://i","detail":"low"}},
            {"type":"input_audio","input_audio":{"data":"AA","format":"wav"}},
            {"type":"file","file":{"filename":"f.pdf","file_data":"data:application/pdf;base64,AA"}},
            {"type":"file","file":{"file_id":"file-1"}}]},
            {"role":"assistant","content":"b","refusal":"c","tool_calls":[
            {"id":"1","type":"custom","custom":{"name":"p","input":"x"}}]},
            {"role":"tool","tool_call_id":"1","content":[{"type":"text","text":"d"}]}],
            "max_completion_tokens":5,"temperature":1,"top_p":0.5,"top_k":3,"stop":"x","n":2,"seed":-7,
            "presence_penalty":-1.5,"frequency_penalty":0,"logprobs":true,"top_logprobs":2,"logit_bias":{"1":-100},
            "response_format":{"type":"json_object"},"reasoning_effort":"low","user":"u","stream":true,
            "stream_options":{"include_usage":true},"tools":[{"type":"custom","custom":{"name":"p","format":{}}}],
            "tool_choice":{"type":"custom","custom":{"name":"p"}},"parallel_tool_calls":false,"metadata":{"a":"b"}}
            """
        let prompt = try OpenAIChat().prompt(from: try JSONValue(parsing: text.utf8))
        var expected = Prompt(
            model: "m",
            messages: [
                .init(.developer, [.text("Be kind.")], name: "root"),
                .init(
                    .user,
                    [
                        .text("a"), .image(Picture(.url("https://i"), detail: "low")),
                        .audio(Sound("AA", format: "wav")),
                        .file(Attachment(.url("data:application/pdf;base64,AA"), name: "f.pdf")),
                        .file(Attachment(.id("file-1"))),
                    ]),
                .init(
                    .assistant,
                    [.text("b"), .refusal("c"), .toolCall(ToolCall(.custom, id: "1", name: "p", arguments: "x"))]),
                .init(.tool, [.toolResult(ToolResult(of: "1", [.text("d")]))]),
            ])
        expected.sampling.maxTokens = 5
        (expected.sampling.temperature, expected.sampling.topP, expected.sampling.topK) = (1, 0.5, 3)
        (expected.sampling.stop, expected.sampling.n, expected.sampling.seed) = (["x"], 2, -7)
        (expected.sampling.presencePenalty, expected.sampling.frequencyPenalty) = (-1.5, 0)
        (expected.sampling.logprobs, expected.sampling.topLogprobs) = (true, 2)
        expected.sampling.logitBias = ["1": -100]
        (expected.format, expected.reasoning, expected.user) = (.jsonObject, ReasoningWish(effort: "low"), "u")
        (expected.streams, expected.reportsUsage, expected.parallelTools) = (true, true, false)
        (expected.tools, expected.toolChoice) = ([.custom(CustomTool("p", format: [:]))], .named("p", .custom))
        expected.extras = [.openAIChat: ["metadata": ["a": "b"]]]
        expected.original = prompt.original
        #expect(prompt == expected)
        // And it is written so that it is read as the same.
        var again = try OpenAIChat().prompt(from: try OpenAIChat().request(prompt))
        again.original = prompt.original
        #expect(again == prompt)
    }

    @Test func `what functions were called at first is read as tools`() throws {
        let old = body([
            ("functions", [["name": "f"]]), ("function_call", ["name": "f"]),
            (
                "messages",
                [
                    ["role": "user", "content": "Hi"],
                    ["role": "assistant", "content": nil, "function_call": ["name": "f", "arguments": ""]],
                    ["role": "function", "name": "f", "content": "x"],
                ]
            ),
        ])
        let prompt = try OpenAIChat().prompt(from: old)
        #expect(prompt.tools == [.function(FunctionTool("f"))] && prompt.toolChoice == .named("f", .function))
        #expect(prompt.messages[1].parts == [.toolCall(ToolCall(id: "f", name: "f", arguments: "{}"))])
        #expect(prompt.messages[2].parts == [.toolResult(ToolResult(of: "f", [.text("x")]))])
    }
}

extension Account {
    static func upstream(_ change: (inout Account) -> Void = { _ in }) -> Account {
        var account = Account(
            id: ID(1), name: "a", provider: .openAI, baseURL: "https://a.test", models: ["m"],
            createdAt: Timestamp(seconds: 0))
        change(&account)
        return account
    }
}
