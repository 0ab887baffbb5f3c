/// An answer as far as it has come.
public struct Answer: Sendable, Equatable {
    public var text = ""
    public var reasoning = ""
    /// As they came. They become files at the end.
    public var pictures = DrawnPictures()
    /// What was kept of them.
    public var files: [File] = []
    /// What the provider's own tools did for it.
    public var work = ToolWork()
    public var usage: Usage?
    /// In units of money; known at the end.
    public var cost = 0
    /// Older messages that did not fit into the prompt.
    public var omitted = 0
    /// Older messages that a summary stood for.
    public var summedUp = 0
    public var firstOutputAt: Timestamp?
    /// The account that was asked last.
    public var account: ID<Account>?

    public init() {}

    public var hasOutput: Bool { firstOutputAt != nil }
    public var byteCount: Int { text.utf8.count + reasoning.utf8.count }
}
