public import JSON

/// One piece of an upstream's answer.
public enum ReplyEvent: Sendable, Equatable {
    case text(String)
    case reasoning(String)
    /// Belongs to the reasoning, or to the call, that was said last.
    case opaque(Opaque)
    /// A call begins. Its arguments follow, perhaps between those of others; a call without any has `{}`.
    case toolCall(ToolCallHead)
    /// A piece of the arguments of the call with this index.
    case toolArguments(index: Int, String)
    /// An address, or a data URL.
    case image(Text)
    /// What is said instead of an answer.
    case refusal(String)
    /// The provider's own tool begins, or has done, something.
    case toolStep(ToolStep)
    /// A page that the answer names.
    case source(Source)
    /// The counts so far: a later one replaces it.
    case usage(Usage)
    /// Nothing of the answer: what asking showed about the upstream.
    case findings(AccountFindings)
}
