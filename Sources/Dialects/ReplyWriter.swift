public import Domain
import JSON
import Wire

/// Makes the bytes of an answer out of its pieces: of a stream as they come, of a whole answer at its end.
public protocol ReplyWriter: Sendable {
    mutating func write(_ piece: ReplyPiece) -> [UInt8]
    /// What comes last. Nothing may be written after it.
    mutating func end(_ reason: FinishReason) -> [UInt8]
    /// Instead of `end`, when it goes wrong after the head was sent.
    mutating func fail(_ error: ErrorReply) -> [UInt8]
}
