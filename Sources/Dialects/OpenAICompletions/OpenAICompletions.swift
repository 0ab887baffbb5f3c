public import Domain
public import JSON
public import Wire

/// OpenAI's Completions (`POST /v1/completions`), which came before Chat Completions: a text that goes on. Elsewhere a user says the text.
public struct OpenAICompletions: Dialect {
    public init() {}

    public var name: DialectName { .completions }

    public func request(_ prompt: Prompt, to account: Account) throws(Inexpressible) -> JSONValue {
        let isOwn = prompt.original?.dialect == .completions
        var body = try isOwn ? Self.original(of: prompt) : request(prompt)
        let streams = account.streams(wanted: prompt.streams)
        if streams || body["stream"] != nil { body["stream"] = .bool(streams) }
        let isUsageRefused = account.learned.contains { $0.field == "stream_options" && $0.instead == nil }
        // Without the usage nobody knows what a stream cost.
        body["stream_options"] =
            streams && !isUsageRefused && account.options.asksForUsage ? ["include_usage": true] : nil
        for member in account.options.parameterMembers { body[member.key] = member.value }
        body.mind(account.learned.filter { $0.field != "stream" && $0.field != "stream_options" })
        return body
    }

    private static func original(of prompt: Prompt) -> JSONValue {
        var body = prompt.original?.body.withoutOrders ?? [:]
        if body["model"]?.text != Text(prompt.model) { body["model"] = .string(prompt.model) }
        return body
    }

    /// Its events have choices as those of Chat Completions do, with a text instead of a delta.
    public func reader(raw: RawForm?) -> any ReplyReader { AnswerReading(OpenAIChat.Meaning(), raw: raw) }

    public func writer(_ head: ReplyHead) -> any ReplyWriter { Writer(head) }

    public func body(of error: ErrorReply) -> JSONValue { OpenAIChat().body(of: error) }

    public func address(of account: Account, for prompt: Prompt) -> String { account.completionsURL(for: prompt.model) }

    public func credentials(_ key: Text) -> Headers { ["Authorization": "Bearer \(key)"] }
}
