import Dialects
import Domain
import JSON
import Testing

/// What other dialects will have this one say.
@Suite struct RequestWritingTests {
    private func messages(_ messages: [Prompt.Message]) throws -> [JSONValue] {
        try OpenAIChat().request(Prompt(model: "m", messages: messages))["messages"]?.array ?? []
    }

    private let call = Part.toolCall(ToolCall(id: "c", name: "f", arguments: "{}"))

    @Test func `the pictures of results follow the last result, shown by a user`() throws {
        let result = { (id: Text, part: Part) in
            Prompt.Message(.tool, [.toolResult(ToolResult(of: id, [.text("seen"), part]))])
        }
        let written = try messages([
            .init(.assistant, [call]), result("c", .image(Picture(.url("https://i")))), result("d", .text("more")),
            .init(.assistant, "Well"),
        ])
        #expect(written.map { $0["role"]?.text } == ["assistant", "tool", "tool", "user", "assistant"])
        #expect(written[1]["content"] == [["type": "text", "text": "seen"]] || written[1]["content"] == "seen")
        #expect(
            written[3]["content"] == [
                ["type": "text", "text": "Result of c:"], ["type": "image_url", "image_url": ["url": "https://i"]],
            ])
    }

    @Test(arguments: [("no", "Error: no"), ("Error: no", "Error: no")] as [(Text, Text)])
    func `a result that failed says so once`(text: Text, said: Text) throws {
        let result = ToolResult(of: "c", [.text(text)], isError: true)
        #expect(try messages([.init(.tool, [.toolResult(result)])])[0]["content"]?.text == said)
    }

    @Test func `several results in one message become one message each`() throws {
        let results = ["a", "b"].map { Part.toolResult(ToolResult(of: Text($0), [.text("x")])) }
        #expect(try messages([.init(.tool, results)]).map { $0["tool_call_id"]?.text } == ["a", "b"])
    }

    @Test func `reasoning goes back within its turn, and its proof in a field beside it`() throws {
        let thought = Part.reasoning(Thought("hm", opaque: Opaque(.anthropic, "S")))
        let sealed = Part.reasoning(Thought("", opaque: Opaque(.openAI, "E")))
        let written = try messages([
            .init(.user, "a"), .init(.assistant, [thought, .text("b")]), .init(.user, "c"),
            .init(.assistant, [thought, sealed, call]),
        ])
        #expect(written[1] == ["role": "assistant", "content": "b"])
        #expect(written[3]["reasoning_content"] == "hm")
        #expect(written[3]["content"] == JSONValue.null)
        #expect(
            written[3]["reasoning_details"] == [
                [
                    "type": "reasoning.text", "text": "hm", "signature": "S", "format": "anthropic-claude-v1",
                    "index": 0,
                ],
                ["type": "reasoning.encrypted", "data": "E", "format": "openai-responses-v1", "index": 1],
            ])
        // And is read back as it was.
        let body: JSONValue = ["model": "m", "messages": .array(written)]
        #expect(try OpenAIChat().prompt(from: body).messages[3].parts == [thought, sealed, call])
    }

    @Test func `reasoning is read under the names that others have for it`() throws {
        let read = { (members: JSONValue) throws -> [Part] in
            var message: JSONValue = ["role": "assistant", "content": nil]
            for member in members.members ?? [] { message[member.key] = member.value }
            return try OpenAIChat().prompt(from: ["model": "m", "messages": [message]]).messages[0].parts
        }
        #expect(try read(["reasoning": "hm"]) == [.reasoning(Thought("hm"))])
        #expect(
            try read(["thinking_blocks": [["type": "thinking", "thinking": "hm", "signature": "S"]]])
                == [.reasoning(Thought("hm", opaque: Opaque(.anthropic, "S")))])
        #expect(
            try read([
                "tool_calls": [
                    [
                        "id": "c", "function": ["name": "f", "arguments": ""],
                        "extra_content": ["google": ["thought_signature": "G"]],
                    ]
                ]
            ]) == [.toolCall(ToolCall(id: "c", name: "f", arguments: "{}", opaque: Opaque(.google, "G")))])
    }

    @Test func `a choice and the flag are only written where there are tools`() throws {
        var prompt = Prompt(model: "m", messages: [.init(.user, "Hi")])
        (prompt.toolChoice, prompt.parallelTools) = (.required, true)
        let bare = try OpenAIChat().request(prompt)
        #expect(bare["tools"] == nil && bare["tool_choice"] == nil && bare["parallel_tool_calls"] == nil)
        prompt.tools = [.function(FunctionTool("f"))]
        prompt.toolChoice = .among(["f"], isRequired: true)
        let body = try OpenAIChat().request(prompt)
        #expect(body["parallel_tool_calls"] == true)
        #expect(
            body["tool_choice"] == [
                "type": "allowed_tools",
                "allowed_tools": ["mode": "required", "tools": [["type": "function", "function": ["name": "f"]]]],
            ])
        #expect(try OpenAIChat().prompt(from: body).toolChoice == prompt.toolChoice)
    }

    @Test func `a picture that only its provider has cannot be said`() {
        let picture = Prompt.Message(.user, [.image(Picture(.id("file-1")))])
        #expect(throws: Inexpressible("messages", .unsupported)) { try messages([picture]) }
    }
}
