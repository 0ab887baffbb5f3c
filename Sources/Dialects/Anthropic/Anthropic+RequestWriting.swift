public import Domain
public import JSON

extension Anthropic {
    public func request(_ prompt: Prompt) throws(Inexpressible) -> JSONValue {
        try prompt.refuseForeignMeaning(to: .anthropic)
        try Self.refuseSampling(of: prompt)
        let limit = prompt.sampling.maxTokens ?? Self.defaultMaxTokens
        var body: JSONValue = [
            "model": .string(prompt.model), "max_tokens": .integer(limit), "messages": try Self.messages(of: prompt),
        ]
        body["system"] = try Self.system(of: prompt)
        Self.write(prompt, limit, to: &body)
        try Self.writeFormat(of: prompt, to: &body)
        try Self.writeTools(of: prompt, to: &body)
        if let user = prompt.user { body["metadata"] = ["user_id": .string(user)] }
        for member in prompt.extras[.anthropic]?.members ?? [] where !member.value.isNull {
            body[member.key] = member.value
        }
        if prompt.streams { body["stream"] = true }
        return body
    }

    /// Several answers, their probabilities, and what is said more or less often: not to be had here. A value that asks for nothing is
    /// left out.
    private static func refuseSampling(of prompt: Prompt) throws(Inexpressible) {
        let sampling = prompt.sampling
        if sampling.n ?? 1 > 1 { throw prompt.unsupported(.n) }
        if sampling.logprobs == true { throw prompt.unsupported(.logprobs) }
        if sampling.topLogprobs ?? 0 > 0 { throw prompt.unsupported(.topLogprobs) }
        if sampling.logitBias?.members?.isEmpty == false { throw prompt.unsupported(.logitBias) }
        if sampling.presencePenalty ?? 0 != 0 { throw prompt.unsupported(.presencePenalty) }
        if sampling.frequencyPenalty ?? 0 != 0 { throw prompt.unsupported(.frequencyPenalty) }
    }

    private static func write(_ prompt: Prompt, _ limit: Int, to body: inout JSONValue) {
        let model = ClaudeModel(prompt.model)
        // White space alone is refused.
        let stop = prompt.sampling.stop.filter { !$0.trimmed.isEmpty }
        if !stop.isEmpty { body["stop_sequences"] = .array(stop.map { .string($0) }) }
        let isThinking = think(prompt.reasoning, model, limit, in: &body)
        // An older model that thinks is drawn at its own temperature.
        guard model.takesSampling, !isThinking else { return }
        body["temperature"] = prompt.sampling.temperature.map { .decimal(min($0, 1)) }
        if prompt.sampling.temperature == nil { body["top_p"] = prompt.sampling.topP.map { .decimal($0) } }
        body["top_k"] = prompt.sampling.topK.map { .integer($0) }
    }

    /// Returns whether an older model thinks.
    private static func think(
        _ wish: ReasoningWish?, _ model: ClaudeModel, _ limit: Int, in body: inout JSONValue
    ) -> Bool {
        guard let wish, model.thinks else { return false }
        guard wish.effort != "none" else {
            body["thinking"] = ["type": "disabled"]
            return false
        }
        if model.isAdaptive {
            body["thinking"] = ["type": "adaptive"]
            if let effort = wish.effort.flatMap(level) { body["output_config"] = ["effort": .string(effort)] }
            return false
        }
        // At least 1024 tokens, and fewer than the answer may have.
        let budget = min(max(wish.budget ?? budget(of: wish.effort), 1024), limit - 1)
        guard budget >= 1024 else { return false }
        body["thinking"] = ["type": "enabled", "budget_tokens": .integer(budget)]
        return true
    }

    /// The words that the format has; a word of another provider's own says nothing here.
    private static func level(_ effort: Text) -> Text? {
        switch effort {
        case "minimal": "low"
        case "low", "medium", "high", "xhigh", "max": effort
        default: nil
        }
    }

    private static func budget(of effort: Text?) -> Int {
        switch effort {
        case "minimal", "low": 1280
        case "medium", nil: 2048
        case "high": 4096
        default: 16_384
        }
    }

    private static func writeFormat(of prompt: Prompt, to body: inout JSONValue) throws(Inexpressible) {
        let format: JSONValue
        switch prompt.format {
        case nil, .text: return
        case .jsonSchema(let wanted):
            guard let schema = wanted.schema else { throw prompt.unsupported(.format) }
            format = ["type": "json_schema", "schema": schema]
        case .other(let value, .anthropic): format = value
        case .jsonObject, .other: throw prompt.unsupported(.format)
        }
        if body["output_config"] == nil { body["output_config"] = [:] }
        body["output_config"]?["format"] = format
    }
}

// MARK: Tools

extension Anthropic {
    private static func writeTools(of prompt: Prompt, to body: inout JSONValue) throws(Inexpressible) {
        var tools: [JSONValue] = []
        for tool in prompt.tools {
            switch tool {
            case .function(let tool): if prompt.mayCall(tool.name) { tools.append(written(tool)) }
            case .custom(let tool): if prompt.mayCall(tool.name) { tools.append(written(tool.asFunction)) }
            case .webSearch(let search): tools.append(written(search))
            case .other(let value, .anthropic): tools.append(value)
            case .other(let value, _): throw prompt.unsupported(value)
            }
        }
        guard !tools.isEmpty else { return }
        body["tools"] = .array(tools)
        let automatic: JSONValue? = prompt.parallelTools == false ? ["type": "auto"] : nil
        guard var choice = prompt.toolChoice.map(written) ?? automatic else { return }
        if prompt.parallelTools == false, choice["type"] != "none" { choice["disable_parallel_tool_use"] = true }
        body["tool_choice"] = choice
    }

    private static func written(_ tool: FunctionTool) -> JSONValue {
        var schema = tool.parameters ?? ["type": "object", "properties": [:]]
        var description = tool.description
        if ["oneOf", "anyOf", "allOf"].contains(where: { schema[$0] != nil }) {
            // Refused at the root; the model reads it all the same.
            let words = "The input must follow this JSON Schema:\n\(schema.serialized)"
            description = description.map { "\($0)\n\n\(words)" } ?? Text(words)
            schema = ["type": "object", "properties": [:]]
        } else if schema["type"] == nil {
            schema["type"] = "object"
        }
        var written: JSONValue = ["name": .string(tool.name.openAIToolName)]
        if let description { written["description"] = .string(description) }
        written["input_schema"] = schema
        return written
    }

    private static func written(_ search: WebSearch) -> JSONValue {
        var tool: JSONValue = ["type": "web_search_20250305", "name": "web_search"]
        tool["max_uses"] = search.maxUses.map { .integer($0) }
        if !search.allowedDomains.isEmpty {
            tool["allowed_domains"] = .array(search.allowedDomains.map { .string($0) })
        } else if !search.blockedDomains.isEmpty {
            tool["blocked_domains"] = .array(search.blockedDomains.map { .string($0) })
        }
        if var location = search.location, location.members?.isEmpty == false {
            location["type"] = "approximate"
            tool["user_location"] = location
        }
        return tool
    }

    private static func written(_ choice: ToolChoice) -> JSONValue {
        switch choice {
        case .auto, .among(_, isRequired: false): ["type": "auto"]
        case .none: ["type": "none"]
        case .required, .among(_, isRequired: true): ["type": "any"]
        case .named(let name, _): ["type": "tool", "name": .string(name.openAIToolName)]
        }
    }
}

extension Prompt {
    /// Whether a tool is one of those that may be called: the format has no other words for some of them than to leave out the others.
    fileprivate func mayCall(_ name: Text) -> Bool {
        guard case .among(let names, _)? = toolChoice else { return true }
        return names.contains(name)
    }
}
