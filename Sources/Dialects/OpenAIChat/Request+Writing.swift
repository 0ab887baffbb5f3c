public import Domain
public import JSON

extension OpenAIChat {
    public func request(_ prompt: Prompt) throws(Inexpressible) -> JSONValue {
        try prompt.refuseForeignMeaning(to: .openAIChat)
        // They would be lost on the way back.
        if !Self.isOwn(prompt), prompt.sampling.logprobs == true { throw prompt.unsupported(.logprobs) }
        if !Self.isOwn(prompt), prompt.sampling.topLogprobs ?? 0 > 0 { throw prompt.unsupported(.topLogprobs) }
        var body: JSONValue = ["model": .string(prompt.model), "messages": .array(try Self.messages(of: prompt))]
        Self.write(prompt.sampling, to: &body)
        if let effort = prompt.reasoning?.effort { body["reasoning_effort"] = .string(effort) }
        if let format = prompt.format { body["response_format"] = try Self.written(format, of: prompt) }
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

    private static func written(_ format: Format, of prompt: Prompt) throws(Inexpressible) -> JSONValue {
        switch format {
        case .text: return ["type": "text"]
        case .jsonObject: return ["type": "json_object"]
        case .other(let value, .openAIChat): return value
        case .other: throw prompt.unsupported(.format)
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
        var tools: [JSONValue] = []
        for tool in prompt.tools {
            switch tool {
            case .webSearch(let search): body["web_search_options"] = written(search)
            case .function(let tool): tools.append(written(tool))
            case .custom(let tool): tools.append(isOwn(prompt) ? written(tool) : written(tool.asFunction))
            case .other(let value, .openAIChat): tools.append(value)
            case .other(let value, _): throw prompt.unsupported(value)
            }
        }
        guard !tools.isEmpty else { return }
        body["tools"] = .array(tools)
        body["tool_choice"] = prompt.toolChoice.map { written($0, takesText: isOwn(prompt)) }
        body["parallel_tool_calls"] = prompt.parallelTools.map { .bool($0) }
    }

    /// Whether the asker speaks this format: free-text tools, which hardly any imitator knows, and files of the provider's are only said for
    /// those who say them themselves.
    static func isOwn(_ prompt: Prompt) -> Bool {
        prompt.original.map { $0.dialect == .openAIChat } ?? true
    }

    private static func written(_ tool: FunctionTool) -> JSONValue {
        var function: JSONValue = ["name": .string(tool.name.openAIToolName)]
        if let description = tool.description { function["description"] = .string(description) }
        function["parameters"] = tool.parameters
        function["strict"] = tool.isStrict.map { .bool($0) }
        return ["type": "function", "function": function]
    }

    private static func written(_ tool: CustomTool) -> JSONValue {
        var custom: JSONValue = ["name": .string(tool.name)]
        if let description = tool.description { custom["description"] = .string(description) }
        custom["format"] = tool.format
        return ["type": "custom", "custom": custom]
    }

    private static func written(_ search: WebSearch) -> JSONValue {
        var options: JSONValue = [:]
        options["search_context_size"] = search.contextSize.map { .string($0) }
        options["user_location"] = search.location.map { ["type": "approximate", "approximate": $0] }
        return options
    }

    private static func written(_ choice: ToolChoice, takesText: Bool) -> JSONValue {
        switch choice {
        case .auto: "auto"
        case .none: "none"
        case .required: "required"
        case .named(let name, let kind): written(name, takesText ? kind : .function)
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
        ["type": .string(kind.rawValue), Text(kind.rawValue): ["name": .string(name.openAIToolName)]]
    }
}
