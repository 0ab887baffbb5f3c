public import JSON
internal import Wire

/// What an error says of itself, in any of the shapes met in the wild.
public struct ErrorBody: Sendable, Equatable {
    /// `invalid_api_key`, `context_length_exceeded`, …; empty when it gives none.
    public let code: Text
    public let type: Text
    public let message: Text
    /// The field of the request that is wrong; often empty.
    public let param: Text
    /// How long it asks to be left alone.
    public private(set) var wait: Duration?

    public init(code: Text = "", type: Text = "", message: Text = "", param: Text = "") {
        self.code = code
        self.type = type
        self.message = message
        self.param = param
    }

    /// Reads `{"error": …}` where the error is an object or a text. Nil when there is no error, or one that says nothing:
    /// some send an empty one beside a good answer.
    public init?(_ json: JSONValue) {
        let named: JSONValue? = json["error"] ?? json["errors"]?.array?.first
        if let error = named, !Self.isBlank(error) {
            // `"error": true` has its reason beside it.
            self.init(describing: error.bool == true ? json : error)
        } else if let first = json.array?.first, let error = first["error"], !Self.isBlank(error) {
            self.init(describing: error)
        } else {
            return nil
        }
    }

    /// Reads what some say beside or instead of an answer: MiniMax's `base_resp`, `{"error_type", "error_message"}`.
    init?(statusOf json: JSONValue) {
        if let status = json["base_resp"], Self.isFailure(status["status_code"]) {
            self.init(describing: status)
            return
        }
        let names: [Text] = [
            "error_message", "error_msg", "error_type", "error_code", "errmsg", "errorMessage", "errorCode",
        ]
        guard names.contains(where: { json[$0].map { !Self.isBlank($0) } ?? false }) else { return nil }
        self.init(describing: json)
    }

    /// Reads a value that is no answer as the reason why it is none: `{"code": 1234, "msg": "…"}`.
    /// Nil when nothing says so.
    init?(bare json: JSONValue) {
        let isError = json["object"] == "error" || json["type"] == "error" || json["success"] == false
        guard isError || Self.isFailure(json["code"] ?? json["status_code"] ?? json["errcode"]) else { return nil }
        self.init(describing: json)
    }

    /// What a value says that is neither an answer nor called an error, as `{"detail": "…"}`. Nil when it says nothing.
    init?(remark json: JSONValue) {
        let body = Self(describing: json["detail"]?.ifObject ?? json)
        guard json.members != nil, !body.message.isEmpty else { return nil }
        self = body
    }

    /// Reads the body of a refusal, which may also be the bare error: `{"message"}`, `{"detail"}`, `{"msg"}` ….
    public init(ofRefusal json: JSONValue) {
        self =
            ErrorBody(json) ?? ErrorBody(statusOf: json)
            ?? ErrorBody(describing: json.array?.first ?? json["detail"]?.ifObject ?? json)
    }

    private init(describing error: JSONValue) {
        let codes: [Text] = ["code", "status_code", "error_code", "errorCode", "errcode"]
        code = codes.lazy.compactMap { Self.word(error[$0]) }.first { !$0.isEmpty } ?? ""
        // Google's word for it stands beside the number.
        type = Self.word(error["type"]) ?? Self.word(error["error_type"]) ?? error["status"]?.text ?? ""
        let names: [Text] = [
            "message", "msg", "err", "detail", "error_msg", "error_message", "errmsg", "errorMessage", "status_msg",
            "reason",
        ]
        let told = names.lazy.compactMap { error[$0].flatMap(Self.sentence) }.first { !$0.isEmpty }
        let nested = error["header"]?["message"]?.text ?? error["error"]?["message"]?.text
        message = error.text ?? told ?? nested ?? ""
        param = error["param"]?.text ?? ""
        wait = Self.wait(in: error)
    }

    /// A text, or a list of objects with one, as FastAPI describes a field.
    private static func sentence(_ value: JSONValue) -> Text? {
        value.text ?? value.array?.lazy.compactMap { $0.text ?? $0["msg"]?.text ?? $0["message"]?.text }.first
    }

    /// Null, false, 0, an empty text, or made of these alone.
    private static func isBlank(_ value: JSONValue) -> Bool {
        switch value {
        case .null: true
        case .bool(let isError): !isError
        case .number(let text): text == "0"
        case .string(let text): text.trimmed.isEmpty
        case .array(let elements): elements.allSatisfy(isBlank)
        case .object(let members): members.allSatisfy { isBlank($0.value) }
        }
    }

    /// Whether a code says that something went wrong. Success is 0 or 200, or a word for it.
    private static func isFailure(_ code: JSONValue?) -> Bool {
        guard let word = word(code)?.asciiLowercased.trimmed else { return false }
        let successes: Set<Text> = ["", "0", "200", "ok", "success", "succeeded"]
        return !successes.contains(word)
    }

    /// Codes are words, but some upstreams send numbers.
    private static func word(_ value: JSONValue?) -> Text? {
        if case .number(let text)? = value { return Text(text) }
        return value?.text
    }
}

extension ErrorBody {
    /// The conversation is longer than the model can read. Not every upstream has the code for it.
    public var isContextTooLong: Bool {
        if code == "context_length_exceeded" || type == "context_length_exceeded" { return true }
        let words = message.asciiLowercased
        let signs: [Text] = [
            "maximum context length", "context length exceeded", "context window", "prompt is too long",
            "exceed context limit", "exceeds the maximum number of tokens",
        ]
        return signs.contains { words.contains($0) }
    }

    public var isModelUnknown: Bool {
        code == "model_not_found" || type == "model_not_found"
            || message.contains("is not supported when using Codex with a ChatGPT account")
    }

    /// The account itself is refused: its key, its credit, or the place that it asks from. Not every upstream has a status for it: some say
    /// 400. A message counts by its beginning, as further on it may quote what was asked.
    public var isAccountRefused: Bool {
        let names: Set<Text> = ["authentication_error", "invalid_api_key", "api_key_invalid", "billing_error"]
        if names.contains(type.asciiLowercased) || names.contains(code.asciiLowercased) { return true }
        let words = message.trimmed.asciiLowercased
        let beginnings: [Text] = [
            "your credit balance is too low", "api key not valid", "api key expired", "incorrect api key",
            "invalid api key", "user location is not supported",
        ]
        return beginnings.contains { words.hasPrefix($0) }
    }
}

// MARK: Status

extension ErrorBody {
    /// The status of HTTP that an error inside an answer stands for; nil when it names none.
    public var status: Int? {
        if let number = code.integer, (400..<600).contains(number) { return number }
        // The code says more: many call everything that a client did wrong an invalid request.
        let status = [code, type].lazy.compactMap { Self.statuses[$0.asciiLowercased] }.first
        // OpenAI has one word for all that is its own fault.
        return status == 500 && message.asciiLowercased.contains("overload") ? 503 : status
    }

    private static let statuses: [Text: Int] = [
        "invalid_request_error": 400, "invalid_argument": 400, "failed_precondition": 400,
        "authentication_error": 401, "unauthenticated": 401, "invalid_api_key": 401, "billing_error": 402,
        "permission_error": 403, "permission_denied": 403, "not_found_error": 404, "not_found": 404,
        "model_not_found": 404, "request_too_large": 413, "rate_limit_error": 429, "rate_limit_exceeded": 429,
        "resource_exhausted": 429, "insufficient_quota": 429, "api_error": 500, "server_error": 500, "internal": 500,
        "internal_server_error": 500, "overloaded_error": 503, "unavailable": 503, "service_unavailable": 503,
        "usage_limit_reached": 429, "usage_not_included": 403, "server_is_overloaded": 503, "slow_down": 503,
        "model_cap_exceeded": 429,
        "timeout_error": 504, "deadline_exceeded": 504,
    ]
}
