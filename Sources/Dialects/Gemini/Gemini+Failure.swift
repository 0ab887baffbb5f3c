public import JSON

extension Gemini {
    public func body(of error: ErrorReply) -> JSONValue {
        let code = error.original?["code"]?.text?.integer ?? error.status
        let message = error.original?["message"]?.text ?? Text(error.message)
        let status =
            error.original?["type"]?.text.flatMap { Self.isStatus($0) ? $0 : nil } ?? Self.word(for: error.status)
        return ["error": ["code": .integer(code), "message": .string(message), "status": .string(status)]]
    }

    /// `RESOURCE_EXHAUSTED`: the upstream's own word.
    private static func isStatus(_ word: Text) -> Bool {
        !word.isEmpty && word.utf8.allSatisfy { (65...90).contains($0) || $0 == UInt8(ascii: "_") }
    }

    /// What the canonical errors are called (google.rpc.Code).
    private static func word(for status: Int) -> Text {
        switch status {
        case 401: "UNAUTHENTICATED"
        case 402: "FAILED_PRECONDITION"
        case 403: "PERMISSION_DENIED"
        case 404: "NOT_FOUND"
        case 409: "ABORTED"
        case 429: "RESOURCE_EXHAUSTED"
        case 499: "CANCELLED"
        case 400..<500: "INVALID_ARGUMENT"
        case 501: "UNIMPLEMENTED"
        case 503, 529: "UNAVAILABLE"
        case 504: "DEADLINE_EXCEEDED"
        default: "INTERNAL"
        }
    }
}
