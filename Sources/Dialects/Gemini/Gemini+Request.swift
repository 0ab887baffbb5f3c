public import Domain
public import JSON

extension Gemini {
    /// A request and what stands in its address. `model`: as it stands there, with `models/` and the like or without.
    public func prompt(from body: JSONValue, model: Text, streams: Bool) throws(Inexpressible) -> Prompt {
        var prompt = try prompt(from: body)
        prompt.model = Self.name(in: model).string
        guard (1...256).contains(prompt.model.utf8.count) else {
            throw Inexpressible("model", prompt.model.isEmpty ? .missing : .malformed("a name has at most 256 bytes"))
        }
        let name = JSONValue.string(prompt.model)
        prompt.original?.body["model"] = name
        prompt.streams = streams
        return prompt
    }

    /// A model's name, which may say where the model stands: `models/<name>`, `publishers/google/models/<name>`. A name may have slashes
    /// of its own.
    public static func name(in path: Text) -> Text {
        let parts = path.split(separator: UInt8(ascii: "/"))
        let skipped = parts.first == "models" ? 1 : parts.first == "publishers" && parts.count > 3 ? 3 : 0
        return Text(parts.dropFirst(skipped).map(\.string).joined(separator: "/"))
    }

    public func prompt(from body: JSONValue) throws(Inexpressible) -> Prompt {
        let fields = try GeminiFields(body)
        var prompt = Prompt(model: try fields.text("model")?.string ?? "", messages: [])
        prompt.messages = try Self.system(in: fields) + Self.messages(in: fields)
        prompt.tools = try Self.tools(in: fields)
        prompt.toolChoice = try Self.toolChoice(in: fields)
        if let config = try fields.object("generationConfig") {
            prompt.sampling = try Self.sampling(in: config)
            prompt.format = try Self.format(in: config)
            prompt.reasoning = try Self.reasoning(in: config)
        }
        prompt.streams = false
        // Every answer has it.
        prompt.reportsUsage = true
        prompt.extras[.gemini] = try Self.extras(in: fields)
        prompt.original = .init(.gemini, body)
        return prompt
    }

    /// What has its place in a `Prompt`.
    private static let known = spellings([
        "model", "contents", "systemInstruction", "tools", "toolConfig", "generationConfig",
    ])
    private static let knownConfig = spellings([
        "maxOutputTokens", "temperature", "topP", "topK", "candidateCount", "stopSequences", "seed", "presencePenalty",
        "frequencyPenalty", "responseLogprobs", "logprobs", "responseMimeType", "responseSchema", "responseJsonSchema",
        "thinkingConfig",
    ])

    private static func spellings(_ names: [Text]) -> Set<Text> { Set(names + names.map(GeminiFields.snake)) }

    /// What is left of the body, and of its configuration.
    private static func extras(in fields: GeminiFields) throws(Inexpressible) -> JSONValue? {
        var extras = (fields.value.members ?? []).filter { !known.contains($0.key) }
        let config = try fields.object("generationConfig")?.value.members ?? []
        let rest = config.filter { !knownConfig.contains($0.key) }
        if !rest.isEmpty { extras.append(.init("generationConfig", .object(rest))) }
        guard !extras.isEmpty else { return nil }
        return .object(extras)
    }

    private static func sampling(in config: GeminiFields) throws(Inexpressible) -> Sampling {
        var sampling = Sampling()
        sampling.maxTokens = try config.integer("maxOutputTokens", from: 0, to: RequestFields.mostTokens)
        sampling.temperature = try config.number("temperature")
        sampling.topP = try config.number("topP")
        sampling.topK = try config.integer("topK")
        sampling.stop = try config.texts("stopSequences") ?? []
        sampling.seed = try config.integer("seed").map(Int64.init)
        // The SDK says what is so anyway, which other upstreams would refuse by its name.
        sampling.n = try config.integer("candidateCount", from: 0, to: 128).flatMap { $0 > 1 ? $0 : nil }
        sampling.presencePenalty = try config.number("presencePenalty").flatMap { $0 == 0 ? nil : $0 }
        sampling.frequencyPenalty = try config.number("frequencyPenalty").flatMap { $0 == 0 ? nil : $0 }
        sampling.logprobs = try config.bool("responseLogprobs") == true ? true : nil
        sampling.topLogprobs = try config.integer("logprobs").flatMap { $0 == 0 ? nil : $0 }
        return sampling
    }

    private static func format(in config: GeminiFields) throws(Inexpressible) -> Format? {
        let old = try config.object("responseSchema")?.value
        let schema = try config.object("responseJsonSchema")?.value ?? old?.jsonSchemaFromGoogle
        switch try config.text("responseMimeType") {
        case nil where schema == nil, "": return nil
        case "text/plain": return .text
        case nil, "application/json":
            // The format keeps no name and follows a schema to the letter.
            return schema.map { .jsonSchema(AnswerSchema("response", schema: $0, isStrict: true)) } ?? .jsonObject
        case let type?:
            return .other(["responseMimeType": .string(type), "responseSchema": old ?? .null], .gemini)
        }
    }

    private static func reasoning(in config: GeminiFields) throws(Inexpressible) -> ReasoningWish? {
        guard let thinking = try config.object("thinkingConfig") else { return nil }
        let level = try thinking.text("thinkingLevel").map(\.asciiLowercased)
        let budget = try thinking.integer("thinkingBudget", from: -1, to: RequestFields.mostTokens)
        let isShown = try thinking.bool("includeThoughts")
        guard level != nil || budget != nil || isShown == true else { return nil }
        // −1: as much as it wants.
        let tokens = budget.flatMap { $0 < 0 ? nil : $0 }
        let effort = level == "thinking_level_unspecified" ? nil : level
        return ReasoningWish(effort: effort ?? tokens.map(Self.effort), budget: tokens)
    }

    private static func effort(_ budget: Int) -> Text {
        budget == 0 ? "none" : budget <= 1024 ? "low" : budget <= 8192 ? "medium" : "high"
    }
}
