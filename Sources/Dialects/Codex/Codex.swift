public import Domain
public import JSON
public import Wire

/// The Responses of ChatGPT accounts (`POST /backend-api/codex/responses`): an upstream alone. It takes fewer fields, answers in pieces
/// alone, and stores nothing.
public struct Codex: Dialect {
    public init() {}

    public var name: DialectName { .codex }
    public var alwaysStreams: Bool { true }

    public func passes(_ asked: DialectName) -> Bool { asked == .openAIResponses }

    public func raw(of prompt: Prompt, streams: Bool) -> RawForm? {
        OpenAIResponses.raw(of: prompt, streams: streams)
    }

    /// Nobody asks in it.
    public func prompt(from body: JSONValue) throws(Inexpressible) -> Prompt {
        try OpenAIResponses().prompt(from: body)
    }

    public func reader(raw: RawForm?) -> any ReplyReader { OpenAIResponses().reader(raw: raw) }
    public func writer(_ head: ReplyHead) -> any ReplyWriter { OpenAIResponses().writer(head) }
    public func body(of error: ErrorReply) -> JSONValue { OpenAIResponses().body(of: error) }

    public func address(of account: Account, for prompt: Prompt) -> String { account.codexURL }

    /// The key is an access token, which says whose workspace it is for.
    public func credentials(_ key: Text) -> Headers {
        var headers: Headers = ["Authorization": "Bearer \(key)"]
        if let id = TokenClaims(key)?.account { headers["chatgpt-account-id"] = id }
        return headers
    }

    /// What the upstream keeps of a conversation is found by this name: the same in the head and in the body.
    public func headers(for prompt: Prompt) -> Headers {
        guard let name = prompt.cacheName, (1...256).contains(name.byteCount), name.utf8.allSatisfy(\.isPrintable)
        else {
            return [:]
        }
        return ["session-id": name]
    }
}
