internal import Domain
internal import JSON

extension OpenAIChat {
    static func messages(of prompt: Prompt) throws(Inexpressible) -> [JSONValue] {
        // Within a turn that calls tools DeepSeek and Kimi want their reasoning back; before it nobody does.
        let turn = prompt.messages.lastIndex { $0.role == .user } ?? 0
        var messages: [JSONValue] = []
        messages.reserveCapacity(prompt.messages.count)
        var pictures: [JSONValue] = []
        for (index, message) in prompt.messages.enumerated() {
            if message.role != .tool { messages.take(&pictures) }
            switch message.role {
            case .tool:
                for case .toolResult(let result) in message.parts {
                    messages.append(try written(result, of: prompt))
                    pictures += try Self.pictures(of: result, prompt)
                }
            case .assistant: messages.append(try assistant(message, keepsThoughts: index >= turn, of: prompt))
            case .system, .developer, .user:
                var object = named(message)
                object["content"] = try content(message.parts, nothing: "", of: prompt)
                messages.append(object)
            }
        }
        messages.take(&pictures)
        return messages
    }

    private static func named(_ message: Prompt.Message) -> JSONValue {
        var object: JSONValue = ["role": .string(message.role.rawValue)]
        if let name = message.name { object["name"] = .string(name) }
        return object
    }

    /// A text alone is a text, several parts are a list.
    private static func content(
        _ parts: [Part], nothing: JSONValue, of prompt: Prompt
    ) throws(Inexpressible) -> JSONValue {
        if parts.isEmpty { return nothing }
        if parts.count == 1, case .text(let text) = parts[0] { return .string(text) }
        var list: [JSONValue] = []
        for part in parts { list.append(try written(part, of: prompt)) }
        return .array(list)
    }

    private static func written(_ part: Part, of prompt: Prompt) throws(Inexpressible) -> JSONValue {
        switch part {
        case .text(let text): return ["type": "text", "text": .string(text)]
        case .refusal(let text): return ["type": "refusal", "refusal": .string(text)]
        case .image(let picture):
            guard case .url(let url) = picture.source else { throw prompt.unsupported(.turns) }
            var image: JSONValue = ["url": .string(url)]
            if let detail = picture.detail { image["detail"] = .string(detail) }
            return ["type": "image_url", "image_url": image]
        case .audio(let sound):
            return [
                "type": "input_audio", "input_audio": ["data": .string(sound.data), "format": .string(sound.format)],
            ]
        case .file(let attachment):
            var file: JSONValue = [:]
            if let name = attachment.name { file["filename"] = .string(name) }
            switch attachment.source {
            case .url(let url):
                guard isOwn(prompt) || url.isDataURL else { throw prompt.unsupported(.turns) }
                file["file_data"] = .string(url)
            case .id(let id):
                guard isOwn(prompt) else { throw prompt.unsupported(.turns) }
                file["file_id"] = .string(id)
            }
            return ["type": "file", "file": file]
        case .other(let value, .openAIChat): return value
        case .toolCall, .toolResult, .reasoning, .other: throw prompt.unsupported(.turns)
        }
    }
}

// MARK: Answers and results

extension OpenAIChat {
    private static func assistant(
        _ message: Prompt.Message, keepsThoughts: Bool, of prompt: Prompt
    ) throws(Inexpressible) -> JSONValue {
        var (said, thoughts, calls, refusal): ([Part], [Thought], [JSONValue], Text?) = ([], [], [], nil)
        for part in message.parts {
            switch part {
            case .toolCall(var call):
                // What Google signed means nothing to others.
                if !isOwn(prompt) { (call, call.opaque) = (call.asFunction, nil) }
                calls.append(written(call.named(\.openAIToolName)))
            // What another provider's own tools did.
            case .other(_, let dialect) where dialect != .openAIChat: continue
            case .reasoning(let thought): thoughts.append(thought)
            case .refusal(let text): refusal = text
            default: said.append(part)
            }
        }
        var object = named(message)
        object["content"] = try content(said, nothing: .null, of: prompt)
        if let refusal { object["refusal"] = .string(refusal) }
        if keepsThoughts { write(thoughts, to: &object) }
        if !calls.isEmpty { object["tool_calls"] = .array(calls) }
        return object
    }

    static func write(_ thoughts: [Thought], to message: inout JSONValue) {
        let text = thoughts.map(\.text.string).joined()
        if !text.isEmpty { message["reasoning_content"] = .string(text) }
        var details: [JSONValue] = []
        for thought in thoughts {
            guard let opaque = thought.opaque else { continue }
            details.append(detail(thought, opaque, index: details.count))
        }
        if !details.isEmpty { message["reasoning_details"] = .array(details) }
    }

    static func written(_ call: ToolCall) -> JSONValue {
        let said: JSONValue =
            switch call.kind {
            case .function: ["name": .string(call.name), "arguments": .string(call.arguments)]
            case .custom: ["name": .string(call.name), "input": .string(call.arguments)]
            }
        var object: JSONValue = [
            "id": .string(call.id), "type": .string(call.kind.rawValue), Text(call.kind.rawValue): said,
        ]
        if let opaque = call.opaque, opaque.maker == .google {
            object["extra_content"] = ["google": ["thought_signature": .string(opaque.data)]]
        }
        return object
    }

    /// A result is text here, and a failed one says so in its words.
    private static func written(_ result: ToolResult, of prompt: Prompt) throws(Inexpressible) -> JSONValue {
        var texts = result.parts.filter { if case .text = $0 { true } else { false } }
        if result.isError {
            if case .text(let text)? = texts.first {
                if !text.hasPrefix("Error: ") { texts[0] = .text("Error: \(text)") }
            } else {
                texts = [.text("Error: ")]
            }
        }
        return [
            "role": "tool", "tool_call_id": .string(result.callID),
            "content": try content(texts, nothing: "", of: prompt),
        ]
    }

    /// What a result shows, for the message of a user behind the last result of the turn.
    private static func pictures(of result: ToolResult, _ prompt: Prompt) throws(Inexpressible) -> [JSONValue] {
        var shown: [JSONValue] = []
        for part in result.parts {
            if case .text = part { continue }
            shown.append(try written(part, of: prompt))
        }
        guard !shown.isEmpty else { return [] }
        return [["type": "text", "text": .string("Result of \(result.callID):")]] + shown
    }
}

extension [JSONValue] {
    /// A user shows the pictures that have been gathered.
    fileprivate mutating func take(_ pictures: inout [JSONValue]) {
        guard !pictures.isEmpty else { return }
        append(["role": "user", "content": .array(pictures)])
        pictures = []
    }
}
