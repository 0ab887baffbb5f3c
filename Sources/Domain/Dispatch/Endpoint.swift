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
    /// Sessions in which both sides speak (`RealtimeCall`).
    case realtime
    /// What applications ask for their users (`MiniProgram`): a question, pictures.
    case miniProgramChat = "mini-program/chat"
    case miniProgramImage = "mini-program/image"

    /// What goes to an upstream as it came, under the same path (`PassedCall`, `RealtimeCall`).
    public var isPassed: Bool {
        switch self {
        case .embeddings, .moderations, .rerank, .edits, .imageGenerations, .imageEdits, .speech, .transcriptions,
            .translations, .realtime:
            true
        case .chat, .chatCompletions, .completions, .responses, .messages, .generateContent, .miniProgramChat,
            .miniProgramImage:
            false
        }
    }
}
