public import JSON

/// What came of an answer at once: an event of the upstream's and what it means.
public struct ReplyPiece: Sendable, Equatable {
    /// In their order; none when the upstream's event means nothing by itself.
    public var events: [ReplyEvent]
    /// The upstream's own event, or its whole answer when it does not stream: only where `Prompt.original` was passed on in the same
    /// dialect, and comes back in the form that was asked for. An answer whose first piece has one is said by those alone: a later piece
    /// without one repeats, as events, what they said already.
    public var raw: JSONValue?

    public init(_ events: [ReplyEvent], raw: JSONValue? = nil) {
        self.events = events
        self.raw = raw
    }

    public init(_ event: ReplyEvent) { self.init([event]) }
}

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
    /// The counts so far: a later one replaces it.
    case usage(Usage)
    /// Nothing of the answer: what asking showed about the upstream.
    case findings(AccountFindings)
}

/// A call without its arguments.
public struct ToolCallHead: Sendable, Equatable {
    /// Counted from 0 through the answer.
    public let index: Int
    public let id: Text
    public let name: Text
    public let kind: ToolKind

    public init(_ index: Int, id: Text, name: Text, kind: ToolKind = .function) {
        self.index = index
        self.id = id
        self.name = name
        self.kind = kind
    }
}

/// Why the upstream stopped writing.
public enum FinishReason: String, Sendable {
    case stop, length, contentFilter = "content_filter", toolCalls = "tool_calls"
}
