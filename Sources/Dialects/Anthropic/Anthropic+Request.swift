public import Domain
public import JSON

extension Anthropic {
    public func prompt(from body: JSONValue) throws(Inexpressible) -> Prompt {
        let fields = try RequestFields(body)
        var prompt = Prompt(model: try fields.modelName(), messages: [])
        prompt.messages = try Self.system(in: fields) + Self.messages(in: fields)
        prompt.tools = try Self.tools(in: fields)
        (prompt.toolChoice, prompt.parallelTools) = try Self.toolChoice(in: fields)
        prompt.sampling = try Self.sampling(in: fields)
        prompt.format = try Self.format(in: fields)
        prompt.reasoning = try Self.reasoning(in: fields)
        prompt.user = try fields.object("metadata")?.text("user_id")
        prompt.streams = try fields.bool("stream") ?? false
        // The end of every stream has it.
        prompt.reportsUsage = true
        let extras = (body.members ?? []).filter { !Self.known.contains($0.key) }
        if !extras.isEmpty { prompt.extras[.anthropic] = .object(extras) }
        prompt.original = .init(.anthropic, body)
        return prompt
    }

    /// What has its place in a `Prompt`.
    private static let known: Set<Text> = [
        "model", "system", "messages", "tools", "tool_choice", "max_tokens", "temperature", "top_p", "top_k",
        "stop_sequences", "thinking", "output_config", "output_format", "metadata", "stream",
    ]

    private static func sampling(in fields: RequestFields) throws(Inexpressible) -> Sampling {
        var sampling = Sampling()
        sampling.maxTokens = try fields.integer("max_tokens", from: 0, to: RequestFields.mostTokens)
        sampling.temperature = try fields.number("temperature")
        sampling.topP = try fields.number("top_p")
        sampling.topK = try fields.integer("top_k")
        sampling.stop = try fields.texts("stop_sequences") ?? []
        return sampling
    }

    /// `output_config.format`; before that it was called `output_format`.
    private static func format(in fields: RequestFields) throws(Inexpressible) -> Format? {
        let config = try fields.object("output_config")
        let new = try config?.object("format")
        let old = try fields.object("output_format")
        guard let format = new ?? old else { return nil }
        switch try format.requiredText("type") {
        case "text": return .text
        case "json_schema":
            // The format keeps no name and follows a schema to the letter.
            return .jsonSchema(
                AnswerSchema("response", schema: try format.requiredObject("schema").value, isStrict: true))
        default: return .other(format.value, .anthropic)
        }
    }

    private static func reasoning(in fields: RequestFields) throws(Inexpressible) -> ReasoningWish? {
        let effort = try fields.object("output_config")?.text("effort")
        guard let thinking = try fields.object("thinking") else { return effort.map { ReasoningWish(effort: $0) } }
        switch try thinking.requiredText("type") {
        case "disabled": return ReasoningWish(effort: "none", budget: 0)
        case "enabled":
            let budget = try thinking.integer("budget_tokens", from: 0, to: RequestFields.mostTokens)
            return ReasoningWish(effort: effort ?? budget.map(Self.effort), budget: budget)
        case "adaptive": return ReasoningWish(effort: effort)
        default: throw thinking.refused("type", .noneOf(["adaptive", "enabled", "disabled"]))
        }
    }

    private static func effort(_ budget: Int) -> Text { budget <= 1280 ? "low" : budget <= 2048 ? "medium" : "high" }
}
