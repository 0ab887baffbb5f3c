public import JSON

/// One thing in a message.
public enum Part: Sendable, Equatable {
    case text(Text)
    case image(Picture)
    case file(Attachment)
    case audio(Sound)
    case toolCall(ToolCall)
    case toolResult(ToolResult)
    case reasoning(Thought)
    /// What an assistant said instead of an answer.
    case refusal(Text)
    /// A part as a dialect has it that no other can say.
    case other(JSONValue, DialectName)
}
