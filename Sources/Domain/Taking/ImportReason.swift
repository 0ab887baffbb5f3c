/// Why something of an export did not come in, or not as it was (chatgpt-export.md §5, §8).
enum ImportReason: String, Sendable, CaseIterable {
    case canvasEdit = "canvas_edit"
    case pageRead = "page_read"
    case toolError = "tool_error"
    case toolOutput = "tool_output"
    case customInstructions = "custom_instructions"
    case memory
    case voiceRecording = "voice_recording"
    /// Of a kind that is not known, which the report names.
    case unknownContent = "unknown_content"
    case notAConversation = "not_a_conversation"
    /// Nothing in it is shown.
    case empty
    case broken
    case tooLarge = "too_large"
    /// Messages that hang on themselves were cut off there and kept.
    case cycle
    case partMissing = "part_missing"
    case fileMissing = "file_missing"
    case fileRefused = "file_refused"
    case groupChat = "group_chat"
    /// The chat came in; it was one with a GPT, which did not.
    case gpt
    /// The chat came in, and its project did not: there are too many.
    case project
    /// The chat is in the trash, where nothing is added to it.
    case inTrash = "in_trash"
}
