package import Domain
import JSON
import Wire

extension ChatError {
    /// What a person is told. Holds nothing that the person did not send or own.
    package func words(in language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }

    private var english: String {
        switch self {
        case .notFound: "There is no such thing here."
        case .unknownParent: "The message that this one follows does not exist."
        case .notResumable: "This answer can no longer be followed."
        case .unknownModel: "This model is not available to you."
        case .accountsOut: "The accounts for this model are resting after failures. Try again in a moment."
        case .noAccount: "No upstream account is available to you. Ask your administrator."
        case .turnRunning: "An answer is still being written in this conversation."
        case .tooManyRunning(let limit):
            "Only \(limit) of your answers can be written at the same time. Wait until one is finished, or stop one."
        case .tooManyJobs(let limit):
            "Only \(limit) of your jobs can run at the same time. Wait until one has ended, or cancel one."
        case .tooManyStreams(let limit): "Only \(limit) pages can watch at the same time. Close one of them."
        case .conversationMoved: "This conversation went on elsewhere."
        case .duplicateMessage: "This message id was used before."
        case .quotaExceeded(let usage):
            usage.english
        case .invalid(let field, let flaw): "\(field): \(flaw.english)"
        case .tooLarge(let limit): "Longer than the \(limit) bytes that are allowed."
        case .notJSON: "The body must be JSON, sent as application/json."
        case .file(let flaw): flaw.english
        case .conflict(let conflict): conflict.english
        case .packageInUse(let holders): holders.english
        case .groupInUse(let group, _, 0): "The group “\(group)” has a package. Take that away first."
        case .groupInUse(let group, let members, let count):
            "\(count) members are in the group “\(group)”, among them \(members.joined(separator: ", ")). Move them to another first."
        case .unauthorized: "Please sign in."
        case .forbidden: "You may not do this."
        case .twoSessions:
            "Your browser sends two sign-ins at once. Delete the cookies of this address and sign in again."
        case .unconfirmed(hasPassword: true): "Please confirm this with your password."
        case .unconfirmed(hasPassword: false):
            "This must be confirmed with a password, and you have none. Ask another administrator to set one."
        case .wrongPassword: "The password is wrong."
        case .throttled(let seconds): "Too many attempts. Try again in \(seconds) seconds."
        case .unavailable: "The service is not available right now. Nothing was lost; try again in a moment."
        }
    }

    private var chinese: String {
        switch self {
        case .notFound: "这里没有这个内容。"
        case .unknownParent: "所回复的消息不存在。"
        case .notResumable: "这个回答已无法继续接收。"
        case .unknownModel: "你不能使用这个模型。"
        case .accountsOut: "可用的账号刚刚出错，正在恢复，请稍后再试。"
        case .noAccount: "没有可用的上游账号，请联系管理员。"
        case .turnRunning: "这个对话中的回答还在生成。"
        case .tooManyRunning(let limit): "最多同时生成 \(limit) 个回答，请等其中一个完成，或先停止一个。"
        case .tooManyJobs(let limit): "最多同时运行 \(limit) 个任务，请等其中一个结束，或先取消一个。"
        case .tooManyStreams(let limit): "最多同时有 \(limit) 个页面查看实时动态，请先关闭一个。"
        case .conversationMoved: "这个对话已在别处继续。"
        case .duplicateMessage: "这个消息编号已经用过。"
        case .quotaExceeded(let usage): usage.chinese
        case .invalid(let field, let flaw): "\(field)：\(flaw.chinese)"
        case .tooLarge(let limit): "超过了允许的 \(limit) 字节。"
        case .notJSON: "请求内容必须是 JSON，并以 application/json 发送。"
        case .file(let flaw): flaw.chinese
        case .conflict(let conflict): conflict.chinese
        case .packageInUse(let holders): holders.chinese
        case .groupInUse(let group, _, 0): "分组“\(group)”还有套餐，请先取消。"
        case .groupInUse(let group, let members, let count):
            "分组“\(group)”中还有 \(count) 个成员（\(members.joined(separator: "、"))），请先把他们移到其他分组。"
        case .unauthorized: "请先登录。"
        case .forbidden: "你没有权限。"
        case .twoSessions: "浏览器同时发送了两个登录状态，请删除此地址的 Cookie 后重新登录。"
        case .unconfirmed(hasPassword: true): "请输入密码确认此操作。"
        case .unconfirmed(hasPassword: false): "此操作需要输入密码确认，而你还没有密码，请让其他管理员为你设置一个。"
        case .wrongPassword: "密码不正确。"
        case .throttled(let seconds): "尝试次数过多，请在 \(seconds) 秒后再试。"
        case .unavailable: "服务暂时不可用，没有丢失任何内容，请稍后再试。"
        }
    }
}

extension Flaw {
    /// What is to be said of the field, without its name.
    package func words(in language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }
}
