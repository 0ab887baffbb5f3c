public import Domain
public import JSON
public import Wire

/// A provider's format, in both directions. Values and functions; whoever sends and receives is elsewhere.
public protocol Dialect: Sendable {
    var name: DialectName { get }

    /// Reads a request. Throws naming the field that cannot be read; fields that are not known are kept.
    func prompt(from body: JSONValue) throws(Inexpressible) -> Prompt
    /// Writes a request in the format's normal form, whatever `prompt.original` is. Throws naming what the format has no words for.
    func request(_ prompt: Prompt) throws(Inexpressible) -> JSONValue
    /// The request as the account's upstream wants it: its options and lessons minded, and in the asker's own words where the asker
    /// speaks the same.
    func request(_ prompt: Prompt, to account: Account) throws(Inexpressible) -> JSONValue

    /// Reads an answer whose events, or whose whole, go back unchanged in the form `raw`; nil: only its meaning counts.
    func reader(raw: RawForm?) -> any ReplyReader
    /// Writes an answer.
    func writer(_ head: ReplyHead) -> any ReplyWriter

    /// What the body of a refusal says.
    func failure(in body: JSONValue) -> ErrorBody
    /// The body of a refusal.
    func body(of error: ErrorReply) -> JSONValue

    /// Where a question goes.
    func address(of account: Account, for prompt: Prompt) -> String
    /// The headers that carry an account's key, which is not empty.
    func credentials(_ key: Text) -> Headers
}

extension Dialect {
    public func failure(in body: JSONValue) -> ErrorBody { ErrorBody(ofRefusal: body) }
}

extension DialectName {
    public var dialect: any Dialect {
        switch self {
        case .openAIChat: OpenAIChat()
        }
    }
}

/// The form of an answer that goes back as it came.
public enum RawForm: Sendable { case events, whole }

/// What an answer is called by whoever gives it.
public struct ReplyHead: Sendable {
    public let id: Text
    /// Unix seconds.
    public let created: Int64
    /// As the asker calls the model.
    public let model: Text
    public let streams: Bool
    /// Whether the asker of a stream wants the usage at its end.
    public let reportsUsage: Bool

    public init(id: Text, created: Int64, model: Text, streams: Bool, reportsUsage: Bool = false) {
        self.id = id
        self.created = created
        self.model = model
        self.streams = streams
        self.reportsUsage = reportsUsage
    }

    /// Of an answer to `prompt`.
    public init(id: Text, created: Int64, to prompt: Prompt) {
        self.init(
            id: id, created: created, model: prompt.original?.body["model"]?.text ?? Text(prompt.model),
            streams: prompt.streams, reportsUsage: prompt.reportsUsage)
    }
}

/// Makes an answer of the bytes of a 200. What it returns does not depend on how the bytes were cut.
public protocol ReplyReader: Sendable {
    /// Nothing that may still come matters.
    var isDone: Bool { get }
    /// Events that could not be read.
    var unreadableCount: Int { get }
    /// What ended the answer so far, if nothing was said after it.
    var lastWord: LastWord { get }

    /// The pieces of the answer in these bytes.
    mutating func read(_ bytes: [UInt8]) -> [ReplyPiece]
    /// What is left at the end of the body, and how it all ended. `isBroken`: the connection broke before.
    mutating func end(isBroken: Bool) -> ([ReplyPiece], ReplyEnd)
}

/// Whether a finish reason is the last thing that was said. Some send one with every word.
public enum LastWord: Sendable { case none, finishAfterText, finishWithText }

/// How an answer ended.
public enum ReplyEnd: Sendable, Equatable {
    case finished(FinishReason)
    /// The upstream says what went wrong.
    case refused(ErrorBody)
    /// It is no answer; for an administrator.
    case bad(String)
    case incomplete
}

/// Makes the bytes of an answer out of its pieces: of a stream as they come, of a whole answer at its end.
public protocol ReplyWriter: Sendable {
    mutating func write(_ piece: ReplyPiece) -> [UInt8]
    /// What comes last. Nothing may be written after it.
    mutating func end(_ reason: FinishReason) -> [UInt8]
    /// Instead of `end`, when it goes wrong after the head was sent.
    mutating func fail(_ error: ErrorReply) -> [UInt8]
}
