internal import Domain
internal import JSON

extension OpenAIChat {
    /// Writes an answer as one `chat.completion`.
    struct WholeWriter: ReplyWriter {
        private let head: ReplyHead
        private var raw: JSONValue?
        private var text = ""
        private var refusal = ""
        private var thoughts: [(text: String, opaque: Opaque?)] = []
        private var calls: [(call: ToolCall, arguments: String)] = []
        private var usage: Usage?

        init(_ head: ReplyHead) { self.head = head }

        mutating func write(_ piece: ReplyPiece) -> [UInt8] {
            raw = piece.raw ?? raw
            guard raw == nil else { return [] }
            for event in piece.events { note(event) }
            return []
        }

        mutating func end(_ reason: FinishReason) -> [UInt8] {
            guard var raw else { return completion(reason).bytes }
            if raw["model"] != nil { raw["model"] = .string(head.model) }
            return raw.bytes
        }

        mutating func fail(_ error: ErrorReply) -> [UInt8] { OpenAIChat().body(of: error).bytes }

        private mutating func note(_ event: ReplyEvent) {
            switch event {
            case .text(let piece): text += piece
            case .refusal(let piece): refusal += piece
            case .image(let url): text += OpenAIChat.markdown(url)
            case .reasoning(let piece): think(piece)
            case .opaque(let opaque): mark(opaque)
            case .toolCall(let call):
                calls.append((ToolCall(call.kind, id: call.id, name: call.name, arguments: ""), ""))
            case .toolArguments(let index, let piece):
                if calls.indices.contains(index) { calls[index].arguments += piece }
            case .usage(let usage): self.usage = usage
            case .toolStep, .source, .findings: break
            }
        }

        private mutating func think(_ piece: String) {
            if let last = thoughts.indices.last, thoughts[last].opaque == nil {
                thoughts[last].text += piece
            } else {
                thoughts.append((piece, nil))
            }
        }

        private mutating func mark(_ opaque: Opaque) {
            if opaque.maker == .google, let last = calls.indices.last {
                calls[last].call.opaque = opaque
            } else if let last = thoughts.indices.last, thoughts[last].opaque == nil {
                thoughts[last].opaque = opaque
            } else {
                thoughts.append(("", opaque))
            }
        }

        private func completion(_ reason: FinishReason) -> JSONValue {
            var message: JSONValue = [
                "role": "assistant", "content": text.isEmpty ? .null : .string(text),
                "refusal": refusal.isEmpty ? .null : .string(refusal),
            ]
            OpenAIChat.write(thoughts.map { Thought(Text($0.text), opaque: $0.opaque) }, to: &message)
            if !calls.isEmpty { message["tool_calls"] = .array(calls.map(Self.written)) }
            var completion: JSONValue = [
                "id": .string(head.id), "object": "chat.completion", "created": .integer(head.created),
                "model": .string(head.model),
                "choices": [
                    ["index": 0, "message": message, "logprobs": nil, "finish_reason": .string(reason.rawValue)]
                ],
            ]
            completion["usage"] = usage.map(OpenAIChat.written)
            return completion
        }

        private static func written(_ call: ToolCall, _ arguments: String) -> JSONValue {
            var call = call
            call.arguments = Text(arguments)
            return OpenAIChat.written(call)
        }
    }

    /// The entry of `usage`.
    static func written(_ usage: Usage) -> JSONValue {
        var details: JSONValue = ["cached_tokens": .integer(usage.cachedTokens)]
        if usage.cacheWriteTokens > 0 { details["cache_write_tokens"] = .integer(usage.cacheWriteTokens) }
        return [
            "prompt_tokens": .integer(usage.promptTokens), "completion_tokens": .integer(usage.completionTokens),
            "total_tokens": .integer(usage.promptTokens + usage.completionTokens), "prompt_tokens_details": details,
            "completion_tokens_details": ["reasoning_tokens": .integer(usage.reasoningTokens)],
        ]
    }

    /// A call that begins, as a chunk has it: its arguments follow.
    static func begun(_ call: ToolCallHead) -> JSONValue {
        var begun: JSONValue = ["index": .integer(call.index)]
        for member in written(ToolCall(call.kind, id: call.id, name: call.name, arguments: "")).members ?? [] {
            begun[member.key] = member.value
        }
        return begun
    }

    /// The format has no official place for pictures in an answer.
    static func markdown(_ url: Text) -> String { "![image](\(url))" }
}
