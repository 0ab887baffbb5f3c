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

    /// The body of a refusal.
    func body(of error: ErrorReply) -> JSONValue

    /// Where a question goes.
    func address(of account: Account, for prompt: Prompt) -> String
    /// The headers that carry an account's key, which is not empty.
    func credentials(_ key: Text) -> Headers
}

extension DialectName {
    public var dialect: any Dialect {
        switch self {
        case .openAIChat: OpenAIChat()
        }
    }
}
