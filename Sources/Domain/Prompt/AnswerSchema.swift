public import JSON

public struct AnswerSchema: Sendable, Equatable {
    public var name: Text
    public var schema: JSONValue?
    public var description: Text?
    public var isStrict: Bool?

    public init(_ name: Text, schema: JSONValue?, description: Text? = nil, isStrict: Bool? = nil) {
        self.name = name
        self.schema = schema
        self.description = description
        self.isStrict = isStrict
    }
}
