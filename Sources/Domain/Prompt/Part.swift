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

/// Where the bytes of an image or a file are.
public enum MediaSource: Sendable, Equatable {
    /// `https://…`, or `data:<type>;base64,<data>`.
    case url(Text)
    /// Kept by the provider, under its own id: means nothing to another.
    case id(Text)
}

public struct Picture: Sendable, Equatable {
    public var source: MediaSource
    /// How closely it is looked at: `auto`, `low`, `high`. A hint.
    public var detail: Text?

    public init(_ source: MediaSource, detail: Text? = nil) {
        self.source = source
        self.detail = detail
    }
}

public struct Attachment: Sendable, Equatable {
    public var source: MediaSource
    public var name: Text?

    public init(_ source: MediaSource, name: Text? = nil) {
        self.source = source
        self.name = name
    }
}

public struct Sound: Sendable, Equatable {
    /// Base64.
    public var data: Text
    /// `wav`, `mp3`.
    public var format: Text

    public init(_ data: Text, format: Text) {
        self.data = data
        self.format = format
    }
}

/// What a model wants done.
public struct ToolCall: Sendable, Equatable {
    public var kind: ToolKind
    /// Unique in the conversation; it survives every round trip as it is.
    public var id: Text
    public var name: Text
    /// The text of a JSON object, `{}` when there are none; for a custom tool any text.
    public var arguments: Text
    /// What must come back to the maker of the call together with it.
    public var opaque: Opaque?

    public init(_ kind: ToolKind = .function, id: Text, name: Text, arguments: Text, opaque: Opaque? = nil) {
        self.kind = kind
        self.id = id
        self.name = name
        self.arguments = arguments
        self.opaque = opaque
    }
}

/// What came of a call.
public struct ToolResult: Sendable, Equatable {
    public var callID: Text
    /// Texts, images and files.
    public var parts: [Part]
    public var isError: Bool

    public init(of callID: Text, _ parts: [Part], isError: Bool = false) {
        self.callID = callID
        self.parts = parts
        self.isError = isError
    }
}

/// Reasoning before an answer or a call.
public struct Thought: Sendable, Equatable {
    /// Empty where only its maker can read it.
    public var text: Text
    public var opaque: Opaque?

    public init(_ text: Text, opaque: Opaque? = nil) {
        self.text = text
        self.opaque = opaque
    }
}

/// Reasoning, or the proof of it, that only its maker can read: it goes back unchanged or not at all.
public struct Opaque: Sendable, Equatable {
    public var maker: Maker
    /// As the maker wrote it.
    public var data: Text

    public init(_ maker: Maker, _ data: Text) {
        self.maker = maker
        self.data = data
    }

    public enum Maker: Sendable { case anthropic, openAI, google }
}
