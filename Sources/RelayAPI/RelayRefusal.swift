internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// Why a program's call has no answer, before it is written in the format that it was made in. In English, as APIs speak.
struct RelayRefusal: Error {
    var reply: ErrorReply
    var headers: Headers = [:]

    init(_ reply: ErrorReply) { self.reply = reply }

    init(_ status: Int, _ message: String, code: Text, param: Text? = nil) {
        reply = ErrorReply(status: status, message, code: code, param: param)
    }

    /// The one switch from our errors.
    init(_ error: ChatError, now: Timestamp? = nil) {
        let words = error.words(in: .english)
        reply = ErrorReply(status: error.status, words, code: Text(error.code))
        switch error {
        case .quotaExceeded(let usage) where usage.isBalance:
            // The words and the code that clients of gateways know (new-api.md §0.5).
            let isKeys = usage.limit.scope == .key
            reply = ErrorReply(
                status: 403, words, code: isKeys ? "pre_consume_token_quota_failed" : "insufficient_user_quota")
        case .quotaExceeded(let usage): tell(usage, words, now: now)
        case .invalid(let field, let flaw):
            reply = ErrorReply(
                status: 400, "\(field): \(flaw.words(in: .english)).", code: "invalid_value", param: Text(field))
        case .unknownModel(let model): self = .unknown(model)
        case .noAccount: reply.status = 404
        // An SDK tries again after a 409.
        case .conflict(.notInBackground): reply.status = 400
        case .tooLarge(let limit): reply.message = "The request is larger than \(limit >> 20) MiB."
        default: break
        }
        if headers["retry-after"] == nil, let seconds = now.flatMap(error.retryAfter) {
            headers["retry-after"] = "\(seconds)"
        }
    }

    static func unknown(_ model: String) -> RelayRefusal {
        RelayRefusal(
            404, "The model \"\(model)\" does not exist, or none of your accounts has it.", code: "model_not_found",
            param: "model")
    }

    static func notAllowed(_ model: String) -> RelayRefusal {
        RelayRefusal(
            403, "This API key may not use the model \"\(model)\".", code: "model_not_allowed", param: "model")
    }

    /// A path, or a method, that is none of ours, in the words that clients know (new-api.md §0.5).
    static func unknown(_ request: Request) -> RelayRefusal {
        RelayRefusal(404, "Invalid URL (\(request.method) \(request.path.prefix(200)))", code: "", param: "")
    }

    func response(in dialect: any Dialect, to request: Request) -> Response {
        var body = dialect.body(of: reply)
        if dialect.name == .anthropic { body["request_id"] = .string(request.id) }
        var response = Response.json(body, status: reply.status, headers: headers)
        response.name(request, in: dialect)
        return response
    }

    private mutating func tell(_ usage: WindowUsage, _ words: String, now: Timestamp?) {
        var message = "\(words) Window: \(usage.window.name), limit: \(usage.limit.amount), used: \(usage.used)."
        headers = [
            "x-ratelimit-limit-requests": "\(usage.limit.amount)",
            "x-ratelimit-remaining-requests": "\(usage.remaining)",
        ]
        var wait: Int64?
        if let resets = usage.resetsAt, let now {
            wait = max(1, (resets.milliseconds - now.milliseconds + 999) / 1000)
        }
        if let wait {
            message += " It frees in \(wait) s."
            headers["retry-after"] = "\(wait)"
            headers["x-ratelimit-reset-requests"] = "\(wait)s"
        }
        // An SDK would wait for nothing.
        if wait ?? .max > 60 { headers["x-should-retry"] = "false" }
        reply = ErrorReply(status: 429, message, code: "rate_limit_exceeded")
    }

    /// What the upstream did wrong that was asked last. Its own words go to whoever asked; its refusal of an account's key does not,
    /// as the asker's own key is good.
    init(_ failure: UpstreamFailure) {
        let status = Self.status(of: failure)
        var reply = ErrorReply(status: status, Self.words(for: failure), code: Text(failure.code.rawValue))
        if let inexpressible = failure.inexpressible {
            reply = ErrorReply(inexpressible)
        } else if status != 502, status != 503 || failure.status == 503 {
            reply.original = failure.original
        }
        // What the account wants to be seen instead.
        reply.status = failure.shownStatus ?? status
        self.reply = reply
        if let wait = failure.retryAfter { headers["retry-after"] = "\(max(1, wait.components.seconds))" }
        // It may be running there: an SDK must not do it twice without being told to.
        if failure.mayHaveRun { headers["x-should-retry"] = "false" }
    }

    private static func status(of failure: UpstreamFailure) -> Int {
        switch failure.code {
        case .upstreamAuth: 503
        case .upstreamRateLimited: 429
        case .upstreamModelNotFound: 404
        // The account's credit is used up.
        case .upstreamRefused where failure.status == 402: 503
        case .upstreamRefused, .contextTooLong:
            failure.status.flatMap { (400..<500).contains($0) && ![401, 403].contains($0) ? $0 : nil } ?? 400
        case .upstreamError: failure.status.flatMap { $0 >= 500 ? $0 : nil } ?? 502
        case .upstreamTimeout: 504
        case .upstreamUnreachable, .upstreamBadAnswer, .upstreamIncomplete: 502
        case .storage, .picturesLost: 503
        }
    }

    private static func words(for failure: UpstreamFailure) -> String {
        switch failure.code {
        case .upstreamAuth: "The upstream does not accept the account that was used. Its administrator has been told."
        case .upstreamRateLimited: "The upstream's rate limit is reached. Try again later."
        case .upstreamModelNotFound: "The upstream does not know the model."
        case .upstreamRefused: "The upstream refused the request."
        case .contextTooLong: "The conversation is longer than the model can read."
        case .upstreamError: "The upstream failed."
        case .upstreamUnreachable: "The upstream cannot be reached."
        case .upstreamTimeout: "The upstream did not answer in time."
        case .upstreamBadAnswer: "The upstream's answer could not be read."
        case .upstreamIncomplete: "The upstream broke off."
        case .picturesLost: "A picture of the answer could not be kept."
        case .storage: "The account that was used cannot be read."
        }
    }
}

extension Call {
    /// What `body` answers, or its refusal in the format that was asked.
    func answering(
        in dialect: any Dialect, _ body: () async throws(RelayRefusal) -> Response
    ) async -> Response {
        do {
            var response = try await body()
            response.name(request, in: dialect)
            return response
        } catch {
            return error.response(in: dialect, to: request)
        }
    }
}

extension Response {
    /// Anthropic's clients look for the request's name in a header of their own.
    fileprivate mutating func name(_ request: Request, in dialect: any Dialect) {
        if dialect.name == .anthropic { headers["request-id"] = Text(request.id) }
    }
}
