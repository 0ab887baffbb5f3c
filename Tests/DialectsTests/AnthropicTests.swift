import Dialects
import Domain
import JSON
import Testing
import Wire

/// Requests in Anthropic's format.
@Suite struct AnthropicTests {
    private func written(_ prompt: Prompt) throws -> JSONValue { try Anthropic().request(prompt) }
    private func prompt(_ messages: [Prompt.Message], model: String = "m") -> Prompt {
        var prompt = Prompt(model: model, messages: messages)
        prompt.streams = false
        return prompt
    }
    private func read(_ text: String) throws -> Prompt { try Anthropic().prompt(from: JSONValue(parsing: text.utf8)) }

    @Test func `the user begins, the two take turns, nothing empty is said, and a later system prompt stays`() throws {
        let messages: [Prompt.Message] = [
            .init(.system, "A"), .init(.developer, "B"), .init(.assistant, "Hi"), .init(.user, " "),
            .init(.system, "Later"), .init(.user, "One"), .init(.user, "Two"), .init(.assistant, " \n"),
            .init(.user, "Three"),
        ]
        let body = try written(prompt(messages))
        #expect(body["system"] == [["type": "text", "text": "A"], ["type": "text", "text": "B"]])
        #expect(
            body["messages"] == [
                ["role": "user", "content": "..."], ["role": "assistant", "content": "Hi"],
                [
                    "role": "user",
                    "content": [
                        ["type": "text", "text": "<system>Later</system>"], ["type": "text", "text": "One"],
                        ["type": "text", "text": "Two"], ["type": "text", "text": "Three"],
                    ],
                ],
            ])
        #expect(body["max_tokens"] == 8192)
        #expect(try written(prompt([]))["messages"] == [["role": "user", "content": "..."]])
    }

    @Test func `results come first in their turn, with what they show, and foreign ids are made to fit`() throws {
        let body = try written(
            prompt([
                .init(.assistant, [.toolCall(ToolCall(id: "fc|1", name: "a.b", arguments: " "))]),
                .init(.user, "Look"),
                .init(
                    .tool,
                    [
                        .toolResult(
                            ToolResult(
                                of: "fc|1", [.text("x"), .image(Picture(.url("data:image/png;base64,QQ==")))],
                                isError: true))
                    ]),
            ]))
        let call = body["messages"]?[1]?["content"]?[0]
        let result = body["messages"]?[2]?["content"]?[0]
        #expect(call?["id"] == result?["tool_use_id"] && call?["id"]?.text?.contains("|") == false)
        #expect(call?["input"] == [:] && call?["name"]?.text?.hasPrefix("a_b_") == true)
        #expect(result?["is_error"] == true && result?["content"]?[1]?["source"]?["media_type"] == "image/png")
        #expect(body["messages"]?[2]?["content"]?[1] == ["type": "text", "text": "Look"])
    }

    @Test func `what Claude Code sends is read: reminders, its mark, results with pictures, thoughts without a word`()
        throws
    {
        let read = try read(
            """
            {"model":"m","max_tokens":64000,"system":[{"type":"text","text":"x-anthropic-billing-header: 1"},
            {"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],"messages":[
            {"role":"user","content":"Hi"},{"role":"system","content":"Reminder"},
            {"role":"assistant","content":[{"type":"thinking","thinking":"","signature":"S"},
            {"type":"redacted_thinking","data":"R"},{"type":"tool_use","id":"t","name":"f","input":{"a":1.0}},
            {"type":"server_tool_use","id":"s","name":"web_search","input":{}}]},
            {"role":"user","content":[{"type":"text","text":"and"},{"type":"tool_result","tool_use_id":"t","is_error":true,
            "content":[{"type":"text","text":"x"}]}]}],"thinking":{"type":"adaptive","display":"omitted"},
            "output_config":{"effort":"xhigh"},"metadata":{"user_id":"u"},"context_management":{"edits":[]},
            "tools":[{"type":"web_search_20250305","name":"web_search","max_uses":3},{"name":"f","input_schema":{"type":"object"}}]}
            """)
        #expect(read.messages[0] == .init(.system, [.text("Be brief.")]) && read.messages[2].role == .system)
        let answer = read.messages[3].parts
        #expect(answer[0] == .reasoning(Thought("", opaque: Opaque(.anthropic, "S"))))
        #expect(answer[1] == .reasoning(Thought("", opaque: Opaque(.anthropic, "R", isRedacted: true))))
        #expect(answer[2] == .toolCall(ToolCall(id: "t", name: "f", arguments: #"{"a":1.0}"#)))
        #expect(read.messages[4] == .init(.tool, [.toolResult(ToolResult(of: "t", [.text("x")], isError: true))]))
        #expect(read.messages[5] == .init(.user, "and") && read.reasoning == ReasoningWish(effort: "xhigh"))
        #expect(read.user == "u" && read.extras[.anthropic]?["context_management"] != nil)
        // What Anthropic's own tool did is no part of a conversation with another.
        let chat = try OpenAIChat().request(read)
        #expect(chat["web_search_options"] == [:] && chat["tools"]?.array?.count == 1)
        #expect(
            chat["messages"]?.array?.map { $0["role"]?.text } == [
                "system", "user", "system", "assistant", "tool", "user",
            ])
        #expect(chat["messages"]?[4]?["content"] == "Error: x")
        #expect(try OpenAIChat().prompt(from: chat).messages[3].parts == [answer[2]])
    }

    @Test func `a document is one of the format's kinds, or is refused`() throws {
        let file = { (url: Text) in
            try self.written(self.prompt([.init(.user, [.file(Attachment(.url(url), name: "n"))])]))["messages"]?[0]?[
                "content"]?[0]
        }
        #expect(
            try file("data:text/markdown;base64,SGk=") == [
                "type": "document", "source": ["type": "text", "media_type": "text/plain", "data": "Hi"], "title": "n",
            ])
        #expect(try file("data:application/pdf;base64,QQ==")?["source"]?["type"] == "base64")
        #expect(try file("https://a.test/x.pdf")?["source"] == ["type": "url", "url": "https://a.test/x.pdf"])
        #expect(throws: Inexpressible("messages", .unsupported)) { try file("data:,x") }
        let blocks = try read(
            """
            {"model":"m","messages":[{"role":"user","content":[
            {"type":"document","source":{"type":"text","media_type":"text/plain","data":"Hi"},"title":"t"},
            {"type":"document","source":{"type":"content","content":[{"type":"text","text":"inner"}]}},
            {"type":"image","source":{"type":"url","url":"https://a.test/i"}}]}]}
            """
        ).messages[0].parts
        #expect(
            blocks == [
                .file(Attachment(.url("data:text/plain;base64,SGk="), name: "t")), .text("inner"),
                .image(Picture(.url("https://a.test/i"))),
            ])
    }

    @Test(
        arguments: [
            ("golden-1", "high", ["thinking": ["type": "adaptive"], "output_config": ["effort": "high"]]),
            ("golden-1", "none", ["thinking": ["type": "disabled"], "temperature": nil]),
            ("claude-opus-4-6", "minimal", ["thinking": ["type": "adaptive"], "output_config": ["effort": "low"]]),
            (
                "claude-sonnet-4-20250514", "low",
                ["thinking": ["type": "enabled", "budget_tokens": 1280], "temperature": nil]
            ),
            ("claude-3-7-sonnet-latest", "none", ["thinking": ["type": "disabled"], "temperature": 1]),
            ("claude-3.5-sonnet", "high", ["thinking": nil, "temperature": 1]),
            ("claude-2.1", "", ["thinking": nil, "temperature": 1]),
            ("claude-opus-5", "max", ["output_config": ["effort": "max"], "temperature": nil]),
        ] as [(String, Text, JSONValue)])
    func `a model thinks, and is drawn, as its name says it can`(model: String, effort: Text, members: JSONValue) throws
    {
        var prompt = prompt([.init(.user, "Hi")], model: model)
        prompt.sampling.temperature = 1.5
        prompt.reasoning = effort.isEmpty ? nil : ReasoningWish(effort: effort)
        let body = try written(prompt)
        for member in members.members ?? [] { #expect(body[member.key] ?? .null == member.value) }
    }

    @Test func `what means something and has no words is refused by the asker's name for it`() throws {
        let refused: [(Text, JSONValue)] = [
            ("n", 2), ("logprobs", true), ("top_logprobs", 3), ("logit_bias", ["1": 2]),
            ("presence_penalty", .number("0.5")),
            ("frequency_penalty", -1), ("response_format", ["type": "json_object"]), ("modalities", ["text", "audio"]),
        ]
        for (name, value) in refused {
            var body: JSONValue = ["model": "m", "messages": [["role": "user", "content": "Hi"]]]
            body[name] = value
            let asked = try OpenAIChat().prompt(from: body)
            #expect(throws: Inexpressible(name, .unsupported)) { try written(asked) }
        }
        let defaults: JSONValue = [
            "model": "m", "messages": [["role": "user", "content": "Hi"]], "n": 1, "logprobs": false, "top_logprobs": 0,
            "logit_bias": [:], "presence_penalty": 0, "frequency_penalty": .number("0.0"),
            "response_format": ["type": "text"],
            "modalities": ["text"], "seed": 7, "stop": [" \n", "END"], "parallel_tool_calls": false,
        ]
        let body = try written(try OpenAIChat().prompt(from: defaults))
        #expect(body.members?.map(\.key) == ["model", "max_tokens", "messages", "stop_sequences"])
        #expect(body["stop_sequences"] == ["END"])
        let sound = Prompt.Message(.user, [.audio(Sound("QQ==", format: "wav"))])
        #expect(throws: Inexpressible("messages", .unsupported)) { try written(prompt([sound])) }
    }

    @Test func `tools are written as the format takes them`() throws {
        var prompt = prompt([.init(.user, "Hi")])
        let either: JSONValue = ["oneOf": [["type": "object"]]]
        prompt.tools = [
            .function(FunctionTool("f", description: "d", parameters: either)), .function(FunctionTool("g")),
            .custom(CustomTool("c")), .webSearch(WebSearch(location: ["city": "Paris"])),
        ]
        prompt.toolChoice = .among(["f", "c"], isRequired: true)
        prompt.parallelTools = false
        let body = try written(prompt)
        #expect(body["tools"]?.array?.map { $0["name"]?.text } == ["f", "c", "web_search"])
        #expect(body["tools"]?[0]?["input_schema"] == ["type": "object", "properties": [:]])
        #expect(body["tools"]?[0]?["description"]?.text?.contains(#"{"oneOf":"#) == true)
        #expect(body["tools"]?[2]?["user_location"] == ["city": "Paris", "type": "approximate"])
        #expect(body["tool_choice"] == ["type": "any", "disable_parallel_tool_use": true])
        prompt.tools = []
        #expect(try written(prompt)["tool_choice"] == nil)
    }

    @Test func `what passes keeps its words but for the model, the limit, foreign thoughts and the account's options`()
        throws
    {
        let asked = """
            {"messages":[{"content":[{"type":"text","text":"Hi","cache_control":null}],"role":"user"},{"role":"assistant","content":\
            [{"type":"thinking","thinking":"t","signature":"Y20xLm8uUw=="},{"type":"tool_use","id":"a","name":"f","input":{}}]},\
            {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":""}]},\
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"a"}]}],"thinking":{"type":"enabled","budget_tokens":2000},\
            "model":"asked","temperature":0.5}
            """
        var prompt = try read(asked)
        prompt.model = "mapped"
        prompt.original?.headers = [.init("anthropic-version", "2026-10-21"), .init("anthropic-beta", "b")]
        let sent = try Anthropic().request(prompt, to: .upstream { $0.options.parameters = #"{"stop":["X"]}"# })
        #expect(sent["messages"]?.array?.count == 3 && sent["messages"]?[1]?["content"]?.array?.count == 1)
        #expect(sent["messages"]?[0]?.serialized.contains("cache_control") == true)
        #expect(sent["model"] == "mapped" && sent["max_tokens"] == 8192 && sent["stop_sequences"] == ["X"])
        #expect(sent["thinking"] == nil && sent["temperature"] == .number("0.5") && sent["stream"] == nil)
        let headers = Anthropic().headers(for: prompt)
        #expect(headers["anthropic-version"] == "2026-10-21" && headers["anthropic-beta"] == "b")
        #expect(Anthropic().headers(for: Prompt(model: "m", messages: []))["anthropic-version"] == "2023-06-01")
        let learned = try Anthropic().request(prompt, to: .upstream { $0.learned = [LearnedOption("temperature")] })
        #expect(learned["temperature"] == nil)
        #expect(Anthropic().address(of: .upstream(), for: prompt) == "https://a.test/v1/messages")
        #expect(Anthropic().credentials("k")["x-api-key"] == "k")
    }

    @Test(arguments: [
        (400, "invalid_request_error"), (401, "authentication_error"), (402, "billing_error"),
        (403, "permission_error"),
        (404, "not_found_error"), (413, "request_too_large"), (422, "invalid_request_error"), (429, "rate_limit_error"),
        (500, "api_error"), (502, "api_error"), (503, "overloaded_error"), (504, "timeout_error"),
        (529, "overloaded_error"),
    ])
    func `a refusal has the type of its status`(status: Int, type: String) {
        let body = Anthropic().body(of: ErrorReply(status: status, "No."))
        #expect(body == ["type": "error", "error": ["type": .string(type), "message": "No."]])
    }

    @Test func `an upstream's error keeps its own word and type`() {
        let original: JSONValue = ["message": "theirs", "type": "overloaded_error", "param": nil, "code": nil]
        let error = ErrorReply(status: 500, "ours", original: original)
        #expect(Anthropic().body(of: error)["error"] == ["type": "overloaded_error", "message": "theirs"])
    }
}
