public import Domain
import JSON
import Wire

/// Makes an answer of the bytes of a 200. What it returns does not depend on how the bytes were cut.
public protocol ReplyReader: Sendable {
    /// Nothing that may still come matters.
    var isDone: Bool { get }
    /// Events that could not be read.
    var unreadableCount: Int { get }
    /// What ended the answer so far, if nothing was said after it.
    var lastWord: LastWord { get }
    /// How much of what the account may do is used, as the answer told last.
    var windows: [UsageWindow] { get }

    /// The pieces of the answer in these bytes.
    mutating func read(_ bytes: [UInt8]) -> [ReplyPiece]
    /// What is left at the end of the body, and how it all ended. `isBroken`: the connection broke before.
    mutating func end(isBroken: Bool) -> ([ReplyPiece], ReplyEnd)
}

extension ReplyReader {
    public var windows: [UsageWindow] { [] }
}
