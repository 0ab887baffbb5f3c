/// What was called.
public enum Endpoint: String, Sendable, CaseIterable {
    /// The chat page.
    case chat
    case chatCompletions = "chat/completions"
    case completions
    case responses
    case messages
    case generateContent
}
