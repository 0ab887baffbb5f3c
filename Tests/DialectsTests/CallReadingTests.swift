import Dialects
import Domain
import JSON
import Testing

/// Calls in answers, in the shapes that upstreams were seen to send.
@Suite struct CallReadingTests {
    /// The events of a stream of deltas, and its end.
    private func read(_ deltas: [JSONValue], finish: String = "tool_calls") -> (events: [ReplyEvent], end: ReplyEnd) {
        var reader = OpenAIChat().reader(raw: nil)
        var pieces: [ReplyPiece] = []
        for delta in deltas {
            let chunk: JSONValue = ["id": "x", "choices": [["index": 0, "delta": delta]]]
            pieces += reader.read(Array("data: \(chunk.serialized)\n\n".utf8))
        }
        let last: JSONValue = ["choices": [["index": 0, "delta": [:], "finish_reason": .string(finish)]]]
        pieces += reader.read(Array("data: \(last.serialized)\n\ndata: [DONE]\n\n".utf8))
        let (rest, end) = reader.end(isBroken: false)
        return ((pieces + rest).flatMap(\.events), end)
    }

    private func calls(_ calls: JSONValue...) -> JSONValue { ["tool_calls": .array(calls)] }

    private static let paris: [ReplyEvent] = [
        .toolCall(ToolCallHead(0, id: "a", name: "f")), .toolArguments(index: 0, #"{"city":"#),
        .toolArguments(index: 0, #""Paris"}"#),
    ]

    @Test func `fragments are put together by their number`() {
        let (events, end) = read([
            calls(["index": 0, "id": "a", "type": "function", "function": ["name": "f", "arguments": ""]]),
            calls(["index": 0, "function": ["arguments": #"{"city":"#]]),
            calls(["index": 0, "id": "", "function": ["name": nil, "arguments": #""Paris"}"#]]),
        ])
        #expect(events == Self.paris && end == .finished(.toolCalls))
    }

    @Test func `fragments without a number belong to the last call, or to the one they name`() {
        let bare = read([
            calls(["id": "a", "function": ["name": "f"]]), calls(["function": ["arguments": #"{"city":"#]]),
            calls(["function": ["arguments": #""Paris"}"#]]),
        ])
        #expect(bare.events == Self.paris)
        let named = read([
            calls(["id": "a", "function": ["name": "f"]], ["id": "b", "function": ["name": "g", "arguments": "{}"]]),
            calls(["id": "a", "function": ["arguments": "{}"]]),
        ])
        #expect(
            named.events == [
                .toolCall(ToolCallHead(0, id: "a", name: "f")), .toolCall(ToolCallHead(1, id: "b", name: "g")),
                .toolArguments(index: 1, "{}"), .toolArguments(index: 0, "{}"),
            ])
    }

    @Test func `a name that is repeated in every fragment is one call`() {
        let named = read([
            calls(["function": ["name": "f", "arguments": #"{"city":"#]]),
            calls(["function": ["name": "f", "arguments": #""Paris"}"#]]),
        ])
        #expect(named.events.count == 3)
        let numbered = read([
            calls(["index": 0, "id": "a", "function": ["name": "f", "arguments": #"{"city":"#]]),
            calls(["index": 0, "id": "a", "function": ["name": "f", "arguments": #""Paris"}"#]]),
        ])
        #expect(numbered.events == Self.paris)
    }

    @Test func `two calls of one number are two calls, and their fragments follow them`() {
        let (events, _) = read([
            calls(["index": 0, "id": "a", "function": ["name": "f", "arguments": "{}"]]),
            calls(["index": 0, "id": "b", "function": ["name": "f", "arguments": "{"]]),
            calls(["index": 0, "function": ["arguments": "}"]]),
        ])
        #expect(
            events == [
                .toolCall(ToolCallHead(0, id: "a", name: "f")), .toolArguments(index: 0, "{}"),
                .toolCall(ToolCallHead(1, id: "b", name: "f")), .toolArguments(index: 1, "{"),
                .toolArguments(index: 1, "}"),
            ])
    }

    @Test func `whole calls without number and id are calls of their own, with ids that differ`() throws {
        let (events, end) = read(
            [
                calls(
                    ["function": ["name": "f", "arguments": ["a": 1]]], ["function": ["name": "f", "arguments": [:]]])
            ],
            finish: "stop")
        let heads = events.compactMap { if case .toolCall(let head) = $0 { head } else { nil } }
        #expect(heads.map(\.index) == [0, 1] && Set(heads.map(\.id)).count == 2)
        #expect(heads.allSatisfy { $0.id.hasPrefix("call_") })
        #expect(
            events.contains(.toolArguments(index: 0, #"{"a":1}"#)) && events.contains(.toolArguments(index: 1, "{}")))
        #expect(end == .finished(.toolCalls))
    }

    @Test func `a call whose name never comes is none, and leaves no gap in the numbers`() {
        let (events, _) = read([
            calls(["index": 0, "id": "a", "function": ["arguments": "{}"]]),
            calls(["index": 1, "id": "b", "function": ["name": "g", "arguments": "{}"]]),
        ])
        #expect(events == [.toolCall(ToolCallHead(0, id: "b", name: "g")), .toolArguments(index: 0, "{}")])
    }

    @Test func `arguments that come before the name wait for it`() {
        let (events, _) = read([
            calls(["index": 0, "id": "a", "function": ["arguments": "{"]]),
            calls(["index": 0, "function": ["name": "f", "arguments": "}"]]),
        ])
        #expect(events == [.toolCall(ToolCallHead(0, id: "a", name: "f")), .toolArguments(index: 0, "{}")])
    }

    @Test func `two answers have no made id in common, however they are cut`() {
        let ids = ["one", "two"].map { answer -> Text? in
            let call = #"{"message":{"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}}"#
            var reader = OpenAIChat().reader(raw: nil)
            let pieces = reader.read(Array("{\"id\":\"\(answer)\",\"choices\":[\(call)]}".utf8))
            for case .toolCall(let head) in (pieces + reader.end(isBroken: false).0).flatMap(\.events) {
                return head.id
            }
            return nil
        }
        #expect(ids[0] != nil && ids[0] != ids[1])
    }

    @Test func `the one call of old has its name first`() {
        let (events, end) = read(
            [
                ["function_call": ["name": "f", "arguments": ""]], ["function_call": ["arguments": #"{"a"#]],
                ["function_call": ["arguments": #"":1}"#]],
            ], finish: "function_call")
        #expect(events.dropFirst() == [.toolArguments(index: 0, #"{"a"#), .toolArguments(index: 0, #"":1}"#)])
        #expect(end == .finished(.toolCalls))
    }

    @Test func `calls that are repeated as a whole are said once`() {
        var reader = OpenAIChat().reader(raw: nil)
        let call = #"{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}"#
        let pieces = reader.read(
            Array(
                """
                data: {"choices":[{"delta":{"tool_calls":[\(call)]}}]}

                data: {"choices":[{"message":{"tool_calls":[\(call)]},"finish_reason":"tool_calls"}]}

                data: [DONE]


                """.utf8))
        let events = (pieces + reader.end(isBroken: false).0).flatMap(\.events)
        #expect(events == [.toolCall(ToolCallHead(0, id: "a", name: "f")), .toolArguments(index: 0, "{}")])
    }

    @Test func `a call in an answer that breaks off is not completed`() {
        var reader = OpenAIChat().reader(raw: nil)
        let call = #"{"index":0,"id":"a","function":{"name":"f","arguments":""}}"#
        let pieces = reader.read(Array("data: {\"choices\":[{\"delta\":{\"tool_calls\":[\(call)]}}]}\n\n".utf8))
        let (rest, end) = reader.end(isBroken: true)
        #expect((pieces + rest).flatMap(\.events) == [.toolCall(ToolCallHead(0, id: "a", name: "f"))])
        #expect(end == .incomplete)
    }

    @Test func `the word for a cut or a filtered answer stays, though there are calls`() {
        let call = calls(["index": 0, "id": "a", "function": ["name": "f", "arguments": "{"]])
        #expect(read([call], finish: "length").end == .finished(.length))
        #expect(read([call], finish: "content_filter").end == .finished(.contentFilter))
        #expect(read([["content": "Hi"]], finish: "stop").end == .finished(.stop))
    }

    @Test func `a thousand calls are no answer`() {
        let many = (0..<1000).map {
            calls(["index": .integer($0), "id": .string("c\($0)"), "function": ["name": "f"]])
        }
        guard case .bad = read(many).end else {
            Issue.record("it ended otherwise")
            return
        }
    }

    @Test func `a refusal, pictures, proofs and all counts are read`() {
        let (events, _) = read([
            ["reasoning_details": [["type": "reasoning.encrypted", "data": "E", "format": "openai-responses-v1"]]],
            ["refusal": "No."], ["images": [["type": "image_url", "image_url": ["url": "data:image/png;base64,AA"]]]],
            ["content": [["type": "image_url", "image_url": ["url": "https://i"]]]],
        ])
        #expect(
            events == [
                .opaque(Opaque(.openAI, "E")), .refusal("No."), .image("data:image/png;base64,AA"),
                .image("https://i"),
            ])
        let usage: JSONValue = [
            "choices": [],
            "usage": [
                "prompt_tokens": 9, "completion_tokens": 5,
                "prompt_tokens_details": ["cached_tokens": 3, "cache_write_tokens": 2],
                "completion_tokens_details": ["reasoning_tokens": 4],
            ],
        ]
        #expect(
            OpenAIChat.reply(usage).usage
                == Usage(
                    promptTokens: 9, completionTokens: 5, cachedTokens: 3, cacheWriteTokens: 2, reasoningTokens: 4))
    }
}
