internal import Domain
internal import JSON

extension Gemini {
    /// Makes parts of an answer's events: a call comes whole, and what only its maker can read stands with the part that follows it.
    struct PartWriter: Sendable {
        private var order = CallOrder()
        private var proof: Opaque?
        private var call: (head: ToolCallHead, arguments: String, proof: Opaque?)?
        private(set) var usage: Usage?
        /// A call's arguments were no object: the format has nothing to say it with.
        private(set) var isMalformed = false

        mutating func parts(of events: [ReplyEvent]) -> [JSONValue] {
            var parts: [JSONValue] = []
            for event in events {
                if case .usage(let usage) = event { self.usage = usage }
                for step in order.take(event) { note(step, in: &parts) }
            }
            return parts
        }

        mutating func end() -> [JSONValue] {
            var parts: [JSONValue] = []
            for step in order.end() { note(step, in: &parts) }
            if proof != nil { add(["text": ""], to: &parts) }
            return parts
        }

        private mutating func note(_ step: CallOrder.Step, in parts: inout [JSONValue]) {
            switch step {
            case .begin(let head): call = (head, "", nil)
            case .arguments(let piece): call?.arguments += piece
            case .end: finish(&parts)
            case .event(let event): note(event, in: &parts)
            }
        }

        private mutating func note(_ event: ReplyEvent, in parts: inout [JSONValue]) {
            switch event {
            case .text(let piece), .refusal(let piece): add(["text": .string(piece)], to: &parts)
            case .reasoning(let piece): parts.append(["text": .string(piece), "thought": true])
            case .image(let url): add(Self.image(url), to: &parts)
            case .opaque(let opaque):
                if call != nil {
                    call?.proof = opaque
                } else {
                    if proof != nil { add(["text": ""], to: &parts) }
                    proof = opaque
                }
            case .toolCall, .toolArguments, .usage, .toolStep, .source, .findings: break
            }
        }

        private mutating func finish(_ parts: inout [JSONValue]) {
            guard let (head, said, own) = call else { return }
            call = nil
            let whole = ToolCall(id: head.id, name: head.name, arguments: Text(said))
            guard let arguments = whole.argumentsObject else {
                isMalformed = true
                return
            }
            var part: JSONValue = [
                "functionCall": ["id": .string(head.id), "name": .string(head.name), "args": arguments]
            ]
            if let own { part["thoughtSignature"] = .string(own.carried(in: .google)) }
            add(part, to: &parts)
        }

        private mutating func add(_ part: JSONValue, to parts: inout [JSONValue]) {
            var part = part
            if let opaque = proof, part["thoughtSignature"] == nil {
                part["thoughtSignature"] = .string(opaque.carried(in: .google))
                proof = nil
            }
            parts.append(part)
        }

        private static func image(_ url: Text) -> JSONValue {
            guard let data = DataURL(url) else { return ["text": .string("![image](\(url))")] }
            return ["inlineData": ["mimeType": .string(data.type), "data": .string(data.base64)]]
        }
    }

    /// A `GenerateContentResponse`. `reason`: of the last one.
    static func response(
        _ head: ReplyHead, _ parts: [JSONValue], reason: String? = nil, usage: Usage? = nil
    ) -> JSONValue {
        var candidate: JSONValue = ["content": ["role": "model", "parts": .array(parts)]]
        if let reason { candidate["finishReason"] = .string(reason) }
        candidate["index"] = 0
        var response: JSONValue = ["candidates": [candidate]]
        response["usageMetadata"] = usage.map(written)
        response["modelVersion"] = .string(head.model)
        response["responseId"] = .string(head.id)
        return response
    }

    private static func written(_ usage: Usage) -> JSONValue {
        var counts: JSONValue = [
            "promptTokenCount": .integer(usage.promptTokens),
            "candidatesTokenCount": .integer(max(0, usage.completionTokens - usage.reasoningTokens)),
            "totalTokenCount": .integer(usage.total),
        ]
        if usage.cachedTokens > 0 { counts["cachedContentTokenCount"] = .integer(usage.cachedTokens) }
        if usage.reasoningTokens > 0 { counts["thoughtsTokenCount"] = .integer(usage.reasoningTokens) }
        return counts
    }

    static func word(for reason: FinishReason, isMalformed: Bool) -> String {
        if isMalformed { return "MALFORMED_FUNCTION_CALL" }
        return switch reason {
        case .stop, .toolCalls: "STOP"
        case .length: "MAX_TOKENS"
        case .contentFilter: "SAFETY"
        }
    }
}
