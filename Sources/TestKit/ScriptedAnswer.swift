public import Domain
public import JSON
internal import Wire

/// An answer as an upstream of any format gives it. Its shapes are written by hand after the golden files: our own writers would agree
/// with our own readers in whatever they both get wrong.
public struct ScriptedAnswer: Sendable {
    public var thought = ""
    public var texts = ["Hel", "lo"]
    public var calls: [Call] = []
    public var inputTokens = 11
    public var outputTokens = 7

    public init(thought: String = "", texts: [String] = ["Hel", "lo"], calls: [Call] = []) {
        self.thought = thought
        self.texts = texts
        self.calls = calls
    }

    public struct Call: Sendable {
        public let id: String
        public let name: String
        /// The text of a JSON object.
        public let arguments: String

        public init(_ id: String, _ name: String, _ arguments: String) {
            self.id = id
            self.name = name
            self.arguments = arguments
        }

        var object: JSONValue { (try? JSONValue(parsing: arguments.utf8)) ?? [:] }
    }

    /// The values of its stream, without `[DONE]`.
    public func events(in format: DialectName) -> [JSONValue] {
        switch format {
        case .anthropic: anthropicEvents
        case .gemini: geminiEvents
        case .openAIResponses, .codex: responsesEvents
        case .chatGPTWeb: webEvents
        case .openAIChat, .completions: chatEvents
        }
    }

    /// The answer to who did not ask for a stream.
    public func whole(in format: DialectName) -> JSONValue {
        switch format {
        case .anthropic: anthropicWhole
        case .gemini: geminiWhole
        case .openAIResponses, .codex: responsesWhole
        // It has nothing but pieces: the last one has all that was said.
        case .chatGPTWeb: webEvents[webEvents.count - 1]
        case .openAIChat, .completions: chatWhole
        }
    }

    public func steps(in format: DialectName, streams: Bool = true) -> [ScriptedUpstream.Step] {
        guard streams else {
            return [.answer(200, ["Content-Type": "application/json"], whole(in: format).serialized)]
        }
        return .stream(events(in: format), in: format)
    }
}

extension [ScriptedUpstream.Step] {
    /// Events as the format sends them, each in a chunk of its own, and its end.
    public static func stream(_ events: [JSONValue], in format: DialectName) -> Self {
        let end: Self = [.openAIChat, .completions, .chatGPTWeb].contains(format) ? [.done] : []
        return [.eventStream] + events.map { .event($0, in: format) } + end + [.lastChunk]
    }
}

extension ScriptedUpstream.Step {
    /// An event under the name that its format gives it.
    public static func event(_ json: JSONValue, in format: DialectName) -> Self {
        let isNamed = format == .anthropic || format == .openAIResponses || format == .codex
        return chunk(
            ServerSentEvent(event: isNamed ? json["type"]?.text : nil, data: Text(json.serialized)).bytes)
    }
}

// MARK: Chat Completions

extension ScriptedAnswer {
    private var chatCalls: JSONValue {
        .array(
            calls.enumerated().map { index, call in
                [
                    "index": .integer(index), "id": .string(call.id), "type": "function",
                    "function": ["name": .string(call.name), "arguments": .string(call.arguments)],
                ]
            })
    }

    private var chatUsage: JSONValue {
        [
            "prompt_tokens": .integer(inputTokens), "completion_tokens": .integer(outputTokens),
            "total_tokens": .integer(inputTokens + outputTokens),
        ]
    }

    private var chatReason: JSONValue { calls.isEmpty ? "stop" : "tool_calls" }

    private var chatEvents: [JSONValue] {
        var deltas: [JSONValue] = [["role": "assistant", "content": ""]]
        if !thought.isEmpty { deltas.append(["reasoning_content": .string(thought)]) }
        deltas += texts.map { ["content": .string($0)] }
        if !calls.isEmpty { deltas.append(["tool_calls": chatCalls]) }
        func event(_ delta: JSONValue, _ reason: JSONValue) -> JSONValue {
            [
                "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1_764_300_000, "model": "theirs",
                "choices": [["index": 0, "delta": delta, "finish_reason": reason]],
            ]
        }
        return deltas.map { event($0, nil) } + [event([:], chatReason), ["choices": [], "usage": chatUsage]]
    }

    private var chatWhole: JSONValue {
        var message: JSONValue = ["role": "assistant", "content": .string(texts.joined())]
        if !thought.isEmpty { message["reasoning_content"] = .string(thought) }
        if !calls.isEmpty { message["tool_calls"] = chatCalls }
        return [
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1_764_300_000, "model": "theirs",
            "choices": [["index": 0, "message": message, "finish_reason": chatReason]], "usage": chatUsage,
        ]
    }
}

// MARK: Anthropic

extension ScriptedAnswer {
    private var anthropicEvents: [JSONValue] {
        var events: [JSONValue] = [
            [
                "type": "message_start",
                "message": [
                    "id": "msg_1", "type": "message", "role": "assistant", "model": "theirs", "content": [],
                    "stop_reason": nil, "stop_sequence": nil,
                    "usage": ["input_tokens": .integer(inputTokens), "output_tokens": 1],
                ],
            ],
            ["type": "ping"],
        ]
        var index = 0
        func add(_ block: JSONValue, _ deltas: [JSONValue]) {
            events.append(["type": "content_block_start", "index": .integer(index), "content_block": block])
            events += deltas.map { ["type": "content_block_delta", "index": .integer(index), "delta": $0] }
            events.append(["type": "content_block_stop", "index": .integer(index)])
            index += 1
        }
        if !thought.isEmpty {
            add(
                ["type": "thinking", "thinking": "", "signature": ""],
                [
                    ["type": "thinking_delta", "thinking": .string(thought)],
                    ["type": "signature_delta", "signature": "U0lHTkFUVVJFLTE="],
                ])
        }
        if !texts.isEmpty {
            add(["type": "text", "text": ""], texts.map { ["type": "text_delta", "text": .string($0)] })
        }
        for call in calls {
            add(
                ["type": "tool_use", "id": .string(call.id), "name": .string(call.name), "input": [:]],
                [["type": "input_json_delta", "partial_json": .string(call.arguments)]])
        }
        let delta: JSONValue = ["stop_reason": anthropicReason, "stop_sequence": nil]
        let usage: JSONValue = ["output_tokens": .integer(outputTokens)]
        return events + [
            ["type": "message_delta", "delta": delta, "usage": usage], ["type": "message_stop"],
        ]
    }

    private var anthropicReason: JSONValue { calls.isEmpty ? "end_turn" : "tool_use" }

    private var anthropicWhole: JSONValue {
        var content: [JSONValue] = []
        if !thought.isEmpty {
            content.append(
                ["type": "thinking", "thinking": .string(thought), "signature": "U0lHTkFUVVJFLTE="])
        }
        if !texts.isEmpty { content.append(["type": "text", "text": .string(texts.joined())]) }
        content += calls.map {
            ["type": "tool_use", "id": .string($0.id), "name": .string($0.name), "input": $0.object]
        }
        return [
            "id": "msg_1", "type": "message", "role": "assistant", "model": "theirs", "content": .array(content),
            "stop_reason": anthropicReason, "stop_sequence": nil,
            "usage": ["input_tokens": .integer(inputTokens), "output_tokens": .integer(outputTokens)],
        ]
    }
}

// MARK: Gemini

extension ScriptedAnswer {
    private var geminiParts: [JSONValue] {
        var parts: [JSONValue] = thought.isEmpty ? [] : [["text": .string(thought), "thought": true]]
        parts += texts.map { ["text": .string($0)] }
        return parts
            + calls.map {
                ["functionCall": ["id": .string($0.id), "name": .string($0.name), "args": $0.object]]
            }
    }

    private func geminiValue(_ parts: [JSONValue], isLast: Bool) -> JSONValue {
        var candidate: JSONValue = ["content": ["role": "model", "parts": .array(parts)], "index": 0]
        if isLast { candidate["finishReason"] = "STOP" }
        var value: JSONValue = ["candidates": [candidate]]
        if isLast {
            value["usageMetadata"] = [
                "promptTokenCount": .integer(inputTokens), "candidatesTokenCount": .integer(outputTokens),
                "totalTokenCount": .integer(inputTokens + outputTokens),
            ]
        }
        value["modelVersion"] = "theirs"
        value["responseId"] = "r1"
        return value
    }

    private var geminiEvents: [JSONValue] {
        geminiParts.map { geminiValue([$0], isLast: false) } + [geminiValue([], isLast: true)]
    }

    private var geminiWhole: JSONValue { geminiValue(geminiParts, isLast: true) }
}

// MARK: Responses

extension ScriptedAnswer {
    private var responsesItems: [JSONValue] {
        var items: [JSONValue] = []
        if !thought.isEmpty {
            items.append(
                [
                    "type": "reasoning", "id": "rs_1",
                    "summary": [["type": "summary_text", "text": .string(thought)]],
                    "encrypted_content": "U0lHTkFUVVJFLTE=",
                ])
        }
        if !texts.isEmpty {
            let part: JSONValue = ["type": "output_text", "text": .string(texts.joined()), "annotations": []]
            items.append(
                ["type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [part]])
        }
        return items
            + calls.enumerated().map { index, call in
                [
                    "type": "function_call", "id": .string("fc_\(index)"), "call_id": .string(call.id),
                    "name": .string(call.name), "arguments": .string(call.arguments), "status": "completed",
                ]
            }
    }

    private func response(_ status: JSONValue, _ items: [JSONValue]) -> JSONValue {
        [
            "id": "resp_1", "object": "response", "created_at": 1_764_300_000, "status": status, "model": "theirs",
            "output": .array(items), "error": nil, "incomplete_details": nil,
        ]
    }

    private var responsesWhole: JSONValue {
        var whole = response("completed", responsesItems)
        whole["usage"] = [
            "input_tokens": .integer(inputTokens), "output_tokens": .integer(outputTokens),
            "total_tokens": .integer(inputTokens + outputTokens),
        ]
        return whole
    }

    private var responsesEvents: [JSONValue] {
        var events: [JSONValue] = [["type": "response.created", "response": response("in_progress", [])]]
        for (index, item) in responsesItems.enumerated() {
            var begun = item
            for name in ["content", "summary"] as [Text] where item[name] != nil { begun[name] = [] }
            begun["encrypted_content"] = nil
            if item["arguments"] != nil { begun["arguments"] = "" }
            events.append(
                ["type": "response.output_item.added", "output_index": .integer(index), "item": begun])
            events += pieces(of: item, index)
            events.append(["type": "response.output_item.done", "output_index": .integer(index), "item": item])
        }
        return events + [["type": "response.completed", "response": responsesWhole]]
    }

    private func pieces(of item: JSONValue, _ index: Int) -> [JSONValue] {
        func event(_ type: String, _ place: Text?, _ delta: JSONValue) -> JSONValue {
            var event: JSONValue = [
                "type": .string(type), "output_index": .integer(index), "item_id": item["id"] ?? .null,
            ]
            if let place { event[place] = 0 }
            event["delta"] = delta
            return event
        }
        switch item["type"] {
        case "reasoning":
            return [event("response.reasoning_summary_text.delta", "summary_index", .string(thought))]
        case "message": return texts.map { event("response.output_text.delta", "content_index", .string($0)) }
        default:
            return [event("response.function_call_arguments.delta", nil, item["arguments"] ?? .null)]
        }
    }
}
