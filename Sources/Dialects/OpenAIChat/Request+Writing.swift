public import Domain
public import JSON

extension OpenAIChat {
    public func request(_ prompt: Prompt) throws(Inexpressible) -> JSONValue {
        var body: JSONValue = ["model": .string(prompt.model), "messages": .array(try Self.messages(of: prompt))]
        Self.write(prompt.sampling, to: &body)
        if let effort = prompt.reasoning?.effort { body["reasoning_effort"] = .string(effort) }
        if let format = prompt.format { body["response_format"] = try Self.written(format) }
        try Self.writeTools(of: prompt, to: &body)
        if let user = prompt.user { body["user"] = .string(user) }
        for member in prompt.extras[.openAIChat]?.members ?? [] { body[member.key] = member.value }
        if prompt.streams { body["stream"] = true }
        if prompt.streams, prompt.reportsUsage { body["stream_options"] = ["include_usage": true] }
        return body
    }

    private static func write(_ sampling: Sampling, to body: inout JSONValue) {
        body["max_tokens"] = sampling.maxTokens.map { .integer($0) }
        body["temperature"] = sampling.temperature.map(decimal)
        body["top_p"] = sampling.topP.map(decimal)
        body["top_k"] = sampling.topK.map { .integer($0) }
        if !sampling.stop.isEmpty { body["stop"] = .array(sampling.stop.map { .string($0) }) }
        body["n"] = sampling.n.map { .integer($0) }
        body["seed"] = sampling.seed.map { .integer($0) }
        body["presence_penalty"] = sampling.presencePenalty.map(decimal)
        body["frequency_penalty"] = sampling.frequencyPenalty.map(decimal)
        body["logprobs"] = sampling.logprobs.map { .bool($0) }
        body["top_logprobs"] = sampling.topLogprobs.map { .integer($0) }
        body["logit_bias"] = sampling.logitBias
    }

    /// 1 and not 1.0, which some take for no number.
    private static func decimal(_ number: Double) -> JSONValue {
        Int64(exactly: number).map { .integer($0) } ?? .double(number)
    }

    private static func written(_ format: Format) throws(Inexpressible) -> JSONValue {
        switch format {
        case .text: return ["type": "text"]
        case .jsonObject: return ["type": "json_object"]
        case .other(let value, .openAIChat): return value
        case .jsonSchema(let wanted):
            var schema: JSONValue = ["name": .string(wanted.name)]
            if let description = wanted.description { schema["description"] = .string(description) }
            schema["schema"] = wanted.schema
            schema["strict"] = wanted.isStrict.map { .bool($0) }
            return ["type": "json_schema", "json_schema": schema]
        }
    }

    /// OpenAI refuses a choice, and the flag, where there are no tools.
    private static func writeTools(of prompt: Prompt, to body: inout JSONValue) throws(Inexpressible) {
        guard !prompt.tools.isEmpty else { return }
        body["tools"] = .array(prompt.tools.map(written))
        body["tool_choice"] = prompt.toolChoice.map(written)
        body["parallel_tool_calls"] = prompt.parallelTools.map { .bool($0) }
    }

    private static func written(_ tool: Tool) -> JSONValue {
        switch tool {
        case .other(let value, .openAIChat): return value
        case .function(let tool):
            var function: JSONValue = ["name": .string(tool.name)]
            if let description = tool.description { function["description"] = .string(description) }
            function["parameters"] = tool.parameters
            function["strict"] = tool.isStrict.map { .bool($0) }
            return ["type": "function", "function": function]
        case .custom(let tool):
            var custom: JSONValue = ["name": .string(tool.name)]
            if let description = tool.description { custom["description"] = .string(description) }
            custom["format"] = tool.format
            return ["type": "custom", "custom": custom]
        }
    }

    private static func written(_ choice: ToolChoice) -> JSONValue {
        switch choice {
        case .auto: "auto"
        case .none: "none"
        case .required: "required"
        case .named(let name, let kind): written(name, kind)
        case .among(let names, let isRequired):
            [
                "type": "allowed_tools",
                "allowed_tools": [
                    "mode": isRequired ? "required" : "auto", "tools": .array(names.map { written($0, .function) }),
                ],
            ]
        }
    }

    private static func written(_ name: Text, _ kind: ToolKind) -> JSONValue {
        ["type": .string(kind.rawValue), Text(kind.rawValue): ["name": .string(name)]]
    }
}
