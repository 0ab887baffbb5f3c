internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Wire

/// One request to an account's upstream, before it is sent. A reference: what waits for the answer holds eight bytes of it.
final class Question: Sendable {
    let account: Account
    let dialect: any Dialect
    let body: JSONValue
    /// In which form the answer goes back as it came; nil: only its meaning does.
    let raw: RawForm?
    let redaction: Redaction
    /// As it was asked; what the account makes of it is in `redaction`.
    private let asked: Prompt
    private let streams: Bool

    init(_ asked: Prompt, _ account: Account, _ key: Secret) throws(UpstreamError) {
        self.account = account
        self.asked = asked
        let dialect = account.format(for: asked.original?.dialect ?? asked.formatOfTools).dialect
        self.dialect = dialect
        let prompt = asked.asked(of: account)
        var redaction = Redaction(key: key, prompt: prompt, host: account.baseURL)
        redaction.hidesIDs = dialect.name == .chatGPTWeb
        self.redaction = redaction
        streams = dialect.alwaysStreams || account.streams(wanted: prompt.streams)
        raw = dialect.raw(of: prompt, streams: streams)
        do throws(Inexpressible) { body = try dialect.request(prompt, to: account) } catch {
            throw UpstreamError(error)
        }
    }

    /// The same as an upstream wants it that was just found out.
    func minding(_ option: LearnedOption) throws(UpstreamError) -> Question {
        var account = account
        account.learned.append(option)
        return try Question(asked, account, redaction.key)
    }

    /// The fields of a request in its asker's words that are not the asker's; nil: all are ours.
    var own: Set<Text>? {
        guard let original = redaction.prompt.original, dialect.passes(original.dialect) else { return nil }
        var own: Set<Text> = ["stream"]
        // What clients say themselves of the usage is mostly what we would say.
        let options = original.body["stream_options"]?.members ?? []
        if options.allSatisfy({ $0.key == "include_usage" }) { own.insert("stream_options") }
        if original.dialect == .openAIResponses {
            // No upstream keeps anything, and what only it can read has to come from it (`OpenAIResponses.request(_:goingOnFrom:keeps:)`).
            if original.body["store"] == false { own.insert("store") }
            if original.body["include"] == ["reasoning.encrypted_content"] { own.insert("include") }
        }
        guard !account.options.parameters.isEmpty else { return own }
        let parameters = try? JSONValue(parsing: account.options.parameters.utf8)
        return own.union((parameters?.members ?? []).map(\.key))
    }

    /// How much of what the account may do is used, as the head of an answer tells.
    func windows(in response: ClientResponse) -> [UsageWindow] {
        dialect.name == .codex ? Codex.windows(in: response.headers) : []
    }

    func request(timeouts: ClientTimeouts) -> ClientRequest {
        var request = Self.request(
            .post, dialect.address(of: account, for: redaction.prompt), as: account, redaction.key, in: dialect,
            timeouts: timeouts)
        request.headers["Accept"] = streams ? "text/event-stream" : "application/json"
        request.headers["Content-Type"] = "application/json"
        for header in dialect.headers(for: redaction.prompt).fields {
            request.headers.append(header.name, header.value)
        }
        request.body = body.bytes
        return request
    }

    /// A request without a body.
    static func request(
        _ method: Method, _ url: String, as account: Account, _ key: Secret, in dialect: any Dialect,
        timeouts: ClientTimeouts
    ) -> ClientRequest {
        var headers: Headers = ["Accept": "application/json"]
        let key = Text(key.reveal()).trimmed
        if !key.isEmpty {
            let credentials: Headers =
                switch account.provider.keyHeader {
                case .ofFormat: dialect.credentials(key)
                case .apiKey: ["api-key": key]
                }
            for header in credentials.fields { headers[header.name] = header.value }
        }
        for header in account.options.headers { headers[Text(header.name)] = Text(header.value) }
        return ClientRequest(
            method, url, headers: headers, pool: "account \(account.id)", proxy: account.proxy, timeouts: timeouts)
    }
}

extension ClientTimeouts {
    /// Those of an account.
    init(_ options: AccountOptions) {
        self.init(
            firstByte: .seconds(options.firstByte ?? AccountOptions.defaultFirstByte),
            idle: .seconds(options.silence ?? AccountOptions.defaultSilence),
            total: .seconds(options.total ?? AccountOptions.defaultTotal))
    }
}

extension UpstreamError {
    /// The format of the account's upstream has no words for it.
    fileprivate init(_ error: Inexpressible) {
        self = .failed(UpstreamFailure(.upstreamRefused, detail: error.words, inexpressible: error))
    }
}
