public import JSON

extension Anthropic {
    public func body(of error: ErrorReply) -> JSONValue {
        let type = error.original.flatMap(Self.type(in:)) ?? Self.type(of: error.status)
        let message = error.original?["message"]?.text ?? Text(error.message)
        return ["type": "error", "error": ["type": .string(type), "message": .string(message)]]
    }

    /// The upstream's own word, where it is one of the format's.
    private static func type(in original: JSONValue) -> Text? {
        original["type"]?.text.flatMap { types.contains($0) ? $0 : nil }
    }

    private static let types: Set<Text> = [
        "invalid_request_error", "authentication_error", "billing_error", "permission_error", "not_found_error",
        "request_too_large", "rate_limit_error", "timeout_error", "api_error", "overloaded_error",
    ]

    private static func type(of status: Int) -> Text {
        switch status {
        case 401: "authentication_error"
        case 402: "billing_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 400..<500: "invalid_request_error"
        case 503, 529: "overloaded_error"
        case 504: "timeout_error"
        default: "api_error"
        }
    }
}
