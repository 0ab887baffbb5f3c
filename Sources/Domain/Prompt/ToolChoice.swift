public import JSON

public enum ToolChoice: Sendable, Equatable {
    case auto, none
    /// One at least.
    case required
    /// This one.
    case named(Text, ToolKind)
    /// One of these; at least one when it is required.
    case among([Text], isRequired: Bool)
}
