/// How an upstream wants to be asked, where it differs from what most take.
public struct AccountOptions: Sendable, Equatable {
    /// Ask for the answer in pieces.
    public var streams = true
    /// Ask for the usage at the end of the pieces (`stream_options`).
    public var asksForUsage = true
    public var tokenLimit = TokenLimit.maxTokens
    public var systemRole = SystemRole.system
    /// The formats that the upstream speaks, best first; empty: those of its provider.
    public var formats: [DialectName] = []
    /// Azure's `api-version` for chats and lists, and for Responses; empty for the default.
    public var apiVersion = ""
    public var responsesVersion = ""
    public var mapping = ModelMapping()
    /// The status that an asker sees where the upstream answered with another. What is tried next is decided by the upstream's own.
    public var statuses: [Int: Int] = [:]
    /// Said before a conversation that has no system prompt, and before the one that it has if `leadsSystemPrompts`.
    public var systemPrompt = ""
    public var leadsSystemPrompts = false
    /// How many asks it answers at once, through each process; nil for any number.
    public var concurrency: Int?
    /// In seconds; nil for the default.
    public var firstByte: Int?
    public var silence: Int?
    public var total: Int?
    /// Fields to add to every request: the text of a JSON object, or empty.
    public var parameters = ""
    /// Fields to add to the head of every request, in order.
    public var headers: [Header] = []
    public var login = LoginOptions()
    /// Of an account that has several keys.
    public var keyOrder = KeyOrder.random

    public init() {}

    /// What the limit for the tokens of an answer is called.
    public enum TokenLimit: String, Sendable, CaseIterable {
        case maxTokens = "max_tokens", maxCompletionTokens = "max_completion_tokens"
    }

    /// Who speaks a system prompt.
    public enum SystemRole: String, Sendable, CaseIterable { case system, developer, user }

    public struct Header: Sendable, Equatable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Seconds until the first byte of an answer, between two bytes, and for all of it. Reasoning models are silent for minutes.
    public static let defaultFirstByte = 600
    public static let defaultSilence = 300
    public static let defaultTotal = 3600
    /// What each of the three may be set to.
    public static let spans = 1...86_400
    public static let concurrencies = 1...10_000
    /// What may be seen instead of what.
    public static let failingStatuses = 400...599

    /// What may be added to a request. Nothing that the product decides on itself, and nothing that a key could stand in, as options are
    /// shown in the panel.
    public static let allowedParameters: Set<String> = [
        "temperature", "top_p", "top_k", "min_p", "top_a", "presence_penalty", "frequency_penalty",
        "repetition_penalty", "seed",
        "stop", "logit_bias", "max_tokens", "max_completion_tokens", "reasoning_effort", "reasoning", "thinking",
        "thinking_budget",
        "enable_thinking", "include_reasoning", "reasoning_split", "chat_template_kwargs", "verbosity", "service_tier",
        "safety_settings", "safety_identifier", "prompt_cache_key", "enable_search", "search_options",
        "web_search_options",
        "provider", "models", "route", "transforms", "plugins", "do_sample", "tool_stream", "mirostat", "num_ctx",
        "keep_alive",
        "extra_body", "metadata", "user",
    ]
    /// In lower case. None that says we were another program.
    public static let allowedHeaders: Set<String> = [
        "http-referer", "x-title", "openai-organization", "openai-project", "openai-beta", "x-dashscope-workspace",
        "x-dashscope-datainspection", "x-request-source", "accept-language", "x-session-affinity", "anthropic-beta",
    ]
}
