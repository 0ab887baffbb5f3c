public import Domain
public import JSON
public import Wire

/// The interface that ChatGPT's own page uses (`POST /backend-api/conversation`, mirror.md §B2): an upstream alone. It is undocumented, takes
/// the words of a user and nothing else, answers in pieces alone, and tells no usage.
///
/// Every question is a conversation of its own there, which the upstream is asked not to keep: nothing of one member is found by another,
/// and any account can answer the next turn.
public struct ChatGPTWeb: Dialect {
    public init() {}

    public var name: DialectName { .chatGPTWeb }
    public var alwaysStreams: Bool { true }

    /// A second try without `history_and_training_disabled` would be kept upstream.
    public var learnsOptions: Bool { false }

    /// Nobody asks in it.
    public func prompt(from body: JSONValue) throws(Inexpressible) -> Prompt { try OpenAIChat().prompt(from: body) }

    public func request(_ prompt: Prompt, to account: Account) throws(Inexpressible) -> JSONValue {
        var body = try request(prompt)
        // What isolates conversations is never replaced.
        for member in account.options.parameterMembersElsewhere where body[member.key] == nil {
            body[member.key] = member.value
        }
        return body
    }

    /// Its events carry ids of the upstream's conversations: none of them goes back as it came.
    public func reader(raw: RawForm?) -> any ReplyReader { AnswerReading(Meaning(), raw: nil) }

    public func writer(_ head: ReplyHead) -> any ReplyWriter { OpenAIChat().writer(head) }
    public func body(of error: ErrorReply) -> JSONValue { OpenAIChat().body(of: error) }

    public func address(of account: Account, for prompt: Prompt) -> String { account.webConversationURL }
    public func credentials(_ key: Text) -> Headers { ["Authorization": "Bearer \(key)"] }
}
