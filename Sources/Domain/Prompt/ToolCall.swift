public import JSON

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
