internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// Why a mini-program is not answered, as it reads that: the status, and words in Chinese that name the kind of it and nothing more. They
/// belong to the format, whatever language somebody reads.
struct AppRefusal: Sendable {
    let status: Int
    let words: Text
    /// Seconds.
    private let wait: Int64?

    private init(_ status: Int, _ words: Text, wait: Int64? = nil) {
        self.status = status
        self.words = words
        self.wait = wait
    }

    static let interrupted = AppRefusal(500, "请求已中断")

    init(_ error: ChatError, now: Timestamp) {
        let (status, words): (Int, Text) =
            switch error {
            case .invalid, .notJSON: (400, "参数错误")
            case .unauthorized: (401, "未授权")
            case .notFound: (404, "接口不存在")
            case .tooLarge: (413, "请求过大")
            case .throttled: (429, "请求过于频繁")
            case .quotaExceeded(let usage): (429, usage.isBalance ? "余额不足" : "配额已用完")
            // Nobody who pays is named, or has what the start names.
            case .noAccount, .unknownModel: (500, "未配置")
            case .accountsOut: (500, "AI服务繁忙")
            case .unavailable: (500, "服务暂时不可用")
            default: (500, "服务器内部错误")
            }
        self.init(status, words, wait: error.retryAfter(now: now))
    }

    /// Of an upstream nothing is repeated.
    init(_ failure: UpstreamFailure) {
        let words: Text =
            switch failure.code {
            case .upstreamRateLimited: "AI服务繁忙"
            case .upstreamTimeout: "AI服务超时"
            case .upstreamRefused where failure.status == 402: "余额不足"
            case .contextTooLong: "对话过长"
            case .upstreamAuth, .upstreamModelNotFound, .upstreamRefused, .upstreamError, .upstreamUnreachable,
                .upstreamBadAnswer, .upstreamIncomplete, .picturesLost, .storage:
                "AI服务异常"
            }
        self.init(500, words, wait: failure.retryAfter.map { max(1, $0.components.seconds) })
    }

    var response: Response {
        var response = Response.json(["code": .integer(status), "msg": .string(words)], status: status)
        if let wait { response.headers["retry-after"] = "\(wait)" }
        return response
    }
}
