/// An event and its place in the log, counted from 1.
public struct NumberedEvent: Sendable, Equatable {
    public let number: Int
    public let event: TurnEvent

    public init(_ number: Int, _ event: TurnEvent) {
        self.number = number
        self.event = event
    }
}
