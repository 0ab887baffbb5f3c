public import Domain
public import JSON
public import Wire

/// OpenAI's Responses format (`POST /v1/responses`). An answer is a list of items: messages, reasoning, calls.
public struct OpenAIResponses: Dialect {
    public init() {}

    public var name: DialectName { .openAIResponses }

    public func request(_ prompt: Prompt, to account: Account) throws(Inexpressible) -> JSONValue {
        let isOwn = prompt.original?.dialect == .openAIResponses
        var body = try isOwn ? Self.original(of: prompt) : request(prompt)
        let streams = account.streams(wanted: prompt.streams)
        if streams || body["stream"] != nil { body["stream"] = .bool(streams) }
        for member in account.options.parameterMembersElsewhere { body[member.key] = member.value }
        body.mind(account.learned.filter { $0.field != "stream" })
        return body
    }

    /// The request in its asker's own words, under the model's name upstream.
    static func original(of prompt: Prompt) -> JSONValue {
        var body = prompt.original?.body.withoutOrders ?? [:]
        if body["model"]?.text != Text(prompt.model) { body["model"] = .string(prompt.model) }
        return body
    }

    /// The last event of a stream holds the whole answer, which can so be gathered as it came.
    public func raw(of prompt: Prompt, streams: Bool) -> RawForm? {
        Self.raw(of: prompt, streams: streams)
    }

    static func raw(of prompt: Prompt, streams: Bool) -> RawForm? {
        guard prompt.original?.dialect == .openAIResponses, streams || !prompt.streams else { return nil }
        return prompt.streams ? .events : .whole
    }

    public func reader(raw: RawForm?) -> any ReplyReader { AnswerReading(Meaning(raw: raw), raw: raw) }

    public func writer(_ head: ReplyHead) -> any ReplyWriter { RestoringWriter.around(Writer(head), head) }

    public func body(of error: ErrorReply) -> JSONValue { OpenAIChat().body(of: error) }

    public func address(of account: Account, for prompt: Prompt) -> String { account.responsesURL }

    public func credentials(_ key: Text) -> Headers { ["Authorization": "Bearer \(key)"] }
}
