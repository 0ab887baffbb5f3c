import JSON

/// What the arguments of a call are: a JSON object, or any text.
public enum ToolKind: String, Sendable { case function, custom }
