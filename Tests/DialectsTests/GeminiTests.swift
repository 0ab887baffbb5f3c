import Dialects
import Domain
import JSON
import Testing
import Wire

/// Requests in Google's format.
@Suite struct GeminiTests {
    private func written(_ prompt: Prompt) throws -> JSONValue { try Gemini().request(prompt) }
    private func read(_ text: String) throws -> Prompt { try Gemini().prompt(from: JSONValue(parsing: text.utf8)) }

    @Test func `both spellings, a bare part, one content and base64 for addresses are read`() throws {
        let read = try read(
            """
            {"contents":{"parts":[{"text":"Hi"},{"inline_data":{"mime_type":"image/png","data":"-_8="}},
            {"inlineData":{"mimeType":"audio/mpeg","data":"QQ=="}},{"fileData":{"fileUri":"https://a.test/x.pdf"}},{}]},
            "system_instruction":{"text":"Be brief."},"tools":[{"function_declarations":[{"name":"f",
            "parameters":{"type":"OBJECT","properties":{"a":{"type":"STRING","nullable":true}}}}]},{"google_search":{}}],
            "tool_config":{"function_calling_config":{"mode":"ANY","allowed_function_names":["f"]}},
            "generation_config":{"max_output_tokens":5,"topK":40.0,"candidateCount":1,"presencePenalty":0,
            "thinking_config":{"thinking_budget":2000},"response_mime_type":"application/json",
            "responseSchema":{"type":"ARRAY","items":{"type":"INTEGER"}}},"safetySettings":[]}
            """)
        #expect(
            read.messages == [
                .init(.system, [.text("Be brief.")]),
                .init(
                    .user,
                    [
                        .text("Hi"), .image(Picture(.url("data:image/png;base64,+/8="))),
                        .audio(Sound("QQ==", format: "mp3")), .file(Attachment(.url("https://a.test/x.pdf"))),
                    ]),
            ])
        let schema: JSONValue = ["type": "object", "properties": ["a": ["type": ["string", "null"]]]]
        #expect(read.tools == [.function(FunctionTool("f", parameters: schema)), .webSearch(WebSearch())])
        #expect(read.toolChoice == .named("f", .function) && read.sampling.maxTokens == 5 && read.sampling.topK == 40)
        #expect(read.sampling.n == nil && read.sampling.presencePenalty == nil)
        #expect(read.reasoning == ReasoningWish(effort: "medium", budget: 2000))
        let items: JSONValue = ["type": "array", "items": ["type": "integer"]]
        #expect(read.format == .jsonSchema(AnswerSchema("response", schema: items, isStrict: true)))
        let address = try Gemini().prompt(from: ["contents": [["parts": []]]], model: "models/x", streams: true)
        #expect(address.model == "x" && address.streams)
    }

    @Test(arguments: [
        ("x", "x"), ("models/x", "x"), ("models/org/x", "org/x"), ("org/x", "org/x"),
        ("publishers/google/models/x", "x"), ("models/models/x", "models/x"), ("", ""), ("models/", ""),
        ("publishers/x", "publishers/x"),
    ])
    func `a model's name may say where the model stands, and may have slashes of its own`(path: Text, name: Text) {
        #expect(Gemini.name(in: path) == name)
    }

    @Test func `a result belongs to the call of its id, else to the oldest of its name`() throws {
        let read = try read(
            """
            {"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":1}}},{"functionCall":{"name":"g"}},
            {"functionCall":{"name":"f","id":"own"}},{"functionCall":{"name":"f"}}]},{"role":"function","parts":[
            {"functionResponse":{"name":"f","id":"own","response":{"output":"own"}}},
            {"functionResponse":{"name":"f","response":{"error":"first"}}},
            {"functionResponse":{"name":"f","response":{"output":"second","x":1}}},{"text":"and"},
            {"functionResponse":{"name":"other","response":{"output":"g"}}}]}]}
            """)
        let calls = read.messages[0].parts.compactMap { if case .toolCall(let call) = $0 { call } else { nil } }
        let results = read.messages[1].parts.compactMap { if case .toolResult(let result) = $0 { result } else { nil } }
        #expect(results.map(\.callID) == [calls[2].id, calls[0].id, calls[3].id, calls[1].id])
        #expect(Set(calls.map(\.id)).count == 4 && calls[0].arguments == #"{"a":1}"# && calls[1].arguments == "{}")
        #expect(results[1] == ToolResult(of: calls[0].id, [.text("first")], isError: true))
        #expect(results[2].parts == [.text(#"{"output":"second","x":1}"#)])
        #expect(read.messages[2] == .init(.user, "and"))
    }

    @Test func `proofs are read with what they prove, and foreign ones with their maker`() throws {
        let read = try read(
            """
            {"contents":[{"role":"model","parts":[{"text":"hm","thought":true},{"text":"a","thoughtSignature":"S"},
            {"text":"why","thought":true},{"functionCall":{"id":"c","name":"f"},"thoughtSignature":"Y20xLmEuQQ=="},
            {"functionCall":{"id":"d","name":"f"},"thoughtSignature":"G"},{"text":"","thoughtSignature":"E"}]}]}
            """)
        #expect(
            read.messages[0].parts == [
                .reasoning(Thought("hm", opaque: Opaque(.google, "S"))), .text("a"),
                .reasoning(Thought("why", opaque: Opaque(.anthropic, "A"))),
                .toolCall(ToolCall(id: "c", name: "f", arguments: "{}")),
                .toolCall(ToolCall(id: "d", name: "f", arguments: "{}", opaque: Opaque(.google, "G"))),
                .reasoning(Thought("", opaque: Opaque(.google, "E"))),
            ])
        let parts = try written(read)["contents"]?[0]?["parts"]
        #expect(
            parts == [
                ["text": "hm", "thought": true], ["text": "a", "thoughtSignature": "S"],
                ["functionCall": ["id": "c", "name": "f", "args": [:]]],
                ["functionCall": ["id": "d", "name": "f", "args": [:]], "thoughtSignature": "G"],
                ["text": "", "thoughtSignature": "E"],
            ])
        let thinking = try Anthropic().request(read)["messages"]?[1]?["content"]?[1]
        #expect(thinking == ["type": "thinking", "thinking": "why", "signature": "A"])
    }

    @Test func `one turn is one content, and what results show stands behind them`() throws {
        let picture = Part.image(Picture(.url("data:image/png;base64,QQ==")))
        let prompt = Prompt(
            model: "m",
            messages: [
                .init(.system, "A"), .init(.user, "Hi"),
                .init(
                    .assistant,
                    [.toolCall(ToolCall(id: "a", name: "1.x", arguments: "{}")), .text(""), .refusal("No.")]),
                .init(.tool, [.toolResult(ToolResult(of: "a", [.text("[1]"), picture]))]),
                .init(.tool, [.toolResult(ToolResult(of: "?", [.text("x")], isError: true))]),
                .init(.developer, "Later"), .init(.assistant, ""), .init(.user, ""),
            ])
        let body = try written(prompt)
        #expect(body["systemInstruction"] == ["parts": [["text": "A"]]] && body["generationConfig"] == nil)
        #expect(body["contents"]?.array?.map { $0["role"]?.text } == ["user", "model", "user"])
        let call = body["contents"]?[1]?["parts"]?[0]?["functionCall"]
        let parts = body["contents"]?[2]?["parts"]
        #expect(
            parts?[0]?["functionResponse"]?["name"] == call?["name"] && call?["name"]?.text?.hasPrefix("_1_x") == true)
        #expect(parts?[0]?["functionResponse"]?["response"] == ["output": "[1]"])
        #expect(parts?[1]?["inlineData"]?["data"] == "QQ==")
        #expect(parts?[2]?["functionResponse"]?["response"] == ["error": "x"])
        #expect(parts?[3] == ["text": "<system>Later</system>"] && parts?.array?.count == 4)
    }

    @Test(
        arguments: [
            ("golden-1", "high", ["thinkingLevel": "HIGH", "includeThoughts": true]),
            ("gemini-3-pro", "none", ["thinkingLevel": "MINIMAL"]),
            ("gemini-3.5-pro", "max", ["thinkingLevel": "XHIGH", "includeThoughts": true]),
            ("gemini-2.5-flash", "none", ["thinkingBudget": 0]),
            ("gemini-2.5-flash", "low", ["thinkingBudget": 1024, "includeThoughts": true]),
            ("gemini-2.5-pro", "odd", ["thinkingBudget": -1, "includeThoughts": true]),
            ("gemini-2.0-flash", "high", nil), ("golden-1", "odd", ["includeThoughts": true]),
        ] as [(String, Text, JSONValue)])
    func `a model thinks as its name says it can`(model: String, effort: Text, config: JSONValue) throws {
        var prompt = Prompt(model: model, messages: [.init(.user, "Hi")])
        prompt.reasoning = ReasoningWish(effort: effort)
        #expect(try written(prompt)["generationConfig"]?["thinkingConfig"] ?? nil == config)
    }

    @Test func `what means something and has no words is refused by the asker's name for it`() throws {
        for (name, value) in [("logprobs", true), ("top_logprobs", 2), ("logit_bias", ["1": 2])] as [(Text, JSONValue)]
        {
            var body: JSONValue = ["model": "m", "messages": [["role": "user", "content": "Hi"]]]
            body[name] = value
            let asked = try OpenAIChat().prompt(from: body)
            #expect(throws: Inexpressible(name, .unsupported)) { try written(asked) }
        }
        let several = try OpenAIChat().prompt(from: [
            "model": "m", "messages": [["role": "user", "content": "a"]], "n": 2,
        ])
        #expect(throws: Inexpressible("n", .unsupported)) { try Gemini().request(several, to: .upstream()) }
        let candidates = try read(#"{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"candidateCount":2}}"#)
        #expect(throws: Inexpressible("generationConfig.candidateCount", .unsupported)) {
            try OpenAIChat().request(candidates, to: .upstream())
        }
        let kept = try read(#"{"contents":[{"parts":[{"text":"a"}]}],"cachedContent":"c","labels":{}}"#)
        #expect(throws: Inexpressible("cachedContent", .unsupported)) { try OpenAIChat().request(kept) }
        let spoken = try read(
            #"{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"responseModalities":["AUDIO"]}}"#)
        #expect(throws: Inexpressible.self) { try Anthropic().request(spoken) }
        let tool = try read(#"{"contents":[{"parts":[{"text":"a"}]}],"tools":[{"codeExecution":{}}]}"#)
        #expect(throws: Inexpressible("tools[0]", .unsupported)) { try Anthropic().request(tool) }
        let file = try read(#"{"contents":[{"parts":[{"fileData":{"fileUri":"gs://a/b"}}]}]}"#)
        #expect(throws: Inexpressible("contents", .unsupported)) { try OpenAIChat().request(file) }
    }

    @Test func `what passes keeps its words but for foreign proofs and the account's options`() throws {
        let asked = """
            {"contents":[{"parts":[{"text":"Hi"}],"role":"user"},{"role":"model","parts":[{"functionCall":{"name":"f"},\
            "thought_signature":"Y20xLmEuQQ=="}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{}}}]}],\
            "generation_config":{"top_p":0.5}}
            """
        var prompt = try read(asked)
        prompt.model = "golden-1"
        let account = Account.upstream { $0.options.parameters = #"{"top_p":0.1,"max_tokens":7,"safety_settings":[]}"# }
        let sent = try Gemini().request(prompt, to: account)
        #expect(sent["contents"]?[1]?["parts"] == [["functionCall": ["name": "f"]]])
        #expect(
            sent["generation_config"] == ["top_p": .number("0.1"), "maxOutputTokens": 7] && sent["safetySettings"] == []
        )
        // Newer models refuse a call in its turn that has no proof at all.
        prompt.model = "gemini-3-pro"
        let part = try Gemini().request(prompt, to: .upstream())["contents"]?[1]?["parts"]?[0]
        #expect(part?["thoughtSignature"] == "skip_thought_signature_validator")
        #expect(try Gemini().prompt(from: JSONValue(parsing: asked.utf8)).messages[1].parts.count == 2)
    }

    @Test func `the model and the form of the answer stand in the address`() throws {
        var prompt = Prompt(model: "gemini-3-pro", messages: [])
        let base = "https://a.test/v1beta/models"
        #expect(Gemini().address(of: .upstream(), for: prompt) == "\(base)/gemini-3-pro:streamGenerateContent?alt=sse")
        prompt.streams = false
        prompt.model = "../a b?"
        #expect(Gemini().address(of: .upstream(), for: prompt) == "\(base)/a%20b%3F:generateContent")
        prompt.model = "tunedModels/x"
        let account = Account.upstream { $0.baseURL = "https://a.test/gw/v1" }
        #expect(Gemini().address(of: account, for: prompt) == "https://a.test/gw/v1/tunedModels/x:generateContent")
        #expect(Gemini().credentials("k")["x-goog-api-key"] == "k")
    }

    @Test func `without events a stream is one array`() throws {
        var head = ReplyHead(id: "r", created: 0, model: "m", streams: true)
        head.isArray = true
        var writer = Gemini().writer(head)
        let bytes = writer.write(ReplyPiece(.text("a"))) + writer.write(ReplyPiece(.text("b"))) + writer.end(.stop)
        #expect(try JSONValue(parsing: bytes).array?.count == 3)
        var failed = Gemini().writer(head)
        let error = failed.write(ReplyPiece(.text("a"))) + failed.fail(ErrorReply(status: 429, "No."))
        #expect(
            try JSONValue(parsing: error)[1] == [
                "error": ["code": 429, "message": "No.", "status": "RESOURCE_EXHAUSTED"]
            ])
    }

    @Test func `an error keeps an upstream's own words and code`() {
        let original: JSONValue = ["message": "theirs", "type": "RESOURCE_EXHAUSTED", "param": nil, "code": "429"]
        #expect(
            Gemini().body(of: ErrorReply(status: 400, "ours", original: original)) == [
                "error": ["code": 429, "message": "theirs", "status": "RESOURCE_EXHAUSTED"]
            ])
        let statuses = [400, 401, 403, 404, 413, 500, 502, 503, 504, 529].map {
            Gemini().body(of: ErrorReply(status: $0, ""))["error"]?["status"]?.text
        }
        #expect(
            statuses == [
                "INVALID_ARGUMENT", "UNAUTHENTICATED", "PERMISSION_DENIED", "NOT_FOUND", "INVALID_ARGUMENT", "INTERNAL",
                "INTERNAL", "UNAVAILABLE", "DEADLINE_EXCEEDED", "UNAVAILABLE",
            ])
    }
}
