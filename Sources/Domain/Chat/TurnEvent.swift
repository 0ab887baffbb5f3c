/// What happened in a turn, in order. Viewers read these from the turn's log; a format makes bytes of them.
public enum TurnEvent: Sendable, Equatable {
    /// Always the first. In a box, like the last: the many between them are small, wherever they wait.
    indirect case began(Turn)
    /// The model is asked for a summary of the oldest messages, which do not fit; the answer is asked for after that.
    case summingUp
    /// What a tool of the provider's does meanwhile; a later one of the same number says more of the same.
    case step(ToolStep)
    case reasoning(String)
    case text(String)
    /// Always the last. All is stored before it is appended.
    indirect case ended(TurnEnd)
}

extension TurnEvent {
    /// Bytes of what it says; the first and the last say nothing that could become long.
    public var byteCount: Int {
        switch self {
        case .text(let text), .reasoning(let text): text.utf8.count
        case .step(let step): step.size
        case .began, .summingUp, .ended: 0
        }
    }
}
