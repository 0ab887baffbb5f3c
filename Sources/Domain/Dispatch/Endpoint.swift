/// What was called.
public enum Endpoint: String, Sendable, CaseIterable {
    /// The chat page.
    case chat
    case chatCompletions = "chat/completions"
}
