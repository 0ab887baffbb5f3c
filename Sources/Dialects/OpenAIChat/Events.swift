internal import Domain
internal import JSON

extension OpenAIChat {
    /// Writes an answer as chunks. An upstream's own chunks, where they come, go on as they are, but for the model's name and a usage
    /// that the asker did not ask for.
    struct StreamWriter: ReplyWriter {
        private let head: ReplyHead
        /// All of a chunk before its `delta`, and after it.
        private let opening: [UInt8]
        private static let closing = Array(#","logprobs":null,"finish_reason":null}]}"#.utf8) + [10, 10]
        private static let done = Array("data: [DONE]\n\n".utf8)

        private var hasBegun = false
        private var isRaw = false
        private var usage: Usage?
        private var reasoning = ReasoningMark()
        /// The calls of custom tools, by their index.
        private var custom: Set<Int> = []
        private var lastCall: Int?

        init(_ head: ReplyHead) {
            self.head = head
            opening = Self.start(head) + Array(#""choices":[{"index":0,"delta":"#.utf8)
        }

        private static func start(_ head: ReplyHead) -> [UInt8] {
            var bytes = Array(#"data: {"id":"#.utf8)
            JSONValue.writeQuoted(head.id.string, to: &bytes)
            bytes += #","object":"chat.completion.chunk","created":\#(head.created),"model":"#.utf8
            JSONValue.writeQuoted(head.model.string, to: &bytes)
            return bytes + Array(",".utf8)
        }

        mutating func write(_ piece: ReplyPiece) -> [UInt8] {
            if let raw = piece.raw, !hasBegun { return write(raw) }
            guard !isRaw else { return [] }
            var bytes: [UInt8] = []
            for event in piece.events { write(event, to: &bytes) }
            return bytes
        }

        mutating func end(_ reason: FinishReason) -> [UInt8] {
            guard !isRaw else { return Self.done }
            var bytes: [UInt8] = []
            begin(&bytes)
            bytes += opening
            bytes += #"{},"logprobs":null,"finish_reason":"\#(reason.rawValue)"}]}"#.utf8
            bytes += [10, 10]
            if head.reportsUsage, let usage {
                bytes += Self.start(head)
                bytes += #""choices":[],"usage":"#.utf8
                OpenAIChat.written(usage).write(to: &bytes)
                bytes += [UInt8(ascii: "}"), 10, 10]
            }
            return bytes + Self.done
        }

        /// Neither a finish reason nor `[DONE]` follows: the answer is not whole.
        mutating func fail(_ error: ErrorReply) -> [UInt8] { Self.event(OpenAIChat().body(of: error)) }

        private static func event(_ value: JSONValue) -> [UInt8] {
            var bytes = Array("data: ".utf8)
            value.write(to: &bytes)
            return bytes + [10, 10]
        }
    }
}

// MARK: Chunks

extension OpenAIChat.StreamWriter {
    private mutating func write(_ raw: JSONValue) -> [UInt8] {
        isRaw = true
        var chunk = raw
        if chunk["model"] != nil { chunk["model"] = .string(head.model) }
        if !head.reportsUsage, let usage = chunk["usage"] {
            // We asked for it, not the asker.
            if usage.isNull {
                chunk["usage"] = nil
            } else if chunk["choices"]?.array?.isEmpty == true {
                return []
            }
        }
        return Self.event(chunk)
    }

    private mutating func begin(_ bytes: inout [UInt8]) {
        guard !hasBegun else { return }
        hasBegun = true
        write(#"{"role":"assistant","content":""}"#, to: &bytes)
    }

    private mutating func write(_ event: ReplyEvent, to bytes: inout [UInt8]) {
        switch event {
        case .usage(let usage): return self.usage = usage
        case .toolStep, .source, .findings: return
        default: begin(&bytes)
        }
        switch event {
        case .text(let piece): write(#"{"content":""#, piece, #""}"#, to: &bytes)
        case .reasoning(let piece):
            reasoning.note(piece)
            write(#"{"reasoning_content":""#, piece, #""}"#, to: &bytes)
        case .refusal(let piece): write(#"{"refusal":""#, piece, #""}"#, to: &bytes)
        case .image(let url): write(#"{"content":""#, OpenAIChat.markdown(url), #""}"#, to: &bytes)
        case .opaque(let opaque) where opaque.maker == .google && lastCall != nil:
            let signature = JSONValue.string(opaque.data).serialized
            let call = lastCall ?? 0
            // OpenAI's SDK fails at a piece of a call that has neither.
            let nothing = custom.contains(call) ? #""custom":{"input":""}"# : #""function":{"arguments":""}"#
            let carrier = #""extra_content":{"google":{"thought_signature":\#(signature)}}"#
            write(#"{"tool_calls":[{"index":\#(call),\#(nothing),\#(carrier)}]}"#, to: &bytes)
        case .opaque(let opaque):
            let detail = OpenAIChat.detail(reasoning.thought, opaque, index: reasoning.take())
            write(#"{"reasoning_details":[\#(detail.serialized)]}"#, to: &bytes)
        case .toolCall(let call):
            lastCall = call.index
            if call.kind == .custom { custom.insert(call.index) }
            let said: JSONValue = ["tool_calls": [OpenAIChat.begun(call)]]
            write(said.serialized, to: &bytes)
        case .toolArguments(let index, let piece) where custom.contains(index):
            write(#"{"tool_calls":[{"index":\#(index),"custom":{"input":""#, piece, #""}}]}"#, to: &bytes)
        case .toolArguments(let index, let piece):
            write(#"{"tool_calls":[{"index":\#(index),"function":{"arguments":""#, piece, #""}}]}"#, to: &bytes)
        case .usage, .toolStep, .source, .findings: break
        }
    }

    private func write(_ delta: String, to bytes: inout [UInt8]) {
        bytes += opening
        bytes += delta.utf8
        bytes += Self.closing
    }

    /// With a text between, which is escaped.
    private func write(_ start: String, _ text: String, _ end: StaticString, to bytes: inout [UInt8]) {
        bytes += opening
        bytes += start.utf8
        JSONValue.writeEscaped(text, to: &bytes)
        end.withUTF8Buffer { bytes += $0 }
        bytes += Self.closing
    }
}

/// The reasoning that was said since the last mark of its maker, and how many marks there were.
struct ReasoningMark: Sendable {
    private var text = ""
    private var count = 0

    mutating func note(_ piece: String) { text += piece }

    var thought: Thought { Thought(Text(text)) }

    /// The number of the next mark.
    mutating func take() -> Int {
        defer { count += 1 }
        text = ""
        return count
    }
}
