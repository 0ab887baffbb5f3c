/// How a turn ended.
public struct TurnEnd: Sendable, Equatable {
    public let status: Message.Status
    public let failure: TurnFailure?
    public let finishReason: String?
    /// How many older messages did not fit into what was sent upstream.
    public let omitted: Int
    /// How many older messages a summary stood for.
    public var summedUp = 0
    /// The pictures of the answer.
    public var files: [File] = []
    /// What the provider's own tools did for the answer.
    public var work = ToolWork()
    /// The answer came from another account than the one before it.
    public var continued: Continuation?

    public init(
        _ status: Message.Status, failure: TurnFailure? = nil, finishReason: String? = nil, omitted: Int = 0
    ) {
        self.status = status
        self.failure = failure
        self.finishReason = finishReason
        self.omitted = omitted
    }
}
