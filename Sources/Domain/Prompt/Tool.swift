public import JSON

/// What a model may call.
public enum Tool: Sendable, Equatable {
    case function(FunctionTool)
    case custom(CustomTool)
    case webSearch(WebSearch)
    /// One that the provider runs itself, or that no other dialect has; as the dialect says it.
    case other(JSONValue, DialectName)
}
