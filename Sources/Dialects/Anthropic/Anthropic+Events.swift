internal import Domain
internal import JSON

extension Anthropic {
    /// Writes an answer as events. Blocks never mix, their index rises by one, each is stopped before the next. An upstream's own events,
    /// where they come, go on as they are, but for the model's name.
    struct StreamWriter: ReplyWriter {
        private let head: ReplyHead
        private var order = CallOrder()
        private var hasBegun = false
        private var isRaw = false
        private var sawStop = false
        private var usage: Usage?
        private var block = Block.none
        /// The index of the next block.
        private var index = 0
        /// A call that has begun; a mark of its maker may follow, which is said before it.
        private var begun: ToolCallHead?

        private enum Block: Equatable { case none, text, thinking, call }

        init(_ head: ReplyHead) { self.head = head }

        mutating func write(_ piece: ReplyPiece) -> [UInt8] {
            if let raw = piece.raw, !hasBegun { return write(raw) }
            guard !isRaw else { return [] }
            var bytes: [UInt8] = []
            for event in piece.events {
                if case .usage(let usage) = event { self.usage = usage }
                for step in order.take(event) { write(step, to: &bytes) }
            }
            return bytes
        }

        mutating func end(_ reason: FinishReason) -> [UInt8] {
            var bytes: [UInt8] = []
            if !isRaw {
                for step in order.end() { write(step, to: &bytes) }
                begin(&bytes)
                stop(&bytes)
                Self.write(
                    "message_delta",
                    [
                        "type": "message_delta",
                        "delta": ["stop_reason": .string(Anthropic.word(for: reason)), "stop_sequence": nil],
                        "usage": Anthropic.written(usage ?? Usage()),
                    ], to: &bytes)
            }
            if !sawStop { Self.write("message_stop", ["type": "message_stop"], to: &bytes) }
            return bytes
        }

        /// Nothing is stopped that was not finished: the answer is not whole.
        mutating func fail(_ error: ErrorReply) -> [UInt8] {
            var bytes: [UInt8] = []
            Self.write("error", Anthropic().body(of: error), to: &bytes)
            return bytes
        }

        private static func write(_ name: String, _ value: JSONValue, to bytes: inout [UInt8]) {
            bytes += "event: \(name)\ndata: ".utf8
            value.write(to: &bytes)
            bytes += [10, 10]
        }

        private mutating func write(_ raw: JSONValue) -> [UInt8] {
            isRaw = true
            var event = raw
            let type = raw["type"]?.text ?? ""
            if type == "message_stop" { sawStop = true }
            if event["message"]?["model"] != nil { event["message"]?["model"] = .string(head.model) }
            var bytes: [UInt8] = []
            // A break would end the line.
            let isName = type.byteCount <= 64 && type.utf8.allSatisfy { $0 > 32 }
            Self.write(isName ? type.string : "unknown", event, to: &bytes)
            return bytes
        }
    }
}

// MARK: Blocks

extension Anthropic.StreamWriter {
    private mutating func begin(_ bytes: inout [UInt8]) {
        guard !hasBegun else { return }
        hasBegun = true
        // The input is an estimate: most upstreams say at the end how much it was.
        let counts = usage ?? Usage(promptTokens: head.prompt?.estimatedTokens ?? 0)
        var message = Anthropic.message(head, content: [], stop: nil)
        message["usage"] = Anthropic.written(
            Usage(
                promptTokens: counts.promptTokens, cachedTokens: counts.cachedTokens,
                cacheWriteTokens: counts.cacheWriteTokens))
        Self.write("message_start", ["type": "message_start", "message": message], to: &bytes)
    }

    private mutating func write(_ step: CallOrder.Step, to bytes: inout [UInt8]) {
        switch step {
        case .begin(let call):
            begin(&bytes)
            begun = call
        case .arguments(let piece):
            startCall(&bytes)
            delta(#"{"type":"input_json_delta","partial_json":""#, piece, to: &bytes)
        case .end:
            startCall(&bytes)
            stop(&bytes)
        case .event(let event): write(event, to: &bytes)
        }
    }

    private mutating func write(_ event: ReplyEvent, to bytes: inout [UInt8]) {
        switch event {
        case .usage, .toolStep, .source, .findings, .toolCall, .toolArguments: return
        default: begin(&bytes)
        }
        switch event {
        case .text(let piece), .refusal(let piece): say(piece, to: &bytes)
        case .image(let url): say("![image](\(url))", to: &bytes)
        case .reasoning(let piece):
            start(.thinking, &bytes)
            delta(#"{"type":"thinking_delta","thinking":""#, piece, to: &bytes)
        case .opaque(let opaque) where opaque.isRedacted && opaque.maker == .anthropic:
            stop(&bytes)
            start(["type": "redacted_thinking", "data": .string(opaque.data)], &bytes)
            stop(&bytes)
        case .opaque(let opaque):
            start(.thinking, &bytes)
            delta(#"{"type":"signature_delta","signature":""#, opaque.carried(in: .anthropic).string, to: &bytes)
            stop(&bytes)
        case .usage, .toolStep, .source, .findings, .toolCall, .toolArguments: break
        }
    }

    private mutating func say(_ piece: String, to bytes: inout [UInt8]) {
        start(.text, &bytes)
        delta(#"{"type":"text_delta","text":""#, piece, to: &bytes)
    }

    private mutating func start(_ kind: Block, _ bytes: inout [UInt8]) {
        guard block != kind else { return }
        stop(&bytes)
        start(
            kind == .text ? ["type": "text", "text": ""] : ["type": "thinking", "thinking": "", "signature": ""], &bytes
        )
        block = kind
    }

    private mutating func startCall(_ bytes: inout [UInt8]) {
        guard let call = begun else { return }
        begun = nil
        stop(&bytes)
        start(["type": "tool_use", "id": .string(call.id), "name": .string(call.name), "input": [:]], &bytes)
        block = .call
    }

    private mutating func start(_ content: JSONValue, _ bytes: inout [UInt8]) {
        block = .call
        Self.write(
            "content_block_start",
            ["type": "content_block_start", "index": .integer(index), "content_block": content], to: &bytes)
    }

    private mutating func stop(_ bytes: inout [UInt8]) {
        guard block != .none else { return }
        Self.write("content_block_stop", ["type": "content_block_stop", "index": .integer(index)], to: &bytes)
        block = .none
        index += 1
    }

    /// With a text at its end, which is escaped.
    private func delta(_ start: StaticString, _ text: String, to bytes: inout [UInt8]) {
        bytes += "event: content_block_delta\ndata: ".utf8
        bytes += #"{"type":"content_block_delta","index":\#(index),"delta":"#.utf8
        start.withUTF8Buffer { bytes += $0 }
        JSONValue.writeEscaped(text, to: &bytes)
        bytes += "\"}}\n\n".utf8
    }
}
