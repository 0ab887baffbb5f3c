public import JSON

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
