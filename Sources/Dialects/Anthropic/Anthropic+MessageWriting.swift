internal import Domain
internal import JSON
internal import Wire

extension Anthropic {
    /// What stands for a turn in which nothing is said: the format wants one.
    private static let nothing: JSONValue = ["type": "text", "text": "..."]

    /// The system prompts that the conversation begins with. A later one stays in its place.
    static func system(of prompt: Prompt) throws(Inexpressible) -> JSONValue? {
        var texts: [Part] = []
        for part in prompt.leadingSystem.flatMap(\.parts) {
            guard case .text(let text) = part else { throw prompt.unsupported(.turns) }
            if !text.trimmed.isEmpty { texts.append(part) }
        }
        guard !texts.isEmpty else { return nil }
        return try content(texts, of: prompt)
    }

    /// The turns of user and assistant, by turns; the user begins.
    static func messages(of prompt: Prompt) throws(Inexpressible) -> JSONValue {
        var turns: [Turn] = []
        for message in prompt.messages.dropFirst(prompt.leadingSystem.count) {
            let isAnswer = message.role == .assistant
            var blocks = try isAnswer ? assistant(message, of: prompt) : user(message, of: prompt)
            if blocks.isEmpty {
                guard !isAnswer else { continue }
                blocks = [nothing]
            }
            if turns.last?.isAnswer == isAnswer {
                turns[turns.count - 1].blocks += blocks
            } else {
                turns.append(Turn(isAnswer: isAnswer, blocks: blocks))
            }
        }
        if turns.first?.isAnswer ?? true { turns.insert(Turn(isAnswer: false, blocks: [nothing]), at: 0) }
        return .array(turns.map(\.message))
    }

    private struct Turn {
        let isAnswer: Bool
        var blocks: [JSONValue]

        /// Results come first. A text alone is a text.
        var message: JSONValue {
            var said = blocks.filter { $0["type"] == "tool_result" }
            if !isAnswer, said.count < blocks.count {
                // What stands for a turn without a word is not needed beside others.
                let others = blocks.filter { $0["type"] != "tool_result" }
                let words = others.filter { $0 != Anthropic.nothing }
                said += words.isEmpty && said.isEmpty ? [Anthropic.nothing] : words
            } else {
                said = blocks
            }
            return ["role": isAnswer ? "assistant" : "user", "content": Anthropic.content(said)]
        }
    }

    private static func content(_ blocks: [JSONValue]) -> JSONValue {
        if blocks.count == 1, blocks[0]["type"] == "text", let text = blocks[0]["text"] { return text }
        return .array(blocks)
    }

    private static func content(_ parts: [Part], of prompt: Prompt) throws(Inexpressible) -> JSONValue {
        var blocks: [JSONValue] = []
        for part in parts { blocks.append(try written(part, of: prompt)) }
        return content(blocks)
    }

    // MARK: Speakers

    private static func user(_ message: Prompt.Message, of prompt: Prompt) throws(Inexpressible) -> [JSONValue] {
        var blocks: [JSONValue] = []
        for part in message.parts {
            switch part {
            case .text(let text) where text.trimmed.isEmpty: continue
            case .text(let text) where message.role != .user:
                blocks.append(["type": "text", "text": .string(text.asSystemReminder)])
            case .toolResult(let result): blocks.append(try written(result, of: prompt))
            default: blocks.append(try written(part, of: prompt))
            }
        }
        return blocks
    }

    /// Of its reasoning only what Anthropic made itself, and can prove.
    private static func assistant(_ message: Prompt.Message, of prompt: Prompt) throws(Inexpressible) -> [JSONValue] {
        var blocks: [JSONValue] = []
        for part in message.parts {
            switch part {
            case .text(let text), .refusal(let text):
                if !text.isEmpty { blocks.append(["type": "text", "text": .string(text)]) }
            case .reasoning(let thought):
                guard let opaque = thought.opaque, opaque.maker == .anthropic else { continue }
                blocks.append(written(thought.text, opaque))
            case .toolCall(let call): blocks.append(try written(call.asFunction, of: prompt))
            // What another provider's own tools did.
            case .other(_, let dialect) where dialect != .anthropic: continue
            default: blocks.append(try written(part, of: prompt))
            }
        }
        while let last = blocks.last, last["text"]?.text?.trimmed.isEmpty == true { blocks.removeLast() }
        return blocks
    }

    private static func written(_ thought: Text, _ opaque: Opaque) -> JSONValue {
        opaque.isRedacted
            ? ["type": "redacted_thinking", "data": .string(opaque.data)]
            : ["type": "thinking", "thinking": .string(thought), "signature": .string(opaque.data)]
    }

    private static func written(_ call: ToolCall, of prompt: Prompt) throws(Inexpressible) -> JSONValue {
        guard let input = call.argumentsObject else { throw prompt.unsupported(.turns) }
        return [
            "type": "tool_use", "id": .string(call.id.anthropicID), "name": .string(call.name.openAIToolName),
            "input": input,
        ]
    }

    private static func written(_ result: ToolResult, of prompt: Prompt) throws(Inexpressible) -> JSONValue {
        let said = result.parts.filter { part in if case .text(let text) = part { !text.isEmpty } else { true } }
        var block: JSONValue = ["type": "tool_result", "tool_use_id": .string(result.callID.anthropicID)]
        block["content"] = said.isEmpty ? "" : try content(said, of: prompt)
        if result.isError { block["is_error"] = true }
        return block
    }
}

// MARK: Blocks

extension Anthropic {
    private static func written(_ part: Part, of prompt: Prompt) throws(Inexpressible) -> JSONValue {
        switch part {
        case .text(let text), .refusal(let text): return ["type": "text", "text": .string(text)]
        case .image(let picture): return ["type": "image", "source": try source(picture.source, of: prompt)]
        case .file(let attachment): return try document(attachment, of: prompt)
        case .other(let value, .anthropic): return value
        case .audio, .toolCall, .toolResult, .reasoning, .other: throw prompt.unsupported(.turns)
        }
    }

    private static func source(_ media: MediaSource, of prompt: Prompt) throws(Inexpressible) -> JSONValue {
        switch media {
        case .id(let id):
            guard prompt.original?.dialect == .anthropic else { throw prompt.unsupported(.turns) }
            return ["type": "file", "file_id": .string(id)]
        case .url(let url):
            guard url.isDataURL else { return ["type": "url", "url": .string(url)] }
            guard let data = DataURL(url) else { throw prompt.unsupported(.turns) }
            return ["type": "base64", "media_type": .string(data.type), "data": .string(data.base64)]
        }
    }

    private static func document(_ attachment: Attachment, of prompt: Prompt) throws(Inexpressible) -> JSONValue {
        var block: JSONValue = ["type": "document"]
        if case .url(let url) = attachment.source, let data = DataURL(url), data.type.hasPrefix("text/") {
            guard let bytes = Base64.decode(data.base64) else { throw prompt.unsupported(.turns) }
            block["source"] = ["type": "text", "media_type": "text/plain", "data": .string(Text(decoding: bytes))]
        } else {
            block["source"] = try source(attachment.source, of: prompt)
        }
        if let name = attachment.name { block["title"] = .string(name) }
        return block
    }
}

extension Text {
    /// The id of a call as the format takes it: letters, digits, `_` and `-`.
    fileprivate var anthropicID: Text { utf8.allSatisfy(\.isPartOfToolName) && !isEmpty ? self : openAIToolName }
}
