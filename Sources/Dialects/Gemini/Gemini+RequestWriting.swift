public import Domain
public import JSON

extension Gemini {
    public func request(_ prompt: Prompt) throws(Inexpressible) -> JSONValue {
        try prompt.refuseForeignMeaning(to: .gemini)
        var body: JSONValue = ["contents": try Self.contents(of: prompt)]
        body["systemInstruction"] = try Self.system(of: prompt)
        let extras = prompt.extras[.gemini]?.members ?? []
        for member in extras where member.key != "generationConfig" { body[member.key] = member.value }
        var config = prompt.extras[.gemini]?["generationConfig"] ?? [:]
        try Self.write(prompt, to: &config)
        try Self.writeFormat(of: prompt, to: &config)
        if config.members?.isEmpty == false { body["generationConfig"] = config }
        try Self.writeTools(of: prompt, to: &body)
        return body
    }

    private static func write(_ prompt: Prompt, to config: inout JSONValue) throws(Inexpressible) {
        let sampling = prompt.sampling
        let isOwn = prompt.original.map { $0.dialect == .gemini } ?? true
        if sampling.logitBias?.members?.isEmpty == false { throw prompt.unsupported(.logitBias) }
        // The probabilities that come back have no place in another format.
        if !isOwn, sampling.logprobs == true { throw prompt.unsupported(.logprobs) }
        if !isOwn, sampling.topLogprobs ?? 0 > 0 { throw prompt.unsupported(.topLogprobs) }
        config["maxOutputTokens"] = sampling.maxTokens.map { .integer($0) }
        config["temperature"] = sampling.temperature.map { .decimal($0) }
        config["topP"] = sampling.topP.map { .decimal($0) }
        config["topK"] = sampling.topK.map { .integer($0) }
        if let n = sampling.n, n > 1 { config["candidateCount"] = .integer(n) }
        if !sampling.stop.isEmpty { config["stopSequences"] = .array(sampling.stop.map { .string($0) }) }
        config["seed"] = sampling.seed.map { .integer($0) }
        if let penalty = sampling.presencePenalty, penalty != 0 { config["presencePenalty"] = .decimal(penalty) }
        if let penalty = sampling.frequencyPenalty, penalty != 0 { config["frequencyPenalty"] = .decimal(penalty) }
        if sampling.logprobs == true { config["responseLogprobs"] = true }
        if let count = sampling.topLogprobs, count > 0 { config["logprobs"] = .integer(count) }
        if let wish = prompt.reasoning { config["thinkingConfig"] = written(wish, GeminiModel(prompt.model)) }
    }

    private static func written(_ wish: ReasoningWish, _ model: GeminiModel) -> JSONValue? {
        guard model.thinks else { return nil }
        if model.hasLevels {
            guard let level = wish.effort.flatMap(level) else { return ["includeThoughts": true] }
            let isShown = wish.effort != "none"
            return isShown
                ? ["thinkingLevel": .string(level), "includeThoughts": true] : ["thinkingLevel": .string(level)]
        }
        guard wish.effort != "none", wish.budget != 0 else { return ["thinkingBudget": 0] }
        return ["thinkingBudget": .integer(wish.budget ?? budget(of: wish.effort)), "includeThoughts": true]
    }

    /// A model that is told by words cannot be told not to think. Nil for a word of another provider's own.
    private static func level(_ effort: Text) -> String? {
        switch effort {
        case "none", "minimal": "MINIMAL"
        case "low": "LOW"
        case "medium": "MEDIUM"
        case "high": "HIGH"
        case "xhigh", "max": "XHIGH"
        default: nil
        }
    }

    /// In tokens; −1: as much as it wants.
    private static func budget(of effort: Text?) -> Int {
        switch effort {
        case "minimal", "low": 1024
        case "medium": 8192
        case "high", "xhigh", "max": 24_576
        default: -1
        }
    }

    private static func writeFormat(of prompt: Prompt, to config: inout JSONValue) throws(Inexpressible) {
        switch prompt.format {
        case nil, .text: return
        case .jsonObject: config["responseMimeType"] = "application/json"
        case .jsonSchema(let wanted):
            config["responseMimeType"] = "application/json"
            config["responseJsonSchema"] = wanted.schema
        case .other(let value, .gemini):
            for member in value.members ?? [] where !member.value.isNull { config[member.key] = member.value }
        case .other: throw prompt.unsupported(.format)
        }
    }
}

// MARK: Tools

extension Gemini {
    private static func writeTools(of prompt: Prompt, to body: inout JSONValue) throws(Inexpressible) {
        var (declarations, others): ([JSONValue], [JSONValue]) = ([], [])
        for tool in prompt.tools {
            switch tool {
            case .function(let tool): declarations.append(written(tool))
            case .custom(let tool): declarations.append(written(tool.asFunction))
            case .webSearch: others.append(["googleSearch": [:]])
            case .other(let value, .gemini): others.append(value)
            case .other(let value, _): throw prompt.unsupported(value)
            }
        }
        let tools = (declarations.isEmpty ? [] : [["functionDeclarations": .array(declarations)]]) + others
        guard !tools.isEmpty else { return }
        body["tools"] = .array(tools)
        guard !declarations.isEmpty, let choice = prompt.toolChoice else { return }
        var config = body["toolConfig"] ?? [:]
        config["functionCallingConfig"] = written(choice)
        body["toolConfig"] = config
    }

    private static func written(_ tool: FunctionTool) -> JSONValue {
        var written: JSONValue = ["name": .string(tool.name.geminiToolName)]
        if let description = tool.description { written["description"] = .string(description) }
        written["parametersJsonSchema"] = tool.parameters
        return written
    }

    private static func written(_ choice: ToolChoice) -> JSONValue {
        switch choice {
        case .auto: ["mode": "AUTO"]
        case .none: ["mode": "NONE"]
        case .required: ["mode": "ANY"]
        case .named(let name, _): ["mode": "ANY", "allowedFunctionNames": [.string(name.geminiToolName)]]
        case .among(let names, let isRequired):
            [
                "mode": isRequired ? "ANY" : "VALIDATED",
                "allowedFunctionNames": .array(names.map { .string($0.geminiToolName) }),
            ]
        }
    }
}
