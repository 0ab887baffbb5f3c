internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// An answer as callers of the refresh-token manager read it: `{"success","msg","data"}` (oai-rt.md §1). The words for programs are that
/// format's, whatever language somebody reads.
enum TokenAnswer {
    static func done(_ words: Text, _ data: JSONValue? = nil) -> Response {
        var body: JSONValue = ["success": true, "msg": .string(words)]
        if let data { body["data"] = data }
        return .json(body)
    }

    static func refused(_ status: Int, _ words: Text, _ data: JSONValue? = nil) -> Response {
        var body: JSONValue = ["success": false, "msg": .string(words), "message": .string(words)]
        if let data { body["data"] = data }
        return .json(body, status: status)
    }

    static let noSuchRow: Text = "RT不存在"
    static func failed(_ failure: RenewalFailure) -> Text { "刷新失败: \(Text(failure.words))" }

    static func status(of error: ChatError) -> Int {
        switch error {
        case .invalid, .conflict: 400
        case .unavailable: 500
        default: error.status
        }
    }

    /// A failure, in the reader's language, or in the format's own.
    static func of(_ error: ChatError, in language: Language, at now: Timestamp) -> Response {
        let words = error == .notFound ? noSuchRow : Text(error.words(in: language))
        var response = refused(status(of: error), words)
        var body: JSONValue = [
            "success": false, "msg": .string(words), "message": .string(words), "code": .string(Text(error.code)),
        ]
        if case .invalid(let field, let flaw) = error {
            body["data"] = ["field": .string(Text(field)), "reason": .string(Text(flaw.words(in: language)))]
        }
        response.body = .bytes(body.bytes)
        response.headers["retry-after"] = error.retryAfter(now: now).map { "\($0)" }
        return response
    }
}
