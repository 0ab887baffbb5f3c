package import Domain
package import HTTP
package import JSON
import Wire

/// A failure as the world sees it: the one switch from error to status.
extension ChatError {
    package var status: Int {
        switch self {
        case .notFound, .unknownParent, .notResumable: 404
        case .unknownModel, .invalid, .twoSessions: 400
        case .noAccount, .turnRunning, .conversationMoved, .duplicateMessage, .conflict, .packageInUse, .groupInUse: 409
        case .quotaExceeded, .tooManyRunning, .tooManyJobs, .tooManyStreams, .throttled: 429
        case .unauthorized: 401
        case .forbidden, .unconfirmed, .wrongPassword: 403
        case .tooLarge: 413
        case .notJSON: 415
        case .file(let flaw): flaw.status
        case .unavailable, .accountsOut: 503
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not_found"
        case .unknownParent: "unknown_parent"
        case .notResumable: "not_resumable"
        case .unknownModel: "unknown_model"
        case .invalid: "invalid_request"
        case .noAccount: "no_account"
        case .accountsOut: "accounts_out"
        case .turnRunning: "turn_running"
        case .tooManyRunning: "too_many_running"
        case .tooManyJobs: "too_many_jobs"
        case .tooManyStreams: "too_many_streams"
        case .conversationMoved: "conversation_moved"
        case .duplicateMessage: "duplicate_message"
        case .file(let flaw): flaw.code
        case .conflict(let conflict): conflict.rawValue
        case .packageInUse: "package_in_use"
        case .groupInUse: "group_in_use"
        case .quotaExceeded: "quota_exceeded"
        case .throttled: "too_many_attempts"
        case .unauthorized: "unauthorized"
        case .forbidden: "forbidden"
        case .twoSessions: "two_sessions"
        case .unconfirmed(let hasPassword): hasPassword ? "confirm_password" : "no_password"
        case .wrongPassword: "wrong_password"
        case .tooLarge: "too_large"
        case .notJSON: "unsupported_media_type"
        case .unavailable: "unavailable"
        }
    }

    /// Seconds to wait, for `Retry-After`.
    package func retryAfter(now: Timestamp) -> Int64? {
        switch self {
        case .quotaExceeded(let usage):
            usage.resetsAt.map { max(1, ($0.milliseconds - now.milliseconds + 999) / 1000) }
        case .throttled(let seconds): Int64(seconds)
        case .accountsOut(let until): until.map { max(1, ($0.milliseconds - now.milliseconds + 999) / 1000) }
        case .unavailable: 5
        default: nil
        }
    }

    package func response(as failure: Surface.Failure, to request: Request, now: Timestamp) -> Response {
        let language = Language(of: request)
        var response: Response
        switch failure {
        case .envelope: response = .json(envelope(in: language), status: status)
        case .detail: response = .json(["detail": detail(in: language)], status: status)
        case .page, .plain:
            response = Response(
                status, headers: ["content-type": "text/plain; charset=utf-8"],
                body: .bytes(Array(words(in: language).utf8)))
        case .own(let write): return write(self, request, now)
        }
        response.headers["retry-after"] = retryAfter(now: now).map { "\($0)" }
        return response
    }

    private func envelope(in language: Language) -> JSONValue {
        [
            "success": false, "message": .string(words(in: language)), "code": .string(code),
            "data": details(in: language),
        ]
    }

    private func detail(in language: Language) -> JSONValue {
        var detail: JSONValue = ["code": .string(code), "message": .string(words(in: language))]
        for member in details(in: language).members ?? [] { detail[member.key] = member.value }
        return detail
    }

    /// What a program can use beyond the code.
    private func details(in language: Language) -> JSONValue {
        switch self {
        case .quotaExceeded(let usage): usage.json
        case .tooManyRunning(let limit), .tooManyJobs(let limit), .tooManyStreams(let limit): ["limit": .integer(limit)]
        case .invalid(let field, let flaw):
            ["field": .string(field), "reason": .string(flaw.words(in: language))]
        case .tooLarge(let limit): ["limit": .integer(limit)]
        case .file(let flaw): flaw.limit.map { ["limit": .integer($0)] } ?? .null
        case .unavailable(let what): ["what": .string(what)]
        default: .null
        }
    }
}

extension WindowUsage {
    /// As `GET /api/user/quota` and a refusal show it. Times are Unix seconds, rounded up.
    package var json: JSONValue {
        var json = limit.json
        json["used"] = .integer(used)
        json["remaining"] = .integer(remaining)
        json["resets_at"] = resetsAt.map { .integer(($0.milliseconds + 999) / 1000) } ?? .null
        return json
    }
}

extension MemberWindow {
    package var json: JSONValue {
        var json = usage.json
        if let account { json["account"] = .string(account) }
        return json
    }
}

extension Limit {
    /// As the interface has it (chatmirror.md §4).
    package var json: JSONValue {
        [
            "scope": .string(scope.rawValue), "window": .string(window.name),
            "kind": .string(window.isRolling ? "rolling" : "calendar"), "unit": .string(unit.rawValue),
            "models": .array(models.map { .string($0) }), "limit": .integer(amount),
        ]
    }
}
