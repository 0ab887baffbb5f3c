internal import Domain
internal import JSON

extension OpenAIResponses {
    /// The system texts before everything else, with a blank line between two, and the messages after them.
    static func leadingInstructions(
        of prompt: Prompt
    ) throws(Inexpressible) -> (Text?, ArraySlice<Prompt.Message>) {
        var texts: [String] = []
        for part in prompt.leadingSystem.flatMap(\.parts) {
            guard case .text(let text) = part else { throw prompt.unsupported(.turns) }
            texts.append(text.string)
        }
        let rest = prompt.messages.dropFirst(prompt.leadingSystem.count)
        // Somebody has to say something.
        if rest.isEmpty, !isOwn(prompt) || prompt.original == nil { return (nil, prompt.messages[...]) }
        return (texts.isEmpty ? nil : Text(texts.joined(separator: "\n\n")), rest)
    }

    static func items(
        of messages: ArraySlice<Prompt.Message>, _ prompt: Prompt, to upstream: DialectName
    ) throws(Inexpressible) -> [JSONValue] {
        var writer = ItemWriter(prompt, upstream)
        for message in messages { try writer.write(message) }
        return writer.items
    }
}

private struct ItemWriter {
    private(set) var items: [JSONValue] = []
    private let prompt: Prompt
    private let upstream: DialectName
    private let takesText: Bool
    /// The calls of free-text tools, whose results have a type of their own.
    private var textCalls: Set<Text> = []
    private var thoughtCount = 0

    init(_ prompt: Prompt, _ upstream: DialectName) {
        self.prompt = prompt
        self.upstream = upstream
        takesText = OpenAIResponses.takesText(prompt, upstream)
        items.reserveCapacity(prompt.messages.count)
    }

    mutating func write(_ message: Prompt.Message) throws(Inexpressible) {
        switch message.role {
        case .assistant: try writeAnswer(message.parts)
        case .tool:
            for case .toolResult(let result) in message.parts { items.append(try written(result)) }
        case .system, .developer: try say(message.parts, as: .developer)
        case .user: try say(message.parts, as: .user)
        }
    }

    private mutating func say(_ parts: [Part], as role: Prompt.Role) throws(Inexpressible) {
        if parts.count == 1, case .other(let item, .openAIResponses) = parts[0], item["type"] == "item_reference" {
            return items.append(item)
        }
        var content: [JSONValue] = []
        for part in parts { content.append(try written(part)) }
        // A turn is never empty.
        if content.isEmpty { content.append(["type": "input_text", "text": ""]) }
        items.append(["type": "message", "role": .string(role.rawValue), "content": .array(content)])
    }

    /// Reasoning and calls are items of their own: what is said between two is one message.
    private mutating func writeAnswer(_ parts: [Part]) throws(Inexpressible) {
        var said: [JSONValue] = []
        for part in parts {
            switch part {
            case .text(let text): said.append(["type": "output_text", "text": .string(text)])
            case .refusal(let text): said.append(["type": "refusal", "refusal": .string(text)])
            case .reasoning(let thought):
                take(&said)
                think(thought)
            case .toolCall(let call):
                take(&said)
                items.append(written(call))
            default: said.append(try written(part))
            }
        }
        take(&said)
    }

    private mutating func take(_ said: inout [JSONValue]) {
        guard !said.isEmpty else { return }
        items.append(["type": "message", "role": "assistant", "content": .array(said)])
        said = []
    }

    /// What OpenAI did not think means nothing to it.
    private mutating func think(_ thought: Thought) {
        guard let opaque = thought.opaque, opaque.maker == .openAI else { return }
        thoughtCount += 1
        items.append([
            "type": "reasoning", "id": .string("rs_\(thoughtCount)"),
            "summary": thought.text.isEmpty ? [] : [["type": "summary_text", "text": .string(thought.text)]],
            "encrypted_content": .string(opaque.data),
        ])
    }

    private mutating func written(_ call: ToolCall) -> JSONValue {
        if call.kind == .custom, takesText {
            textCalls.insert(call.id)
            return [
                "type": "custom_tool_call", "call_id": .string(call.id), "name": .string(call.name.openAIToolName),
                "input": .string(call.arguments),
            ]
        }
        let call = call.asFunction
        return [
            "type": "function_call", "call_id": .string(call.id), "name": .string(call.name.openAIToolName),
            "arguments": .string(call.arguments),
        ]
    }

    /// The format has no field for a failure: the text says so.
    private func written(_ result: ToolResult) throws(Inexpressible) -> JSONValue {
        var parts = result.parts
        if result.isError {
            let first = parts.firstIndex { if case .text = $0 { true } else { false } }
            if let first, case .text(let text) = parts[first] {
                if !text.hasPrefix("Error: ") { parts[first] = .text("Error: \(text)") }
            } else {
                parts.insert(.text("Error: "), at: 0)
            }
        }
        let type: JSONValue = textCalls.contains(result.callID) ? "custom_tool_call_output" : "function_call_output"
        return ["type": type, "call_id": .string(result.callID), "output": try output(parts)]
    }

    private func output(_ parts: [Part]) throws(Inexpressible) -> JSONValue {
        if parts.isEmpty { return "" }
        if parts.count == 1, case .text(let text) = parts[0] { return .string(text) }
        var list: [JSONValue] = []
        for part in parts { list.append(try written(part)) }
        return .array(list)
    }

    private func written(_ part: Part) throws(Inexpressible) -> JSONValue {
        switch part {
        case .text(let text): return ["type": "input_text", "text": .string(text)]
        case .image(let picture):
            let detail: JSONValue = .string(picture.detail ?? "auto")
            if case .url(let url) = picture.source {
                return ["type": "input_image", "image_url": .string(url), "detail": detail]
            }
            return ["type": "input_image", "file_id": try id(in: picture.source), "detail": detail]
        case .file(let attachment): return try written(attachment)
        case .audio(let sound):
            guard upstream != .codex else { throw prompt.unsupported(.turns) }
            return [
                "type": "input_audio", "input_audio": ["data": .string(sound.data), "format": .string(sound.format)],
            ]
        case .other(let value, .openAIResponses): return value
        case .refusal(let text): return ["type": "input_text", "text": .string(text)]
        case .toolCall, .toolResult, .reasoning, .other: throw prompt.unsupported(.turns)
        }
    }

    private func written(_ attachment: Attachment) throws(Inexpressible) -> JSONValue {
        var file: JSONValue = ["type": "input_file"]
        if let name = attachment.name { file["filename"] = .string(name) }
        switch attachment.source {
        case .url(let url): file[url.isDataURL ? "file_data" : "file_url"] = .string(url)
        case .id: file["file_id"] = try id(in: attachment.source)
        }
        return file
    }

    /// What another provider keeps, or the same one for somebody else, cannot be had.
    private func id(in source: MediaSource) throws(Inexpressible) -> JSONValue {
        guard case .id(let id) = source, OpenAIResponses.isOwn(prompt), upstream != .codex else {
            throw prompt.unsupported(.turns)
        }
        return .string(id)
    }
}
