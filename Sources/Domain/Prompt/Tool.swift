public import JSON

/// What a model may call.
public enum Tool: Sendable, Equatable {
    case function(FunctionTool)
    case custom(CustomTool)
    /// One that the provider runs itself, or that no other dialect has; as the dialect says it.
    case other(JSONValue, DialectName)
}

/// What the arguments of a call are: a JSON object, or any text.
public enum ToolKind: String, Sendable { case function, custom }

public struct FunctionTool: Sendable, Equatable {
    public var name: Text
    public var description: Text?
    /// A JSON Schema; nil for a function without arguments.
    public var parameters: JSONValue?
    /// Whether the arguments must follow the schema to the letter. A hint.
    public var isStrict: Bool?

    public init(_ name: Text, description: Text? = nil, parameters: JSONValue? = nil, isStrict: Bool? = nil) {
        self.name = name
        self.description = description
        self.parameters = parameters
        self.isStrict = isStrict
    }
}

/// A tool that takes free text.
public struct CustomTool: Sendable, Equatable {
    public var name: Text
    public var description: Text?
    /// A grammar for the text, as OpenAI describes one.
    public var format: JSONValue?

    public init(_ name: Text, description: Text? = nil, format: JSONValue? = nil) {
        self.name = name
        self.description = description
        self.format = format
    }
}

public enum ToolChoice: Sendable, Equatable {
    case auto, none
    /// One at least.
    case required
    /// This one.
    case named(Text, ToolKind)
    /// One of these; at least one when it is required.
    case among([Text], isRequired: Bool)
}
