public import Domain
public import JSON
import Wire

/// Makes the bytes of an answer out of its pieces: of a stream as they come, of a whole answer at its end.
public protocol ReplyWriter: Sendable {
    mutating func write(_ piece: ReplyPiece) -> [UInt8]
    /// What comes last. Nothing may be written after it.
    mutating func end(_ reason: FinishReason) -> [UInt8]
    /// Instead of `end`, when it goes wrong after the head was sent.
    mutating func fail(_ error: ErrorReply) -> [UInt8]
    /// The answer as one value, as far as it has come; after its end, the very one that it ended with. Nil in formats whose answers
    /// nobody keeps.
    var whole: JSONValue? { get }
}

extension ReplyWriter {
    public var whole: JSONValue? { nil }
}
