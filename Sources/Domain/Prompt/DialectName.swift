import JSON

/// The formats of providers, by the names that the golden files have.
public enum DialectName: String, Sendable, CaseIterable {
    /// OpenAI's Chat Completions.
    case openAIChat = "openai-chat"
}
