public import JSON

extension OpenAIChat {
    public func body(of error: ErrorReply) -> JSONValue {
        if let original = error.original { return ["error": original] }
        return [
            "error": [
                "message": .string(error.message), "type": .string(Self.type(of: error.status)),
                "param": error.param.map { .string($0) } ?? .null, "code": error.code.map { .string($0) } ?? .null,
            ]
        ]
    }

    private static func type(of status: Int) -> String {
        switch status {
        case 401: "authentication_error"
        case 403: "permission_error"
        case 429: "rate_limit_error"
        case 400..<500: "invalid_request_error"
        // New API's, for what is declared and not built.
        case 501: "new_api_error"
        default: "server_error"
        }
    }
}
