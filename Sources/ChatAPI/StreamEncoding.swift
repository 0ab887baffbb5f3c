import Domain
import Web

/// How a viewer wants to be told of a turn.
enum StreamEncoding: Sendable {
    /// The whole message again and again (mirror.md B2.1).
    case snapshots
    /// Delta encoding `v1` (mirror.md B2.2).
    case deltas

    func encoder(of picture: TurnPicture, in language: Language) -> any TurnEncoder {
        switch self {
        case .snapshots: SnapshotEncoder(picture, in: language)
        case .deltas: DeltaEncoder(picture, in: language)
        }
    }
}

/// Makes bytes of a turn, for one viewer.
protocol TurnEncoder: Sendable {
    /// The turn as far as this viewer has been told.
    var picture: TurnPicture { get }
    /// Of `picture`, which is too large to be copied for every piece.
    var isComplete: Bool { get }
    var number: Int { get }
    /// The least time between two pieces.
    var pace: Duration { get }
    /// Bytes of text to be given to `encode` at once, and one event: what comes of it waits until the viewer takes it.
    var mostText: Int { get }
    /// The beginning: the turn as it stands.
    mutating func open() -> [StreamPart]
    /// What the events add. After the last one the stream is complete.
    mutating func encode(_ events: some Sequence<NumberedEvent>) -> [StreamPart]
}

extension TurnEncoder {
    var isComplete: Bool { picture.isComplete }
    var number: Int { picture.number }
}
