/// What happened in a turn, in order. Viewers read these from the turn's log; a format makes bytes of them.
public enum TurnEvent: Sendable, Equatable {
    /// Always the first. In a box, like the last: the many between them are small, wherever they wait.
    indirect case began(Turn)
    case reasoning(String)
    case text(String)
    /// Always the last. All is stored before it is appended.
    indirect case ended(TurnEnd)
}

/// How a turn ended.
public struct TurnEnd: Sendable, Equatable {
    public let status: Message.Status
    public let failure: TurnFailure?
    public let finishReason: String?
    /// How many older messages did not fit into what was sent upstream.
    public let omitted: Int

    public init(
        _ status: Message.Status, failure: TurnFailure? = nil, finishReason: String? = nil, omitted: Int = 0
    ) {
        self.status = status
        self.failure = failure
        self.finishReason = finishReason
        self.omitted = omitted
    }
}

/// An event and its place in the log, counted from 1.
public struct NumberedEvent: Sendable, Equatable {
    public let number: Int
    public let event: TurnEvent

    public init(_ number: Int, _ event: TurnEvent) {
        self.number = number
        self.event = event
    }
}
