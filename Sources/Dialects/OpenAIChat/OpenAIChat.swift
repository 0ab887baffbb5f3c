public import Domain
public import JSON
public import Wire

/// OpenAI's Chat Completions format (`POST /v1/chat/completions`) and what its imitators make of it.
public struct OpenAIChat: Dialect {
    public init() {}

    public var name: DialectName { .openAIChat }

    public func request(_ prompt: Prompt, to account: Account) throws(Inexpressible) -> JSONValue {
        try Splice(prompt, account).request()
    }

    public func reader(raw: RawForm?) -> any ReplyReader { AnswerReading(Meaning(), raw: raw) }

    public func writer(_ head: ReplyHead) -> any ReplyWriter {
        RestoringWriter.around(head.streams ? StreamWriter(head) : WholeWriter(head), head)
    }

    public func address(of account: Account, for prompt: Prompt) -> String { account.chatURL(for: prompt.model) }

    public func credentials(_ key: Text) -> Headers { ["Authorization": "Bearer \(key)"] }
}
