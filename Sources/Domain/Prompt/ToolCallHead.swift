public import JSON

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
