public import Domain
public import JSON

extension OpenAIResponses {
    public func request(_ prompt: Prompt) throws(Inexpressible) -> JSONValue {
        try Self.request(prompt, to: .openAIResponses)
    }

    /// The normal form, for an upstream of this format or of `codex`, which leaves out and adds things besides.
    static func request(_ prompt: Prompt, to upstream: DialectName) throws(Inexpressible) -> JSONValue {
        try prompt.refuseForeignMeaning(to: .openAIResponses)
        try refuseSampling(of: prompt)
        var (instructions, rest) = try leadingInstructions(of: prompt)
        if upstream == .codex { instructions = instructions ?? "" }
        var body: JSONValue = ["model": .string(prompt.model)]
        let items = try items(of: rest, prompt, to: upstream)
        let isHeld = ["previous_response_id", "conversation", "prompt"].contains { (field: Text) in
            prompt.extras[.openAIResponses]?[field].map { !$0.isNull } ?? false
        }
        // What the provider holds may be all that is said.
        guard !items.isEmpty || isHeld else { throw prompt.unsupported(.turns) }
        if !items.isEmpty { body["input"] = .array(items) }
        body["instructions"] = instructions.map { .string($0) }
        body["max_output_tokens"] = prompt.sampling.maxTokens.map { .integer($0) }
        body["temperature"] = prompt.sampling.temperature.map(JSONValue.decimal)
        body["top_p"] = prompt.sampling.topP.map(JSONValue.decimal)
        writeReasoningAndIncluded(of: prompt, to: &body)
        try writeText(of: prompt, to: &body)
        try writeTools(of: prompt, to: &body, upstream)
        body["user"] = prompt.user.map { .string($0) }
        for member in kept(of: prompt) { body[member.key] = member.value }
        body["store"] = false
        if prompt.streams { body["stream"] = true }
        return body
    }

    /// What an answer in this format cannot be drawn by. Only values are refused that say something: clients send defaults all the time.
    private static func refuseSampling(of prompt: Prompt) throws(Inexpressible) {
        let sampling = prompt.sampling
        let isForeign = !isOwn(prompt)
        let isSaid: [(AskedField, Bool)] = [
            (.stop, !sampling.stop.isEmpty), (.n, (sampling.n ?? 1) > 1),
            (.logprobs, isForeign && sampling.logprobs ?? false),
            (.topLogprobs, isForeign && (sampling.topLogprobs ?? 0) > 0),
            (.presencePenalty, (sampling.presencePenalty ?? 0) != 0),
            (.frequencyPenalty, (sampling.frequencyPenalty ?? 0) != 0),
            (.logitBias, sampling.logitBias?.members?.isEmpty == false),
        ]
        guard let field = isSaid.first(where: \.1)?.0 else { return }
        throw prompt.unsupported(field)
    }

    /// Hints that have the same names in the other format of OpenAI's, and what has no place in a prompt but was said in this one.
    private static func kept(of prompt: Prompt) -> [JSONValue.Member] {
        let own = prompt.extras[.openAIResponses]?.members ?? []
        let shared: Set<Text> = ["prompt_cache_key", "safety_identifier", "service_tier"]
        let other = (prompt.extras[.openAIChat]?.members ?? []).filter { shared.contains($0.key) && !$0.value.isNull }
        return other + own.filter { !["include", "store", "text", "stream_options"].contains($0.key) }
    }

    private static func writeReasoningAndIncluded(of prompt: Prompt, to body: inout JSONValue) {
        var included: [JSONValue] = prompt.sampling.logprobs == true ? ["message.output_text.logprobs"] : []
        // What programs print is sent to those who ask for it.
        if prompt.builtInTools.contains(.code), prompt.original == nil {
            included.append("code_interpreter_call.outputs")
        }
        defer { if !included.isEmpty { body["include"] = .array(included) } }
        body["top_logprobs"] = prompt.sampling.topLogprobs.flatMap { $0 > 0 ? .integer($0) : nil }
        guard let wish = prompt.reasoning else { return }
        // A wish to see what is thought is refused by models that are known not to think.
        guard wish != ReasoningWish() || !neverThinks(prompt.model) else { return }
        var reasoning: JSONValue = [:]
        let effort = wish.effort ?? wish.budget.flatMap(Self.effort)
        reasoning["effort"] = effort.map { .string($0) }
        if effort != "none" {
            reasoning["summary"] = .string(wish.summary ?? "auto")
            // What only OpenAI can read has to come, and go back, where nothing is stored there.
            included.append("reasoning.encrypted_content")
        }
        body["reasoning"] = reasoning
    }

    static func neverThinks(_ model: String) -> Bool {
        var name = Text(model).asciiLowercased
        if name.hasPrefix("ft:") { name = Text(Substring(name.utf8.dropFirst(3))) }
        return (["gpt-3", "gpt-4", "chatgpt-4"] as [Text]).contains { name.hasPrefix($0) }
    }

    /// For tokens that may be thought. Nil where the model decides.
    private static func effort(of budget: Int) -> Text? {
        switch budget {
        case ..<0: nil
        case 0: "none"
        case ...1280: "low"
        case ...2048: "medium"
        default: "high"
        }
    }

    private static func writeText(of prompt: Prompt, to body: inout JSONValue) throws(Inexpressible) {
        var text: JSONValue = prompt.extras[.openAIResponses]?["text"]?.without(["format"]) ?? [:]
        if let verbosity = prompt.extras[.openAIChat]?["verbosity"], !verbosity.isNull { text["verbosity"] = verbosity }
        switch prompt.format {
        case nil, .text: break
        case .jsonObject: text["format"] = ["type": "json_object"]
        case .other(let value, .openAIResponses): text["format"] = value
        case .other: throw prompt.unsupported(.format)
        case .jsonSchema(let wanted):
            var format: JSONValue = ["type": "json_schema", "name": .string(wanted.name)]
            if let description = wanted.description { format["description"] = .string(description) }
            format["schema"] = wanted.schema
            format["strict"] = wanted.isStrict.map { .bool($0) }
            text["format"] = format
        }
        if text.members?.isEmpty == false { body["text"] = text }
    }
}

// MARK: Tools

extension OpenAIResponses {
    /// OpenAI refuses a choice, and the flag, where there are no tools.
    private static func writeTools(
        of prompt: Prompt, to body: inout JSONValue, _ upstream: DialectName
    ) throws(Inexpressible) {
        guard !prompt.tools.isEmpty else { return }
        let takesText = takesText(prompt, upstream)
        var tools: [JSONValue] = []
        for tool in prompt.tools {
            switch tool {
            case .function(let function): tools.append(written(function))
            case .custom(let custom): tools.append(takesText ? written(custom) : written(custom.asFunction))
            case .webSearch(let search): tools.append(written(search))
            case .other(let value, .openAIResponses): tools.append(value)
            case .other(let value, _): throw prompt.unsupported(value)
            }
        }
        body["tools"] = .array(tools)
        if let choice = prompt.toolChoice { body["tool_choice"] = written(choice, takesText: takesText) }
        body["parallel_tool_calls"] = prompt.parallelTools.map { .bool($0) }
    }

    /// Whether free-text tools are said as they are. ChatGPT's own upstream takes them; of all others only an asker knows who speaks the format.
    static func takesText(_ prompt: Prompt, _ upstream: DialectName) -> Bool {
        upstream == .codex || isOwn(prompt)
    }

    /// Whether the asker speaks this format.
    static func isOwn(_ prompt: Prompt) -> Bool { prompt.original.map { $0.dialect == .openAIResponses } ?? true }

    private static func written(_ tool: FunctionTool) -> JSONValue {
        var function: JSONValue = ["type": "function", "name": .string(tool.name.openAIToolName)]
        if let description = tool.description { function["description"] = .string(description) }
        function["parameters"] = tool.parameters ?? ["type": "object", "properties": [:]]
        // Nothing said is strict in this format.
        function["strict"] = .bool(tool.isStrict ?? false)
        return function
    }

    private static func written(_ tool: CustomTool) -> JSONValue {
        var custom: JSONValue = ["type": "custom", "name": .string(tool.name.openAIToolName)]
        if let description = tool.description { custom["description"] = .string(description) }
        custom["format"] = tool.format.map { format in
            guard let grammar = format["grammar"]?.members else { return format }
            return .object([.init("type", "grammar")] + grammar.filter { $0.key != "type" })
        }
        return custom
    }

    private static func written(_ search: WebSearch) -> JSONValue {
        var tool: JSONValue = ["type": "web_search"]
        tool["search_context_size"] = search.contextSize.map { .string($0) }
        if let location = search.location {
            tool["user_location"] = ["type": "approximate"]
            for member in location.members ?? [] { tool["user_location"]?[member.key] = member.value }
        }
        if !search.allowedDomains.isEmpty {
            tool["filters"] = ["allowed_domains": .array(search.allowedDomains.map { .string($0) })]
        }
        return tool
    }

    private static func written(_ choice: ToolChoice, takesText: Bool) -> JSONValue {
        switch choice {
        case .auto: "auto"
        case .none: "none"
        case .required: "required"
        case .named(let name, let kind): written(name, takesText ? kind : .function)
        case .among(let names, let isRequired):
            [
                "type": "allowed_tools", "mode": isRequired ? "required" : "auto",
                "tools": .array(names.map { written($0, .function) }),
            ]
        }
    }

    private static func written(_ name: Text, _ kind: ToolKind) -> JSONValue {
        ["type": .string(kind.rawValue), "name": .string(name.openAIToolName)]
    }
}
