public import Domain
public import JSON
public import Wire

/// Anthropic's Messages format (`POST /v1/messages`).
public struct Anthropic: Dialect {
    public init() {}

    public var name: DialectName { .anthropic }

    /// The version that requests of our own are written in. A passed one keeps its asker's: version and body belong together.
    static let version: Text = "2023-06-01"
    private static let passedHeaders: Set<Text> = ["anthropic-version", "anthropic-beta"]
    /// Tokens of an answer where the asker names no limit, as the format wants one.
    static let defaultMaxTokens = 8192

    public func request(_ prompt: Prompt, to account: Account) throws(Inexpressible) -> JSONValue {
        try Splice(prompt, account).request()
    }

    public func reader(raw: RawForm?) -> any ReplyReader { AnswerReading(Meaning(), raw: raw) }

    public func writer(_ head: ReplyHead) -> any ReplyWriter {
        RestoringWriter.around(head.streams ? StreamWriter(head) : WholeWriter(head), head)
    }

    public func signOfLife(_ head: ReplyHead) -> [UInt8] {
        Array("event: ping\ndata: {\"type\":\"ping\"}\n\n".utf8)
    }

    public func address(of account: Account, for prompt: Prompt) -> String {
        guard let original = prompt.original, original.dialect == .anthropic, original.query == Self.betaQuery else {
            return account.messagesURL
        }
        return "\(account.messagesURL)?\(Self.betaQuery)"
    }

    /// What clients of unfinished features ask behind the path.
    public static let betaQuery: Text = "beta=true"

    public func credentials(_ key: Text) -> Headers { ["x-api-key": key] }

    public func headers(for prompt: Prompt) -> Headers {
        var headers = Headers()
        if let original = prompt.original, original.dialect == .anthropic {
            // Nothing else of an asker's head leaves, whatever was kept of it.
            for header in original.headers where Self.passedHeaders.contains(header.name) {
                headers.append(header.name, header.value)
            }
        }
        if headers["anthropic-version"] == nil { headers["anthropic-version"] = Self.version }
        return headers
    }
}
