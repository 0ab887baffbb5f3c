public import Domain
public import JSON

extension OpenAIResponses {
    public func prompt(from body: JSONValue) throws(Inexpressible) -> Prompt {
        let fields = try RequestFields(body)
        let namespaces = Namespaces(of: body)
        var prompt = Prompt(
            model: try fields.modelName(), messages: try Self.messages(in: fields, namespaces))
        prompt.tools = try Self.tools(in: fields, namespaces)
        let choice = try Self.toolChoice(in: fields, namespaces)
        prompt.toolChoice = choice
        prompt.parallelTools = try fields.bool("parallel_tool_calls")
        prompt.sampling = try Self.sampling(in: fields)
        prompt.format = try Self.format(in: fields)
        prompt.reasoning = try Self.reasoning(in: fields)
        prompt.user = try fields.text("user")
        prompt.streams = try fields.bool("stream") ?? false
        prompt.reportsUsage = true
        // A choice that has no place in a prompt is of a tool that the provider runs itself.
        let isChoiceKnown = choice != nil || fields["tool_choice"] == nil
        let extras = (body.members ?? []).filter { member in
            !Self.known.contains(member.key) && !(member.key == "tool_choice" && isChoiceKnown)
        }
        if !extras.isEmpty { prompt.extras[.openAIResponses] = .object(extras) }
        prompt.original = .init(.openAIResponses, body)
        return prompt
    }

    /// What has its place in a `Prompt`; `tool_choice`, too, where it is one that a prompt can hold.
    private static let known: Set<Text> = [
        "model", "input", "instructions", "tools", "parallel_tool_calls", "max_output_tokens", "temperature", "top_p",
        "top_logprobs", "reasoning", "user", "stream",
    ]

    private static func sampling(in fields: RequestFields) throws(Inexpressible) -> Sampling {
        var sampling = Sampling()
        sampling.maxTokens = try fields.integer("max_output_tokens", from: 0, to: RequestFields.mostTokens)
        sampling.temperature = try fields.number("temperature")
        sampling.topP = try fields.number("top_p")
        sampling.topLogprobs = try fields.integer("top_logprobs")
        let included = try fields.array("include") ?? []
        if included.contains("message.output_text.logprobs") { sampling.logprobs = true }
        return sampling
    }

    private static func format(in fields: RequestFields) throws(Inexpressible) -> Format? {
        guard let format = try fields.object("text")?.object("format") else { return nil }
        switch try format.requiredText("type") {
        case "text": return .text
        case "json_object": return .jsonObject
        case "json_schema":
            return .jsonSchema(
                AnswerSchema(
                    try format.requiredText("name"), schema: try format.object("schema")?.value,
                    description: try format.text("description"), isStrict: try format.bool("strict")))
        default: return .other(format.value, .openAIResponses)
        }
    }

    private static func reasoning(in fields: RequestFields) throws(Inexpressible) -> ReasoningWish? {
        guard let reasoning = try fields.object("reasoning") else { return nil }
        // What it was called at first.
        let summary = try reasoning.text("generate_summary")
        return ReasoningWish(
            effort: try reasoning.text("effort"), summary: try reasoning.text("summary") ?? summary)
    }
}
