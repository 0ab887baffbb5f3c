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
    /// The request as the account's upstream wants it: its chosen and learned options minded, and in the asker's own words where the asker
    /// speaks the same.
    func request(_ prompt: Prompt, to account: Account) throws(Inexpressible) -> JSONValue

    /// Whether a request in this format goes to the upstream in its asker's own words.
    func passes(_ asked: DialectName) -> Bool
    /// Whether its upstreams answer in pieces alone.
    var alwaysStreams: Bool { get }
    /// In which form the answer to `prompt` goes back as it came; nil: only its meaning does. `streams`: whether it is asked for in pieces.
    func raw(of prompt: Prompt, streams: Bool) -> RawForm?

    /// Whether a request that was refused for a field may be made again without it.
    var learnsOptions: Bool { get }

    /// Reads an answer whose events, or whose whole, go back unchanged in the form `raw`; nil: only its meaning counts.
    func reader(raw: RawForm?) -> any ReplyReader
    /// Writes an answer.
    func writer(_ head: ReplyHead) -> any ReplyWriter

    /// What is written into a stream while nothing is said, so that nobody on the way takes it for dead: nothing to the format's clients.
    func signOfLife(_ head: ReplyHead) -> [UInt8]

    /// The body of a refusal.
    func body(of error: ErrorReply) -> JSONValue

    /// A request in its asker's own words that begins with another system prompt.
    func request(_ body: JSONValue, beginningWith system: Text) -> JSONValue

    /// Where a question goes.
    func address(of account: Account, for prompt: Prompt) -> String
    /// The headers that carry an account's key, which is not empty.
    func credentials(_ key: Text) -> Headers
    /// What else the head of a question has, such as the format's version.
    func headers(for prompt: Prompt) -> Headers
}

extension Dialect {
    public func headers(for prompt: Prompt) -> Headers { [:] }

    /// A comment of Server-Sent Events, which everybody skips.
    public func signOfLife(_ head: ReplyHead) -> [UInt8] { Array(": ping\n\n".utf8) }

    /// A format without a place for one.
    public func request(_ body: JSONValue, beginningWith system: Text) -> JSONValue { body }

    public func passes(_ asked: DialectName) -> Bool { asked == name }
    public var alwaysStreams: Bool { false }
    public var learnsOptions: Bool { true }

    /// Asked for in one form, an answer in the other has to be written anew.
    public func raw(of prompt: Prompt, streams: Bool) -> RawForm? {
        guard let asked = prompt.original?.dialect, passes(asked), streams == prompt.streams else { return nil }
        return streams ? .events : .whole
    }
}

extension DialectName {
    public var dialect: any Dialect {
        switch self {
        case .openAIChat: OpenAIChat()
        case .anthropic: Anthropic()
        case .gemini: Gemini()
        case .openAIResponses: OpenAIResponses()
        case .codex: Codex()
        case .chatGPTWeb: ChatGPTWeb()
        case .completions: OpenAICompletions()
        }
    }
}
