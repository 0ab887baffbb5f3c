internal import Domain
internal import JSON

extension Anthropic {
    /// Writes an answer as one `message`.
    struct WholeWriter: ReplyWriter {
        private let head: ReplyHead
        private var raw: JSONValue?
        private var order = CallOrder()
        private var blocks: [Block] = []
        private var usage: Usage?

        /// A text, a thought, or the arguments of a call.
        private struct Block {
            let kind: Kind
            var text = ""
            /// Of a thought: nothing can be added to it then.
            var opaque: Opaque?

            enum Kind { case text, thinking, call(ToolCallHead) }

            var isText: Bool { if case .text = kind { true } else { false } }
            var isOpenThought: Bool { if case .thinking = kind { opaque == nil } else { false } }
            var isBareCall: Bool { if case .call = kind { text.isEmpty } else { false } }
        }

        init(_ head: ReplyHead) { self.head = head }

        mutating func write(_ piece: ReplyPiece) -> [UInt8] {
            raw = piece.raw ?? raw
            guard raw == nil else { return [] }
            for event in piece.events {
                if case .usage(let usage) = event { self.usage = usage }
                for step in order.take(event) { note(step) }
            }
            return []
        }

        mutating func end(_ reason: FinishReason) -> [UInt8] {
            if var raw {
                if raw["model"] != nil { raw["model"] = .string(head.model) }
                return raw.bytes
            }
            for step in order.end() { note(step) }
            var message = Anthropic.message(head, content: blocks.map(Self.written), stop: Anthropic.word(for: reason))
            message["usage"] = Anthropic.written(usage ?? Usage())
            return message.bytes
        }

        mutating func fail(_ error: ErrorReply) -> [UInt8] { Anthropic().body(of: error).bytes }

        private mutating func note(_ step: CallOrder.Step) {
            switch step {
            case .begin(let call): blocks.append(Block(kind: .call(call)))
            case .arguments(let piece): if let last = blocks.indices.last { blocks[last].text += piece }
            case .end: break
            case .event(let event): note(event)
            }
        }

        private mutating func note(_ event: ReplyEvent) {
            switch event {
            case .text(let piece), .refusal(let piece): say(piece)
            case .image(let url): say("![image](\(url))")
            case .reasoning(let piece):
                if blocks.last?.isOpenThought != true { blocks.append(Block(kind: .thinking)) }
                blocks[blocks.count - 1].text += piece
            case .opaque(let opaque): mark(opaque)
            case .toolCall, .toolArguments, .usage, .toolStep, .source, .findings: break
            }
        }

        private mutating func say(_ piece: String) {
            if blocks.last?.isText != true { blocks.append(Block(kind: .text)) }
            blocks[blocks.count - 1].text += piece
        }

        /// A call's own mark is said before it.
        private mutating func mark(_ opaque: Opaque) {
            let call = blocks.last?.isBareCall == true ? blocks.popLast() : nil
            if blocks.last?.isOpenThought != true || opaque.isRedacted { blocks.append(Block(kind: .thinking)) }
            blocks[blocks.count - 1].opaque = opaque
            if let call { blocks.append(call) }
        }

        private static func written(_ block: Block) -> JSONValue {
            switch block.kind {
            case .text: return ["type": "text", "text": .string(block.text)]
            case .thinking:
                if let opaque = block.opaque, opaque.isRedacted, opaque.maker == .anthropic {
                    return ["type": "redacted_thinking", "data": .string(opaque.data)]
                }
                let proof = block.opaque?.carried(in: .anthropic) ?? ""
                return ["type": "thinking", "thinking": .string(block.text), "signature": .string(proof)]
            case .call(let call):
                // Arguments that are no object have to stand in one.
                let input = ToolCall(id: call.id, name: call.name, arguments: Text(block.text)).argumentsObject
                return [
                    "type": "tool_use", "id": .string(call.id), "name": .string(call.name),
                    "input": input ?? ["malformed_arguments": .string(block.text)],
                ]
            }
        }
    }

    /// A `message`, but for its usage.
    static func message(_ head: ReplyHead, content: [JSONValue], stop: String?) -> JSONValue {
        [
            "id": .string(head.id), "type": "message", "role": "assistant", "model": .string(head.model),
            "content": .array(content), "stop_reason": .string(stop), "stop_sequence": nil,
        ]
    }

    static func word(for reason: FinishReason) -> String {
        switch reason {
        case .stop: "end_turn"
        case .length: "max_tokens"
        case .contentFilter: "refusal"
        case .toolCalls: "tool_use"
        }
    }

    /// The entry of `usage`: what was read without the caches, and what the caches did.
    static func written(_ usage: Usage) -> JSONValue {
        let uncached = usage.promptTokens - usage.cachedTokens - usage.cacheWriteTokens
        var counts: JSONValue = [
            "input_tokens": .integer(max(0, uncached)), "cache_creation_input_tokens": .integer(usage.cacheWriteTokens),
            "cache_read_input_tokens": .integer(usage.cachedTokens), "output_tokens": .integer(usage.completionTokens),
        ]
        if usage.reasoningTokens > 0 {
            counts["output_tokens_details"] = ["thinking_tokens": .integer(usage.reasoningTokens)]
        }
        return counts
    }
}
