public import Domain
public import JSON

extension Codex {
    public func request(_ prompt: Prompt) throws(Inexpressible) -> JSONValue {
        guard prompt.original?.dialect == .openAIResponses else {
            return Self.said(try OpenAIResponses.request(prompt, to: .codex))
        }
        // What only this provider knows crosses: tools, items, namespaces.
        try Self.refuse(prompt)
        return Self.said(OpenAIResponses.original(of: prompt))
    }

    public func request(_ prompt: Prompt, to account: Account) throws(Inexpressible) -> JSONValue {
        var body = try request(prompt)
        if body["prompt_cache_key"]?.text == nil { body["prompt_cache_key"] = prompt.cacheName.map { .string($0) } }
        for member in account.options.parameterMembersElsewhere { body[member.key] = member.value }
        body.mind(account.learned.filter { $0.field != "stream" })
        return Self.said(body)
    }

    /// What would be lost without a word: nothing is stored here, and files and sounds are not taken.
    private static func refuse(_ prompt: Prompt) throws(Inexpressible) {
        for field in ["previous_response_id", "conversation", "prompt"] as [Text] {
            if let value = prompt.extras[.openAIResponses]?[field], !value.isNull {
                throw Inexpressible(field, .unsupported)
            }
        }
        if (prompt.sampling.topLogprobs ?? 0) > 0 { throw Inexpressible("top_logprobs", .unsupported) }
        if prompt.sampling.logprobs == true { throw Inexpressible("include", .unsupported) }
        if prompt.messages.contains(where: { $0.parts.contains(where: \.isUnknownToCodex) }) {
            throw Inexpressible("input", .unsupported)
        }
    }

    /// A request as this upstream takes it.
    private static func said(_ request: JSONValue) -> JSONValue {
        var body = request.without(refused)
        let (model, effort) = split(body["model"]?.text ?? "")
        body["model"] = .string(model)
        body["input"] = .array(items(of: body["input"]))
        if body["instructions"]?.text == nil { body["instructions"] = "" }
        if body["service_tier"] != "priority" { body["service_tier"] = nil }
        body["reasoning"] = reasoning(body["reasoning"], effort)
        body["include"] = ["reasoning.encrypted_content"]
        if body["tools"]?.array == nil { body["tools"] = [] }
        if body["tool_choice"].map(\.isNull) ?? true { body["tool_choice"] = "auto" }
        if body["parallel_tool_calls"]?.bool == nil { body["parallel_tool_calls"] = true }
        body["store"] = false
        body["stream"] = true
        return body
    }

    /// Fields for which the whole request would be refused (400).
    private static let refused: Set<Text> = [
        "max_output_tokens", "max_completion_tokens", "max_tokens", "temperature", "top_p", "user", "truncation",
        "previous_response_id", "conversation", "background", "prompt_cache_retention", "prompt_cache_options",
        "safety_identifier", "stream_options", "metadata", "context_management", "moderation", "top_logprobs", "n",
        "stop", "prompt", "max_tool_calls",
    ]

    /// A model's name, and the effort that some put behind it.
    private static func split(_ model: Text) -> (Text, Text?) {
        for effort in ["minimal", "low", "medium", "high", "xhigh"] as [Text] where model.hasSuffix("-\(effort)") {
            return (Text(Substring(model.utf8.dropLast(effort.byteCount + 1))), effort)
        }
        return (model, nil)
    }

    private static func reasoning(_ asked: JSONValue?, _ effort: Text?) -> JSONValue {
        var reasoning: JSONValue = asked?.members == nil ? [:] : asked!
        let word = reasoning["effort"]?.text ?? effort ?? "medium"
        // Not every model can think less than a little.
        reasoning["effort"] = .string(word == "none" || word == "minimal" ? "low" : word)
        reasoning["generate_summary"] = nil
        if reasoning["summary"]?.text == nil { reasoning["summary"] = "auto" }
        return reasoning
    }
}

// MARK: Items

extension Codex {
    private static func items(of input: JSONValue?) -> [JSONValue] {
        if let text = input?.text {
            return [["type": "message", "role": "user", "content": [["type": "input_text", "text": .string(text)]]]]
        }
        return (input?.array ?? []).map(item)
    }

    /// Nothing has an id where nothing is stored, but for reasoning, which comes whole.
    private static func item(_ item: JSONValue) -> JSONValue {
        guard item.members != nil else { return item }
        var item = item
        if item["type"] != "reasoning" || item["encrypted_content"]?.text == nil { item["id"] = nil }
        guard let role = item["role"]?.text else { return item }
        if item["type"] == nil { item = .object([.init("type", "message")] + (item.members ?? [])) }
        if role == "system" { item["role"] = "developer" }
        if let text = item["content"]?.text {
            let type: JSONValue = role == "assistant" ? "output_text" : "input_text"
            item["content"] = [["type": type, "text": .string(text)]]
        }
        return item
    }
}

extension Part {
    fileprivate var isUnknownToCodex: Bool {
        switch self {
        case .audio: true
        case .image(let picture): picture.source.isKept
        case .file(let attachment): attachment.source.isKept
        case .toolResult(let result): result.parts.contains(where: \.isUnknownToCodex)
        case .other(let item, _): item["type"] == "item_reference"
        case .text, .toolCall, .reasoning, .refusal: false
        }
    }
}

extension MediaSource {
    /// Whether a provider keeps it.
    fileprivate var isKept: Bool { if case .id = self { true } else { false } }
}
