import Domain

/// What a refusal says: whose limit is reached, of how much, in which time.
extension WindowUsage {
    var english: String {
        if isBalance {
            return limit.scope == .key
                ? "The key's balance is used up." : "Your balance is used up. An administrator can add to it."
        }
        let what = "limit of \(limit.amount) \(limit.unit.english) per \(window.english)"
        return switch limit.scope {
        case .member: "The \(what) is reached."
        case .memberOnAccount: "Your \(what) on this account is reached."
        case .key: "The key's \(what) is reached."
        case .account: "The account is busy: its \(what) is reached. Your own quota is untouched."
        case .group: "Your group's \(what) is reached. Your own quota is untouched."
        case .global: "Everybody's \(what) is reached. Your own quota is untouched."
        }
    }

    var chinese: String {
        if isBalance { return limit.scope == .key ? "此密钥的余额已用完。" : "你的余额已用完，管理员可以为你充值。" }
        let what = "\(window.chinese)最多 \(limit.amount) \(limit.unit.chinese)的限额"
        return switch limit.scope {
        case .member: "已达到\(what)。"
        case .memberOnAccount: "你在此账号上已达到\(what)。"
        case .key: "此密钥已达到\(what)。"
        case .account: "账号繁忙：已达到该账号\(what)，你自己的额度未受影响。"
        case .group: "你所在的分组已达到\(what)，你自己的额度未受影响。"
        case .global: "全站已达到\(what)，你自己的额度未受影响。"
        }
    }
}

extension QuotaUnit {
    fileprivate var english: String {
        switch self {
        case .messages: "messages"
        case .weighted: "weighted messages"
        case .tokens: "tokens"
        case .money: "units of the balance"
        }
    }

    fileprivate var chinese: String {
        switch self {
        case .messages: "条消息"
        case .weighted: "条加权消息"
        case .tokens: "个 token"
        case .money: "余额单位"
        }
    }
}

extension QuotaWindow {
    fileprivate var english: String {
        switch self {
        case .calendar(.hour): "clock hour"
        case .calendar(let span): span.rawValue
        case .hour: "hour"
        case .rolling(let span): Self.length(of: span, ("day", "hour", "minute")) { $0 == 1 ? $1 : "\($0) \($1)s" }
        case .lifetime: "lifetime"
        }
    }

    fileprivate var chinese: String {
        switch self {
        case .calendar(.hour): "每个整点小时"
        case .calendar(.day): "每天"
        case .calendar(.week): "每周"
        case .calendar(.month): "每月"
        case .hour: "每小时"
        case .rolling(let span): Self.length(of: span, ("天", "小时", "分钟")) { "每 \($0) \($1)" }
        case .lifetime: "总共"
        }
    }

    /// In the greatest unit that leaves nothing over.
    private static func length(
        of span: Duration, _ units: (days: String, hours: String, minutes: String), _ say: (Int64, String) -> String
    ) -> String {
        let seconds = span.components.seconds
        if seconds.isMultiple(of: 86_400) { return say(seconds / 86_400, units.days) }
        if seconds.isMultiple(of: 3600) { return say(seconds / 3600, units.hours) }
        return say(seconds / 60, units.minutes)
    }
}
