public import Domain
public import JSON

extension OpenAIChat {
    public func prompt(from body: JSONValue) throws(Inexpressible) -> Prompt {
        let fields = try RequestFields(body)
        var prompt = Prompt(model: try fields.modelName(), messages: try Self.messages(in: fields))
        prompt.tools = try Self.tools(in: fields)
        prompt.toolChoice = try Self.toolChoice(in: fields)
        prompt.parallelTools = try fields.bool("parallel_tool_calls")
        prompt.sampling = try Self.sampling(in: fields)
        prompt.format = try Self.format(in: fields)
        prompt.reasoning = try fields.text("reasoning_effort").map { ReasoningWish(effort: $0) }
        prompt.user = try fields.text("user")
        prompt.streams = try fields.bool("stream") ?? false
        prompt.reportsUsage = try fields.object("stream_options")?.bool("include_usage") ?? false
        let extras = (body.members ?? []).filter { !Self.known.contains($0.key) }
        if !extras.isEmpty { prompt.extras[.openAIChat] = .object(extras) }
        prompt.original = .init(.openAIChat, body)
        return prompt
    }

    /// What has its place in a `Prompt`.
    private static let known: Set<Text> = [
        "model", "messages", "tools", "tool_choice", "functions", "function_call", "parallel_tool_calls", "max_tokens",
        "max_completion_tokens", "temperature", "top_p", "top_k", "stop", "n", "seed", "presence_penalty",
        "frequency_penalty", "logprobs", "top_logprobs", "logit_bias", "response_format", "reasoning_effort", "user",
        "stream", "stream_options", "web_search_options",
    ]

    private static func sampling(in fields: RequestFields) throws(Inexpressible) -> Sampling {
        var sampling = Sampling()
        for name in ["max_tokens", "max_completion_tokens"] as [Text] {
            sampling.maxTokens = try fields.integer(name, from: 0, to: RequestFields.mostTokens) ?? sampling.maxTokens
        }
        sampling.temperature = try fields.number("temperature")
        sampling.topP = try fields.number("top_p")
        sampling.topK = try fields.integer("top_k")
        sampling.stop = try stop(in: fields)
        sampling.n = try fields.integer("n", from: 1, to: 128)
        sampling.seed = try fields.integer("seed").map(Int64.init)
        sampling.presencePenalty = try fields.number("presence_penalty")
        sampling.frequencyPenalty = try fields.number("frequency_penalty")
        sampling.logprobs = try fields.bool("logprobs")
        sampling.topLogprobs = try fields.integer("top_logprobs")
        sampling.logitBias = try fields.object("logit_bias")?.value
        return sampling
    }

    /// A text, or a list of texts.
    private static func stop(in fields: RequestFields) throws(Inexpressible) -> [Text] {
        guard let stop = fields["stop"] else { return [] }
        if let text = stop.text { return [text] }
        let texts = stop.array?.compactMap(\.text) ?? []
        guard texts.count == stop.array?.count else {
            throw fields.refused("stop", .not("a string or an array of strings"))
        }
        return texts
    }

    private static func format(in fields: RequestFields) throws(Inexpressible) -> Format? {
        guard let format = try fields.object("response_format") else { return nil }
        switch try format.requiredText("type") {
        case "text": return .text
        case "json_object": return .jsonObject
        case "json_schema":
            let schema = try format.requiredObject("json_schema")
            return .jsonSchema(
                AnswerSchema(
                    try schema.requiredText("name"), schema: try schema.object("schema")?.value,
                    description: try schema.text("description"), isStrict: try schema.bool("strict")))
        default: return .other(format.value, .openAIChat)
        }
    }
}
