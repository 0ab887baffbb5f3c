public import JSON

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
