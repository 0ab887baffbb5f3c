internal import Domain
internal import JSON

extension OpenAICompletions {
    /// Writes an answer: as chunks, or as one `text_completion` at its end. An upstream's own chunks, where they come, go on as they are, but
    /// for the model's name and a usage that the asker did not ask for. The format has no place for reasoning and calls.
    struct Writer: ReplyWriter {
        private let head: ReplyHead
        private var raw: JSONValue?
        private var hasSpoken = false
        private var text = ""
        private var usage: Usage?

        init(_ head: ReplyHead) { self.head = head }

        mutating func write(_ piece: ReplyPiece) -> [UInt8] {
            if let raw = piece.raw, !hasSpoken { return pass(raw) }
            guard raw == nil else { return [] }
            return piece.events.flatMap { write($0) }
        }

        mutating func end(_ reason: FinishReason) -> [UInt8] {
            guard head.streams else { return (raw ?? completion(text, reason, usage)).bytes }
            guard raw == nil else { return Self.done }
            var bytes = Self.event(completion("", reason, nil))
            if head.reportsUsage, let usage {
                var chunk = completion("", nil, usage)
                chunk["choices"] = []
                bytes += Self.event(chunk)
            }
            return bytes + Self.done
        }

        mutating func fail(_ error: ErrorReply) -> [UInt8] {
            let body = OpenAICompletions().body(of: error)
            return head.streams ? Self.event(body) : body.bytes
        }

        private static let done = Array("data: [DONE]\n\n".utf8)

        private static func event(_ value: JSONValue) -> [UInt8] {
            var bytes = Array("data: ".utf8)
            value.write(to: &bytes)
            return bytes + [10, 10]
        }
    }
}

extension OpenAICompletions.Writer {
    private mutating func pass(_ event: JSONValue) -> [UInt8] {
        var event = event
        if event["model"] != nil { event["model"] = .string(head.model) }
        raw = event
        guard head.streams else { return [] }
        if !head.reportsUsage, let usage = event["usage"] {
            // We asked for it, not the asker.
            if usage.isNull {
                event["usage"] = nil
            } else if event["choices"]?.array?.isEmpty == true {
                return []
            }
        }
        return Self.event(event)
    }

    private mutating func write(_ event: ReplyEvent) -> [UInt8] {
        switch event {
        case .text(let piece), .refusal(let piece): return say(piece)
        case .image(let url): return say(OpenAIChat.markdown(url))
        case .usage(let usage):
            self.usage = usage
            return []
        case .reasoning, .opaque, .toolCall, .toolArguments, .toolStep, .source, .findings: return []
        }
    }

    private mutating func say(_ piece: String) -> [UInt8] {
        guard !piece.isEmpty else { return [] }
        hasSpoken = true
        guard head.streams else {
            text += piece
            return []
        }
        return Self.event(completion(piece, nil, nil))
    }

    private func completion(_ text: String, _ reason: FinishReason?, _ usage: Usage?) -> JSONValue {
        let word: JSONValue = .string((reason == .toolCalls ? .stop : reason)?.rawValue)
        var completion: JSONValue = [
            "id": .string(head.id), "object": "text_completion", "created": .integer(head.created),
            "model": .string(head.model),
            "choices": [["text": .string(text), "index": 0, "logprobs": nil, "finish_reason": word]],
        ]
        completion["usage"] = usage.map(OpenAIChat.written)
        return completion
    }
}
