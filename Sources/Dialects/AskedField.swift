internal import Domain
internal import JSON

/// Something that a request says, whatever its format calls it.
enum AskedField: Sendable {
    case turns, tools, toolChoice, stop, n, logprobs, topLogprobs, logitBias, presencePenalty, frequencyPenalty, format
    case images, files, sounds

    /// As the asker wrote it.
    func name(in dialect: DialectName) -> Text {
        switch dialect {
        case .openAIChat, .openAIResponses, .codex, .chatGPTWeb, .completions: openAIName(in: dialect)
        case .anthropic: anthropicName
        case .gemini: geminiName
        }
    }

    private var anthropicName: Text {
        switch self {
        case .turns: "messages"
        case .stop: "stop_sequences"
        case .format: "output_config.format"
        case .images: "image"
        case .files: "document"
        // The format has none of the others.
        case .tools, .toolChoice, .n, .logprobs, .topLogprobs, .logitBias, .presencePenalty, .frequencyPenalty,
            .sounds:
            openAIName(in: .openAIChat)
        }
    }

    private var geminiName: Text {
        switch self {
        case .turns: "contents"
        case .tools: "tools"
        case .toolChoice: "toolConfig.functionCallingConfig"
        case .stop: "generationConfig.stopSequences"
        case .n: "generationConfig.candidateCount"
        case .logprobs: "generationConfig.responseLogprobs"
        case .topLogprobs: "generationConfig.logprobs"
        case .logitBias: "logit_bias"
        case .presencePenalty: "generationConfig.presencePenalty"
        case .frequencyPenalty: "generationConfig.frequencyPenalty"
        case .format: "generationConfig.responseMimeType"
        case .images, .files, .sounds: "contents[].parts[].inlineData"
        }
    }

    private func openAIName(in dialect: DialectName) -> Text {
        switch self {
        case .turns: dialect == .openAIChat ? "messages" : dialect == .completions ? "prompt" : "input"
        case .tools: "tools"
        case .toolChoice: "tool_choice"
        case .stop: "stop"
        case .n: "n"
        case .logprobs: dialect == .openAIResponses ? "include" : "logprobs"
        case .topLogprobs: "top_logprobs"
        case .logitBias: "logit_bias"
        case .presencePenalty: "presence_penalty"
        case .frequencyPenalty: "frequency_penalty"
        case .format: dialect == .openAIChat ? "response_format" : "text.format"
        case .images: dialect == .openAIChat ? "image_url" : "input_image"
        case .files: dialect == .openAIChat ? "file" : "input_file"
        case .sounds: "input_audio"
        }
    }
}

extension Prompt {
    /// The refusal to say it to an upstream that has no words for it.
    func unsupported(_ field: AskedField) -> Inexpressible {
        Inexpressible(field.name(in: original?.dialect ?? .openAIChat), .unsupported)
    }

    /// The same of one tool, by its place among those that were asked for.
    func unsupported(_ tool: JSONValue) -> Inexpressible {
        let field = AskedField.tools.name(in: original?.dialect ?? .openAIChat)
        guard let place = original?.body[field]?.array?.firstIndex(of: tool) else { return unsupported(.tools) }
        return Inexpressible("\(field)[\(place)]", .unsupported)
    }

    /// Refuses what has no place in a prompt, means something, and was said in another format than this one.
    func refuseForeignMeaning(to dialect: DialectName) throws(Inexpressible) {
        for (asked, fields) in extras where asked != dialect {
            for member in fields.members ?? [] where !member.value.isNull && asked.hasMeaning(member) {
                throw Inexpressible(member.key, .unsupported)
            }
        }
        // All that was said means something to its own provider alone.
        if messages.isEmpty, let original, original.dialect != dialect { throw unsupported(.turns) }
    }
}

extension DialectName {
    /// Whether a field of this format, which has no place in a prompt, asks for something that the answer would lack. The others are hints.
    fileprivate func hasMeaning(_ member: JSONValue.Member) -> Bool {
        switch (self, member.key) {
        case (.openAIChat, "modalities"): member.value.array?.contains { $0 != "text" } ?? true
        // What the provider keeps.
        case (.gemini, "cachedContent"), (.gemini, "cached_content"): true
        case (.gemini, "generationConfig"):
            member.value[google: "speechConfig"] != nil
                || member.value[google: "responseModalities"]?.array?.contains {
                    $0.text?.asciiLowercased != "text"
                } ?? false
        // What an upstream keeps for another one means nothing to this one.
        case (.openAIResponses, "previous_response_id"), (.openAIResponses, "conversation"),
            (.openAIResponses, "prompt"), (.openAIResponses, "tool_choice"):
            true
        case (.completions, "suffix"): member.value != ""
        case (.completions, "best_of"): member.value != 1
        case (.completions, "echo"): member.value != false
        case (.completions, "logprobs"), (.completions, "n"): true
        default: false
        }
    }
}
