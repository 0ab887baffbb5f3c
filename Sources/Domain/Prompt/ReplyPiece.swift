public import JSON

/// What came of an answer at once: an event of the upstream's and what it means.
public struct ReplyPiece: Sendable, Equatable {
    /// In their order; none when the upstream's event means nothing by itself.
    public var events: [ReplyEvent]
    /// The upstream's own event, or its whole answer when it does not stream: only where `Prompt.original` was passed on in the same
    /// dialect, and comes back in the form that was asked for. An answer whose first piece has one is said by those alone: a later piece
    /// without one repeats, as events, what they said already.
    public var raw: JSONValue?

    public init(_ events: [ReplyEvent], raw: JSONValue? = nil) {
        self.events = events
        self.raw = raw
    }

    public init(_ event: ReplyEvent) { self.init([event]) }
}
