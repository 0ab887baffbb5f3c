import JSON

/// The formats of providers, by the names that the golden files have.
public enum DialectName: String, Sendable, CaseIterable {
    /// OpenAI's Chat Completions.
    case openAIChat = "openai-chat"
    /// Anthropic's Messages.
    case anthropic
    /// Google's generateContent.
    case gemini
    /// OpenAI's Responses.
    case openAIResponses = "openai-responses"
    /// The Responses of ChatGPT accounts: of upstreams alone.
    case codex
    /// What ChatGPT's own page speaks: of upstreams alone.
    case chatGPTWeb = "chatgpt-web"
    /// What came before Chat Completions: a text that goes on.
    case completions

    /// ChatGPT's page is given one text; what came before Chat Completions is one.
    var takesImages: Bool { self != .chatGPTWeb && self != .completions }
}
