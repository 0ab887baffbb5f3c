internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Wire

/// One request to an account's upstream, before it is sent.
struct Question: Sendable {
    let account: Account
    let body: JSONValue
    let redaction: Redaction
    private let tokenLimit: Int?

    init(_ prompt: Prompt, _ account: Account, _ key: Secret, tokenLimit: Int? = nil) {
        self.account = account
        self.tokenLimit = tokenLimit
        redaction = Redaction(key: key, prompt: prompt)
        body = OpenAIChat.request(prompt, to: account, tokenLimit: tokenLimit)
    }

    /// The same as an upstream wants it that was just found out.
    func minding(_ lesson: AccountLesson) -> Question {
        var account = account
        account.lessons.append(lesson)
        return Question(redaction.prompt, account, redaction.key, tokenLimit: tokenLimit)
    }

    func request(_ method: Method, _ url: String, body bytes: [UInt8] = [], timeouts: ClientTimeouts) -> ClientRequest {
        var headers: Headers = [
            "Accept": body["stream"] == true && method == .post ? "text/event-stream" : "application/json"
        ]
        if method == .post { headers["Content-Type"] = "application/json" }
        let key = Text(redaction.key.reveal()).trimmed
        if !key.isEmpty { headers["Authorization"] = "Bearer \(key)" }
        for header in account.options.headers { headers[Text(header.name)] = Text(header.value) }
        return ClientRequest(
            method, url, headers: headers, body: bytes, pool: "account \(account.id)", proxy: account.proxy,
            timeouts: timeouts)
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
