import Dialects
import Domain
import JSON
import Testing

/// What is refused before anybody is asked, and by which name.
@Suite struct ResponsesReadingTests {
    private func refusal(of body: JSONValue) -> Inexpressible? {
        do throws(Inexpressible) {
            _ = try OpenAIResponses().prompt(from: body)
            return nil
        } catch { return error }
    }

    @Test(
        arguments: [
            ("model", 5, "model"), ("model", "", "model"), ("model", nil, "model"), ("input", nil, "input"),
            ("input", [], "input"), ("input", 5, "input"), ("input", [5], "input[0]"),
            ("input", [[:]], "input[0].type"),
            ("input", [["type": 5]], "input[0].type"),
            ("input", [["role": "wizard", "content": "x"]], "input[0].role"),
            ("input", [["role": "user"]], "input[0].content"),
            ("input", [["role": "user", "content": 5]], "input[0].content"),
            ("input", [["role": "user", "content": [5]]], "input[0].content[0]"),
            ("input", [["role": "user", "content": [["type": "input_text"]]]], "input[0].content[0].text"),
            ("input", [["role": "user", "content": [["type": "input_image"]]]], "input[0].content[0].image_url"),
            ("input", [["role": "user", "content": [["type": "input_file"]]]], "input[0].content[0].file_data"),
            ("input", [["type": "function_call", "name": "f"]], "input[0].call_id"),
            ("input", [["type": "function_call", "call_id": "c"]], "input[0].name"),
            (
                "input", [["type": "function_call", "call_id": "c", "name": "f", "arguments": "{\"a\":"]],
                "input[0].arguments"
            ),
            ("input", [["type": "function_call_output", "output": "x"]], "input[0].call_id"),
            (
                "input", [["type": "function_call_output", "call_id": "c", "output": [["type": 1]]]],
                "input[0].output[0].type"
            ),
            ("input", [["type": "custom_tool_call", "call_id": "c", "name": "f", "input": [:]]], "input[0].input"),
            ("input", [["type": "reasoning", "summary": "x"]], "input[0].summary"),
            ("input", [["type": "reasoning", "summary": [5]]], "input[0].summary[0]"),
            ("input", [["type": "reasoning", "encrypted_content": 5]], "input[0].encrypted_content"),
            ("instructions", 5, "instructions"), ("tools", "f", "tools"), ("tools", [5], "tools[0]"),
            ("tools", [["name": "f"]], "tools[0].type"), ("tools", [["type": "function"]], "tools[0].name"),
            ("tools", [["type": "function", "name": "a b"]], "tools[0].name"),
            ("tools", [["type": "function", "name": "f", "parameters": 5]], "tools[0].parameters"),
            ("tools", [["type": "custom", "name": "f", "format": 5]], "tools[0].format"),
            ("tools", [["type": "namespace"]], "tools[0].name"),
            ("tools", [["type": "namespace", "name": "n", "tools": [["type": "function"]]]], "tools[0].tools[0].name"),
            ("tools", .array(Array(repeating: ["type": "function", "name": "f"], count: 10_000)), "tools"),
            (
                "tools",
                .array(
                    Array(
                        repeating: [
                            "type": "namespace", "name": "n",
                            "tools": .array(Array(repeating: ["type": "function", "name": "f"], count: 128)),
                        ], count: 128)), "tools"
            ),
            ("tool_choice", "perhaps", "tool_choice"), ("tool_choice", ["type": "function"], "tool_choice.name"),
            ("tool_choice", [:], "tool_choice.type"), ("tool_choice", 5, "tool_choice"),
            ("parallel_tool_calls", "yes", "parallel_tool_calls"), ("temperature", "hot", "temperature"),
            ("top_p", [], "top_p"), ("top_logprobs", "1", "top_logprobs"), ("include", "x", "include"),
            ("max_output_tokens", -1, "max_output_tokens"), ("max_output_tokens", 1_073_741_824, "max_output_tokens"),
            ("text", "json", "text"), ("text", ["format": "json"], "text.format"),
            ("text", ["format": [:]], "text.format.type"),
            ("text", ["format": ["type": "json_schema"]], "text.format.name"),
            ("text", ["format": ["type": "json_schema", "name": "n", "schema": 5]], "text.format.schema"),
            ("reasoning", "high", "reasoning"), ("reasoning", ["effort": 5], "reasoning.effort"),
            ("reasoning", ["summary": 5], "reasoning.summary"), ("user", 5, "user"), ("stream", "yes", "stream"),
        ] as [(Text, JSONValue?, String)])
    func `a field of the wrong kind is named`(field: Text, value: JSONValue?, name: String) {
        var body: JSONValue = ["model": "m", "input": "Hi"]
        body[field] = value
        #expect(refusal(of: body)?.field.string == name)
    }

    @Test func `a body that is no object is refused`() {
        for body in [nil, 5, "x", []] as [JSONValue] { #expect(refusal(of: body)?.field == "body") }
    }

    @Test func `what is not known, and what is null, is no reason to refuse`() throws {
        let body: JSONValue = [
            "model": "m",
            "input": [
                ["type": "compaction", "x": 1], ["type": "from_the_future"], ["role": "user", "content": "Hi"],
            ],
            "tools": nil, "temperature": nil, "reasoning": ["effort": nil], "text": ["verbosity": "low"], "new": [1],
        ]
        let prompt = try OpenAIResponses().prompt(from: body)
        #expect(prompt.messages == [.init(.user, "Hi")] && prompt.original?.body == body)
        #expect(try OpenAIResponses().request(prompt, to: .upstream()) == body)
    }

    @Test func `what the provider holds may be all that is said`() throws {
        let prompt = try OpenAIResponses().prompt(from: ["model": "m", "previous_response_id": "resp_1"])
        #expect(prompt.messages.isEmpty)
        #expect(throws: Inexpressible("previous_response_id", .unsupported)) { try Codex().request(prompt) }
    }
}
