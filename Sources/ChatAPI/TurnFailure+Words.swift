import Domain
import Web

extension TurnFailure {
    /// What a member is told. What exactly the upstream said is for administrators alone.
    func words(in language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }

    private var english: String {
        switch self {
        case .upstreamAuth: "The upstream did not accept the account. Please tell your administrator."
        case .upstreamRateLimited: "The upstream is getting too many requests. Try again in a few minutes."
        case .upstreamModelNotFound: "The upstream does not know this model. Choose another one."
        case .upstreamRefused: "The upstream refused this request."
        case .upstreamError: "The upstream had an error. Try again in a moment."
        case .upstreamUnreachable: "The upstream cannot be reached. Try again in a moment."
        case .upstreamTimeout: "The upstream took too long to answer."
        case .upstreamBadAnswer: "The upstream answered something that cannot be read."
        case .upstreamIncomplete: "The answer broke off before it was complete."
        case .contextTooLong: "The message is too long for this model."
        case .picturesLost: "A picture could not be fetched or kept. There may be no room left for your files."
        case .storage: "The answer could not be saved. Try again in a moment."
        }
    }

    private var chinese: String {
        switch self {
        case .upstreamAuth: "上游没有接受该账号，请告知管理员。"
        case .upstreamRateLimited: "上游请求过多，请过几分钟再试。"
        case .upstreamModelNotFound: "上游没有这个模型，请换一个模型。"
        case .upstreamRefused: "上游拒绝了这个请求。"
        case .upstreamError: "上游出错，请稍后再试。"
        case .upstreamUnreachable: "无法连接上游，请稍后再试。"
        case .upstreamTimeout: "上游响应超时。"
        case .upstreamBadAnswer: "上游返回了无法识别的内容。"
        case .upstreamIncomplete: "回答尚未完成就中断了。"
        case .contextTooLong: "消息超出了这个模型能处理的长度。"
        case .picturesLost: "有图片无法获取或保存，你的文件空间可能已满。"
        case .storage: "回答未能保存，请稍后再试。"
        }
    }
}
