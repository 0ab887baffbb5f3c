internal import Domain
internal import JSON

extension Gemini {
    /// What stands for a turn in which nothing is said: the format wants one.
    private static let nothing: JSONValue = ["text": "..."]

    /// The system prompts that the conversation begins with. A later one stays in its place.
    static func system(of prompt: Prompt) throws(Inexpressible) -> JSONValue? {
        var texts: [JSONValue] = []
        for part in prompt.leadingSystem.flatMap(\.parts) {
            guard case .text(let text) = part else { throw prompt.unsupported(.turns) }
            if !text.isEmpty { texts.append(["text": .string(text)]) }
        }
        guard !texts.isEmpty else { return nil }
        return ["parts": .array(texts)]
    }

    /// The turns of user and model.
    static func contents(of prompt: Prompt) throws(Inexpressible) -> JSONValue {
        var names: [Text: Text] = [:]
        var turns: [(isAnswer: Bool, parts: [JSONValue])] = []
        for message in prompt.messages.dropFirst(prompt.leadingSystem.count) {
            let isAnswer = message.role == .assistant
            for case .toolCall(let call) in message.parts { names[call.id] = call.name }
            var parts = try isAnswer ? model(message, of: prompt) : user(message, names, of: prompt)
            if parts.isEmpty {
                guard !isAnswer else { continue }
                parts = [nothing]
            }
            if let last = turns.indices.last, turns[last].isAnswer == isAnswer {
                turns[last].parts += parts
            } else {
                turns.append((isAnswer, parts))
            }
        }
        if turns.isEmpty { turns = [(false, [nothing])] }
        return .array(
            turns.map { ["role": $0.isAnswer ? "model" : "user", "parts": .array($0.parts.withoutNeedless(nothing))] })
    }

    // MARK: Speakers

    private static func user(
        _ message: Prompt.Message, _ names: [Text: Text], of prompt: Prompt
    ) throws(Inexpressible) -> [JSONValue] {
        var parts: [JSONValue] = []
        for part in message.parts {
            switch part {
            case .text(let text) where text.isEmpty: continue
            case .text(let text) where message.role != .user: parts.append(["text": .string(text.asSystemReminder)])
            case .toolResult(let result): parts.append(written(result, names[result.callID] ?? result.callID))
            default: parts.append(try written(part, of: prompt))
            }
        }
        // What results show stands behind them all.
        for case .toolResult(let result) in message.parts {
            for part in result.parts {
                if case .text = part { continue }
                parts.append(try written(part, of: prompt))
            }
        }
        return parts
    }

    /// Of its reasoning only what Google made itself, and can prove.
    private static func model(_ message: Prompt.Message, of prompt: Prompt) throws(Inexpressible) -> [JSONValue] {
        var parts: [JSONValue] = []
        /// Stands with the part that follows.
        var proof: Text?
        for part in message.parts {
            var written: JSONValue
            switch part {
            case .text(let text), .refusal(let text):
                guard !text.isEmpty else { continue }
                written = ["text": .string(text)]
            case .reasoning(let thought):
                guard let opaque = thought.opaque, opaque.maker == .google else { continue }
                if let proof { parts.append(["text": "", "thoughtSignature": .string(proof)]) }
                if !thought.text.isEmpty { parts.append(["text": .string(thought.text), "thought": true]) }
                proof = opaque.data
                continue
            case .toolCall(let call): written = try Self.written(call.asFunction, of: prompt)
            // What another provider's own tools did.
            case .other(_, let dialect) where dialect != .gemini: continue
            default: written = try Self.written(part, of: prompt)
            }
            if let signature = proof, written["thoughtSignature"] == nil {
                written["thoughtSignature"] = .string(signature)
                proof = nil
            }
            parts.append(written)
        }
        if let proof { parts.append(["text": "", "thoughtSignature": .string(proof)]) }
        return parts
    }

    private static func written(_ call: ToolCall, of prompt: Prompt) throws(Inexpressible) -> JSONValue {
        guard let arguments = call.argumentsObject else { throw prompt.unsupported(.turns) }
        var part: JSONValue = [
            "functionCall": [
                "id": .string(call.id), "name": .string(call.name.geminiToolName), "args": arguments,
            ]
        ]
        if let opaque = call.opaque, opaque.maker == .google { part["thoughtSignature"] = .string(opaque.data) }
        return part
    }

    /// A JSON object is the response itself, any other text stands under one of the two names that Google knows.
    private static func written(_ result: ToolResult, _ name: Text) -> JSONValue {
        let texts = result.parts.compactMap { part in if case .text(let text) = part { text.string } else { nil } }
        let text = Text(texts.joined(separator: "\n"))
        let object = (try? JSONValue(parsing: text.utf8, duplicates: .keepFirst))?.ifObject
        let response: JSONValue =
            result.isError ? ["error": .string(text)] : object ?? ["output": .string(text)]
        return [
            "functionResponse": [
                "id": .string(result.callID), "name": .string(name.geminiToolName), "response": response,
            ]
        ]
    }
}

// MARK: Parts

extension Gemini {
    private static func written(_ part: Part, of prompt: Prompt) throws(Inexpressible) -> JSONValue {
        switch part {
        case .text(let text), .refusal(let text): return ["text": .string(text)]
        case .image(let picture): return try written(picture.source, defaultType: "image/", of: prompt)
        case .file(let attachment): return try written(attachment.source, defaultType: nil, of: prompt)
        case .audio(let sound):
            let type: Text = sound.format == "mp3" ? "audio/mpeg" : "audio/\(sound.format)"
            return ["inlineData": ["mimeType": .string(type), "data": .string(sound.data.standardBase64)]]
        case .other(let value, .gemini): return value
        case .toolCall, .toolResult, .reasoning, .other: throw prompt.unsupported(.turns)
        }
    }

    private static func written(
        _ source: MediaSource, defaultType: Text?, of prompt: Prompt
    ) throws(Inexpressible) -> JSONValue {
        switch source {
        case .id(let id):
            guard prompt.original?.dialect == .gemini else { throw prompt.unsupported(.turns) }
            return ["fileData": file(id, defaultType)]
        case .url(let url):
            guard url.isDataURL else { return ["fileData": file(url, defaultType)] }
            guard let data = DataURL(url) else { throw prompt.unsupported(.turns) }
            return [
                "inlineData": ["mimeType": .string(data.type), "data": .string(data.base64.standardBase64)]
            ]
        }
    }

    private static func file(_ uri: Text, _ defaultType: Text?) -> JSONValue {
        let end = uri.before(UInt8(ascii: "?")).split(separator: UInt8(ascii: ".")).last?.asciiLowercased ?? ""
        let types: [Text: Text] = [
            "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
            "heic": "image/heic", "pdf": "application/pdf", "mp4": "video/mp4", "txt": "text/plain",
        ]
        let type = types[end] ?? (defaultType == nil ? nil : "image/jpeg")
        var file: JSONValue = [:]
        if let type { file["mimeType"] = .string(type) }
        file["fileUri"] = .string(uri)
        return file
    }
}

extension [JSONValue] {
    /// What stands for a turn without a word is not needed beside others.
    fileprivate func withoutNeedless(_ nothing: JSONValue) -> [JSONValue] {
        let rest = filter { $0 != nothing }
        return rest.isEmpty ? [nothing] : rest
    }
}
