internal import Domain
internal import JSON

/// Reasoning in messages, which OpenAI's format has no official place for: `reasoning_content`, as DeepSeek has it, and beside it
/// `reasoning_details`, as OpenRouter has it, for what only its maker can read.
extension OpenAIChat {
    private static let formats: [(maker: Opaque.Maker, name: Text)] = [
        (.anthropic, "anthropic-claude-v1"), (.openAI, "openai-responses-v1"), (.google, "google-gemini-v1"),
    ]

    static func thoughts(in message: JSONValue) -> [Thought] {
        let said = message["reasoning_content"]?.text ?? message["reasoning"]?.text ?? ""
        var thoughts = (message["reasoning_details"]?.array ?? []).compactMap(thought)
        if thoughts.isEmpty { thoughts = (message["thinking_blocks"]?.array ?? []).compactMap(block) }
        guard !said.isEmpty, thoughts.allSatisfy(\.text.isEmpty) else { return thoughts }
        // The text and what proves it belong together.
        if thoughts.count == 1 {
            thoughts[0].text = said
            return thoughts
        }
        return [Thought(said)] + thoughts
    }

    static func thought(_ detail: JSONValue) -> Thought? {
        let text = detail["text"]?.text ?? detail["summary"]?.text ?? ""
        let data = detail["signature"]?.text ?? detail["data"]?.text
        let isEncrypted = detail["type"] == "reasoning.encrypted"
        let opaque = data.map { data in
            let maker = maker(of: detail)
            return Opaque(maker, data, isRedacted: isEncrypted && maker == .anthropic)
        }
        return text.isEmpty && opaque == nil ? nil : Thought(text, opaque: opaque)
    }

    private static func maker(of detail: JSONValue) -> Opaque.Maker {
        let format = detail["format"]?.text ?? ""
        if format.hasPrefix("openai") { return .openAI }
        return format.hasPrefix("google") ? .google : .anthropic
    }

    /// LiteLLM's shape.
    private static func block(_ block: JSONValue) -> Thought? {
        let data = block["signature"]?.text ?? block["data"]?.text
        let text = block["thinking"]?.text ?? ""
        let isRedacted = block["type"] == "redacted_thinking"
        let opaque = data.map { Opaque(.anthropic, $0, isRedacted: isRedacted) }
        return text.isEmpty && data == nil ? nil : Thought(text, opaque: opaque)
    }

    /// One entry of `reasoning_details`.
    static func detail(_ thought: Thought, _ opaque: Opaque, index: Int) -> JSONValue {
        let format = formats.first { $0.maker == opaque.maker }!.name
        var detail: JSONValue
        if opaque.maker == .anthropic, !opaque.isRedacted {
            detail = ["type": "reasoning.text", "text": .string(thought.text), "signature": .string(opaque.data)]
        } else {
            detail = ["type": "reasoning.encrypted", "data": .string(opaque.data)]
        }
        detail["format"] = .string(format)
        detail["index"] = .integer(index)
        return detail
    }
}
