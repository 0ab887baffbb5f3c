import Dialects
import Domain
import JSON
import TestKit
import Testing
import Wire

/// What is particular to OpenAI's Responses.
@Suite struct ResponsesTests {
    private let dialect = OpenAIResponses()

    private func prompt(_ text: String) throws -> Prompt {
        try dialect.prompt(from: JSONValue(parsing: text.utf8))
    }

    private func chat(_ text: String) throws -> JSONValue { try OpenAIChat().request(try prompt(text)) }

    // MARK: Requests

    @Test func `items become messages, and what an assistant does in a row is one`() throws {
        let messages = try prompt(
            """
            {"model":"m","instructions":"Be kind.","input":[{"role":"developer","content":"D","id":"x"},{"role":"user","content":"U"},
            {"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}],
            "encrypted_content":"E"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"T"}]},
            {"type":"function_call","id":"fc","call_id":"c1","name":"f","arguments":""},
            {"type":"web_search_call","id":"ws"},{"type":"custom_tool_call","call_id":"c2","name":"p","input":"x\\"y"},
            {"type":"function_call_output","call_id":"c1","output":[{"type":"input_text","text":"1"}]},
            {"type":"custom_tool_call_output","call_id":"c2","output":"2"},
            {"role":"assistant","content":"A"},{"role":"assistant","content":"B"}]}
            """
        ).messages
        #expect(messages.map(\.role) == [.system, .developer, .user, .assistant, .tool, .tool, .assistant, .assistant])
        #expect(
            messages[3].parts == [
                .reasoning(Thought("a\n\nb", opaque: Opaque(.openAI, "E"))), .text("T"),
                .toolCall(ToolCall(id: "c1", name: "f", arguments: "{}")),
                .toolCall(ToolCall(.custom, id: "c2", name: "p", arguments: "x\"y")),
            ])
        #expect(messages[5].parts == [.toolResult(ToolResult(of: "c2", [.text("2")]))])
    }

    @Test func `results follow their calls at once, whatever was said between`() throws {
        let messages = try prompt(
            """
            {"model":"m","input":[{"role":"user","content":"U"},{"type":"function_call","call_id":"a","name":"f","arguments":"{}"},
            {"type":"function_call","call_id":"b","name":"f","arguments":"{}"},
            {"type":"function_call_output","call_id":"a","output":"1"},{"role":"assistant","content":"Hm"},
            {"role":"user","content":"V"},{"type":"function_call_output","call_id":"b","output":"2"},
            {"type":"function_call","call_id":"never","name":"f","arguments":"{}"},{"role":"user","content":"W"}]}
            """
        ).messages
        #expect(messages.map(\.role) == [.user, .assistant, .tool, .tool, .user, .assistant, .user])
        #expect(messages[1].text == "Hm" && messages[1].parts.count == 3)
    }

    @Test func `foreign reasoning comes back to its maker, and goes to nobody else`() throws {
        let carried = "Y20xLmEuVTBsSFRrRlVWVkpGTFRFPQ=="
        let read = try prompt(
            #"{"model":"m","input":[{"type":"reasoning","summary":[],"encrypted_content":"\#(carried)"},{"role":"user","content":"U"}]}"#
        )
        #expect(read.messages[0].parts == [.reasoning(Thought("", opaque: Opaque(.anthropic, "U0lHTkFUVVJFLTE=")))])
        #expect(try dialect.request(read)["input"]?.array?.count == 1)
        // What is no carrier, though it begins like one, is OpenAI's own.
        for own in ["Y20xLnguVTBs", "Y20xL!", "Y20xLg==", "Y20xLmEu"] {
            let text =
                #"{"model":"m","input":[{"type":"reasoning","encrypted_content":"\#(own)"},{"role":"user","content":"U"}]}"#
            #expect(try prompt(text).messages[0].parts == [.reasoning(Thought("", opaque: Opaque(.openAI, Text(own))))])
        }
    }

    private static let tools = """
        {"model":"m","input":[{"role":"user","content":"U"},{"type":"custom_tool_call","call_id":"c1","name":"patch","input":"*** x"},
        {"type":"custom_tool_call_output","call_id":"c1","output":"ok"},
        {"type":"function_call","call_id":"c2","namespace":"git","name":"log","arguments":"{}"},
        {"type":"function_call_output","call_id":"c2","output":"ok"}],
        "tools":[{"type":"custom","name":"patch","description":"Patches.","format":{"type":"grammar","syntax":"lark","definition":"start: x"}},
        {"type":"namespace","name":"git","tools":[{"type":"function","name":"log","parameters":{}},{"type":"function","name":"run"}]},
        {"type":"function","name":"log","strict":false},{"type":"web_search","search_context_size":"low",
        "user_location":{"type":"approximate","country":"CN"}}],"tool_choice":{"type":"function","name":"run","namespace":"git"}}
        """

    @Test func `free-text tools and namespaces are functions elsewhere`() throws {
        let body = try chat(Self.tools)
        let functions = (body["tools"]?.array ?? []).compactMap { $0["function"] }
        #expect(functions.map { $0["name"]?.text } == ["patch", "git__log", "run", "log"])
        #expect(functions[0]["parameters"]?["required"] == ["input"])
        #expect(functions[0]["description"] == "Patches.\n\nThe input must follow this lark grammar:\nstart: x")
        #expect(body["tool_choice"] == ["type": "function", "function": ["name": "run"]])
        #expect(
            body["web_search_options"] == [
                "search_context_size": "low",
                "user_location": ["type": "approximate", "approximate": ["country": "CN"]],
            ])
        let calls = body["messages"]?.array?.compactMap { $0["tool_calls"]?[0]?["function"] }
        #expect(calls?[0] == ["name": "patch", "arguments": #"{"input":"*** x"}"#])
        #expect(calls?[1]["name"] == "git__log")
        for upstream in [Anthropic(), Gemini()] as [any Dialect] {
            let text = try upstream.request(try prompt(Self.tools)).serialized
            #expect(text.contains("git__log") && text.contains(#"{"input":"*** x"}"#) && !text.contains("namespace"))
        }
    }

    @Test(arguments: [true, false])
    func `what an upstream calls by those functions is called as the asker knows it`(streams: Bool) throws {
        let head = ReplyHead(
            id: "resp_1", created: 0, model: "m", streams: streams, prompt: try prompt(Self.tools))
        var writer = dialect.writer(head)
        var bytes: [UInt8] = []
        for event in [
            .toolCall(ToolCallHead(0, id: "a", name: "patch")), .toolArguments(index: 0, #"{"inp"#),
            .toolArguments(index: 0, #"ut":"*** \"y"}"#), .toolCall(ToolCallHead(1, id: "b", name: "git__log")),
            .toolArguments(index: 1, "{}"), .toolCall(ToolCallHead(2, id: "c", name: "log")),
            .toolArguments(index: 2, "{}"), .toolCall(ToolCallHead(3, id: "d", name: "run")),
            .toolArguments(index: 3, "{}"),
        ] as [ReplyEvent] {
            bytes += writer.write(ReplyPiece(event))
        }
        bytes += writer.end(.toolCalls)
        let events = streams ? try events(bytes) : []
        let response = try streams ? #require(events.last?["response"]) : JSONValue(parsing: bytes)
        let output = try #require(response["output"]?.array)
        #expect(output[0]["type"] == "custom_tool_call" && output[0]["input"] == "*** \"y")
        #expect(output.map { $0["namespace"]?.text } == [nil, "git", nil, "git"])
        #expect(output.map { $0["name"]?.text } == ["patch", "log", "log", "run"])
        #expect(response["tools"] == (try JSONValue(parsing: Self.tools.utf8))["tools"])
        guard streams else { return }
        let own = events.filter { $0["type"]?.text?.hasPrefix("response.custom_tool_call_input") == true }
        #expect(own.map { $0["delta"] ?? $0["input"] } == ["*** \"y", "*** \"y"])
    }

    @Test(
        arguments: [
            (#""previous_response_id":"resp_1""#, "previous_response_id"), (#""conversation":"c""#, "conversation"),
            (#""tools":[{"type":"function","name":"f"},{"type":"file_search"}]"#, "tools[1]"),
            (#""tools":[{"type":"namespace","name":"n","tools":[{"type":"computer"}]}]"#, "tools[0]"),
            (#""tool_choice":{"type":"file_search"}"#, "tool_choice"),
            (#""input":[{"role":"user","content":[{"type":"input_image","file_id":"f"}]}]"#, "input"),
            (#""input":[{"type":"item_reference","id":"i"}]"#, "input"),
            (#""text":{"format":{"type":"grammar"}}"#, "text.format"), (#""input":[{"type":"compaction"}]"#, "input"),
        ])
    func `what only its own provider knows is refused elsewhere by its name`(field: String, name: Text) throws {
        let text = #"{"model":"m",\#(field.hasPrefix("\"input") ? "" : #""input":"Hi","#)\#(field)}"#
        #expect(throws: Inexpressible(name, .unsupported)) { try chat(text) }
        #expect(try dialect.request(try prompt(text), to: .upstream()).serialized == text)
    }

    @Test(
        arguments: [
            ("n", 2, "n"), ("stop", "x", "stop"), ("logprobs", true, "logprobs"),
            ("presence_penalty", 1, "presence_penalty"),
            ("logit_bias", ["1": 2], "logit_bias"), ("modalities", ["text", "audio"], "modalities"),
        ] as [(Text, JSONValue, Text)])
    func `what has no words here is refused, and a default is not`(field: Text, value: JSONValue, name: Text) throws {
        var body: JSONValue = ["model": "m", "messages": [["role": "user", "content": "Hi"]]]
        let defaults: [(Text, JSONValue)] = [
            ("n", 1), ("stop", []), ("logprobs", false), ("presence_penalty", 0), ("logit_bias", [:]),
            ("modalities", ["text"]),
            ("seed", 5), ("top_k", 3), ("stream_options", ["include_usage": true]), ("num_ctx", 7),
        ]
        for (name, value) in defaults { body[name] = value }
        let prompt = try OpenAIChat().prompt(from: body)
        #expect(try dialect.request(prompt).members?.map(\.key) == ["model", "input", "store"])
        body[field] = value
        for upstream in [dialect, Codex()] as [any Dialect] {
            #expect(throws: Inexpressible(name, .unsupported)) {
                try upstream.request(try OpenAIChat().prompt(from: body))
            }
        }
    }

    @Test func `later system texts stay in place, and pictures of results stay in them`() throws {
        let picture = Part.image(Picture(.url("https://i")))
        let body = try dialect.request(
            Prompt(
                model: "m",
                messages: [
                    .init(.system, "A"), .init(.developer, "B"), .init(.user, "U"), .init(.system, "C"),
                    .init(.assistant, [.toolCall(ToolCall(id: "c", name: "f", arguments: "{}"))]),
                    .init(.tool, [.toolResult(ToolResult(of: "c", [.text("no"), picture], isError: true))]),
                ]))
        #expect(body["instructions"] == "A\n\nB")
        let alone = try dialect.request(Prompt(model: "m", messages: [.init(.system, "A")]))
        #expect(alone["instructions"] == nil && alone["input"]?[0]?["role"] == "developer")
        #expect(body["input"]?[1]?["role"] == "developer")
        #expect(
            body["input"]?[3]?["output"] == [
                ["type": "input_text", "text": "Error: no"],
                ["type": "input_image", "image_url": "https://i", "detail": "auto"],
            ])
    }

    @Test func `a tool with a name that OpenAI refuses is renamed, and called back by its own`() throws {
        let name = Text(String(repeating: "long.", count: 20))
        var prompt = Prompt(
            model: "m",
            messages: [.init(.assistant, [.toolCall(ToolCall(id: "c", name: name, arguments: "{}"))])])
        prompt.tools = [.function(FunctionTool(name))]
        let written = try dialect.request(prompt)
        let short = try #require(written["tools"]?[0]?["name"]?.text)
        #expect(short.byteCount == 64 && written["input"]?[0]?["name"]?.text == short)
        #expect(try OpenAIChat().request(prompt)["tools"]?[0]?["function"]?["name"]?.text == short)
        var writer = OpenAIChat().writer(ReplyHead(id: "x", created: 0, model: "m", streams: false, prompt: prompt))
        _ = writer.write(ReplyPiece(.toolCall(ToolCallHead(0, id: "c", name: short))))
        let answer = try JSONValue(parsing: writer.end(.toolCalls))
        #expect(answer["choices"]?[0]?["message"]?["tool_calls"]?[0]?["function"]?["name"]?.text == name)
    }

    private func events(_ bytes: [UInt8]) throws -> [JSONValue] {
        var parser = ServerSentEventParser()
        parser.feed(bytes)
        var events: [JSONValue] = []
        while let event = try parser.next() { events.append(try JSONValue(parsing: event.data.utf8)) }
        return events
    }
}
