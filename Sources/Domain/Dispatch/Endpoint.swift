/// What was called.
public enum Endpoint: String, Sendable, CaseIterable {
    /// The chat page.
    case chat
    case chatCompletions = "chat/completions"
    case completions
    case responses
    case messages
    case generateContent
    case embeddings, moderations, rerank, edits
    case imageGenerations = "images/generations"
    case imageEdits = "images/edits"
    case speech = "audio/speech"
    case transcriptions = "audio/transcriptions"
    case translations = "audio/translations"

    /// Calls that go to an upstream as they came, under the same path (`PassedCall`).
    public var isPassed: Bool {
        switch self {
        case .embeddings, .moderations, .rerank, .edits, .imageGenerations, .imageEdits, .speech, .transcriptions,
            .translations:
            true
        case .chat, .chatCompletions, .completions, .responses, .messages, .generateContent: false
        }
    }
}
