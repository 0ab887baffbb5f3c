import Dialects
import Domain
import JSON
import Testing
import Wire

/// What an upstream says of its own tools, and of the sound that it heard.
@Suite struct ToolUseTests {
    private func usage(_ format: DialectName, _ events: [JSONValue]) -> Usage? {
        var reader = format.dialect.reader(raw: nil)
        let text = events.map { "data: \($0.serialized)\n\n" }.joined()
        var said = reader.read(Array(text.utf8)).flatMap(\.events)
        said += reader.end(isBroken: false).0.flatMap(\.events)
        var last: Usage?
        for case .usage(let usage) in said { last = usage }
        return last
    }

    private static let counts: JSONValue = ["input_tokens": 5, "output_tokens": 3]

    private static let items: [JSONValue] = [
        ["type": "web_search_call", "id": "ws_1", "status": "completed"],
        ["type": "web_search_call", "id": "ws_2", "status": "failed"],
        ["type": "web_search_call", "id": "ws_3", "status": "completed"],
        ["type": "file_search_call", "id": "fs_1", "status": "completed"],
        ["type": "image_generation_call", "id": "ig_1", "status": "completed", "quality": "low", "size": "1536x1024"],
        ["type": "image_generation_call", "id": "ig_2", "status": "completed"],
        ["type": "message", "id": "m", "content": [["type": "output_text", "text": "Hi"]]],
    ]

    private static let used = ToolUse(webSearches: 2, fileSearches: 1, pictures: [.lowWide: 1, .high: 1])

    @Test func `Responses tell each call of a tool once, whether the last event repeats them or not`() {
        let done = Self.items.enumerated().map { index, item -> JSONValue in
            ["type": "response.output_item.done", "output_index": .integer(index), "item": item]
        }
        for output in [JSONValue.array([]), .array(Self.items)] {
            let end: JSONValue = [
                "type": "response.completed",
                "response": ["status": "completed", "output": output, "usage": Self.counts],
            ]
            #expect(usage(.openAIResponses, done + [end])?.tools == Self.used)
        }
    }

    @Test func `Claude counts searches with its tokens`() {
        let events: [JSONValue] = [
            ["type": "message_start", "message": ["id": "m", "usage": ["input_tokens": 5, "output_tokens": 1]]],
            ["type": "content_block_delta", "index": 0, "delta": ["type": "text_delta", "text": "Hi"]],
            [
                "type": "message_delta", "delta": ["stop_reason": "end_turn"],
                "usage": ["output_tokens": 3, "server_tool_use": ["web_search_requests": 4]],
            ],
            ["type": "message_stop"],
        ]
        #expect(usage(.anthropic, events)?.tools == ToolUse(webSearches: 4))
    }

    private func chat(_ delta: JSONValue, model: JSONValue = "gpt-4o", counts: JSONValue = [:]) -> ToolUse? {
        var used: JSONValue = ["prompt_tokens": 5, "completion_tokens": 3]
        for member in counts.members ?? [] { used[member.key] = member.value }
        let events: [JSONValue] = [
            ["id": "c", "model": model, "choices": [["index": 0, "delta": delta, "finish_reason": "stop"]]],
            ["id": "c", "model": model, "choices": [], "usage": used],
        ]
        return usage(.openAIChat, events)?.tools
    }

    @Test func `in Chat Completions a search is one that is cited, counted, or what the model is for`() {
        let cited: JSONValue = [
            "content": "Hi", "annotations": [["type": "url_citation", "url_citation": ["url": "x"]]],
        ]
        #expect(chat(cited) == ToolUse(webSearches: 1))
        #expect(chat(cited, counts: ["server_tool_use": ["web_search_requests": 3]]) == ToolUse(webSearches: 3))
        #expect(chat(["content": "Hi"], model: "gpt-4o-mini-search-preview-2025-03-11") == ToolUse(webSearches: 1))
        #expect(chat(["content": "Hi", "annotations": [["type": "file_citation"]]]) == ToolUse())
        #expect(chat(["content": "Hi"]) == ToolUse())
    }

    @Test func `Google tells the tokens of sound apart`() {
        let event: JSONValue = [
            "candidates": [["content": ["parts": [["text": "Hi"]]], "finishReason": "STOP"]],
            "usageMetadata": [
                "promptTokenCount": 130, "candidatesTokenCount": 3,
                "promptTokensDetails": [
                    ["modality": "TEXT", "tokenCount": 30], ["modality": "AUDIO", "tokenCount": 100],
                ],
            ],
        ]
        #expect(usage(.gemini, [event])?.audioTokens == 100)
        #expect(usage(.gemini, [event])?.promptTokens == 130)
    }
}
