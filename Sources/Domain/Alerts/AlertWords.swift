/// What is said of alerts: in the panel and through every channel the same.
///
/// The words stand here, and not where they are shown, because the panel and the channels do not see each other.
public struct AlertWords: Sendable {
    private let language: AlertLanguage

    public init(in language: AlertLanguage) { self.language = language }

    private var isChinese: Bool { language == .chinese }

    private func say(_ english: String, _ chinese: String) -> String { isChinese ? chinese : english }
}

// MARK: One alert

extension AlertWords {
    /// What is wrong, in one line.
    public func title(of alert: Alert) -> String {
        let (name, value) = (alert.subject.name, alert.facts.value ?? 0)
        switch alert.kind {
        case .accountDead: return say("Account “\(name)” answers nobody", "账号「\(name)」无法应答")
        case .needsLogin: return say("Account “\(name)” needs a new login", "账号「\(name)」需要重新登录")
        case .fewHealthy:
            let limit = alert.facts.limit ?? 0
            return say("\(value) accounts work; there should be at least \(limit)", "只有 \(value) 个账号可用，至少应有 \(limit) 个")
        case .errorRate:
            return say("\(value)% of the requests of the last 5 minutes failed", "最近 5 分钟有 \(value)% 的请求失败")
        case .refreshFailing: return refresh(alert)
        case .tokenExpiring:
            return say("The login of account “\(name)” ends soon", "账号「\(name)」的登录即将到期")
        case .memberNearLimit:
            return say("Member “\(name)” has used \(value)% of a limit", "成员「\(name)」的额度已用 \(value)%")
        case .disk: return say("The disk of the data folder has \(value)% left", "数据目录所在磁盘仅剩 \(value)%")
        case .storeGone: return store(name)
        case .signInsAttacked:
            return say("\(value) sign-ins were refused within 5 minutes", "5 分钟内有 \(value) 次登录被拒绝")
        }
    }

    private func refresh(_ alert: Alert) -> String {
        let name = alert.subject.name
        guard alert.subject.kind == .site else {
            return say("Refresh token “\(name)” cannot be refreshed", "刷新令牌「\(name)」刷新失败")
        }
        let value = alert.facts.value ?? 0
        return say(
            "The logins of \(value) accounts could not be renewed; renewals are held back", "\(value) 个账号续期失败，已暂停自动续期")
    }

    private func store(_ name: String) -> String {
        name == "redis"
            ? say("Redis does not answer", "Redis 无响应") : say("The database does not answer", "数据库无响应")
    }

    /// Why, whom it hits and until when; empty where nothing more is known.
    public func details(of alert: Alert) -> String {
        let facts = alert.facts
        var parts: [String] = []
        if !facts.reason.isEmpty { parts.append(say("Reason: \(facts.reason).", "原因：\(facts.reason)。")) }
        if let end = facts.expiresAt {
            parts.append(
                say(
                    "It ends at \(end.iso8601) and is not renewed by itself.", "到期时间 \(end.iso8601)，不会自动续期。"))
        }
        if let affected = facts.affected { parts.append(members(affected, facts.stranded ?? 0)) }
        if let failed = facts.failed, failed > 0 {
            parts.append(say("\(failed) requests failed meanwhile.", "期间有 \(failed) 个请求失败。"))
        }
        return parts.joined(separator: isChinese ? "" : " ")
    }

    private func members(_ affected: Int, _ stranded: Int) -> String {
        guard affected > 0 else { return say("No member uses it.", "没有成员使用它。") }
        return say(
            "Members affected: \(affected); without another account that works: \(stranded).",
            "受影响成员 \(affected) 位，其中 \(stranded) 位没有其他可用账号。")
    }
}

// MARK: A notice

extension AlertWords {
    public func title(of notice: AlertNotice) -> String {
        switch notice.kind {
        case .test: return say("A test of this channel", "渠道测试")
        case .fired:
            guard notice.isGrouped else { return notice.alerts.first.map(title) ?? "" }
            if notice.alerts.allSatisfy(\.kind.isOfAccount) {
                return say(
                    "Pool problem: \(notice.count) accounts, probably the upstream or the way to it",
                    "账号池异常：\(notice.count) 个账号，可能是上游或出口网络的问题")
            }
            return say("\(notice.count) alerts", "\(notice.count) 条告警")
        case .recovered:
            guard notice.isGrouped else { return say("Over: ", "已恢复：") + (notice.alerts.first.map(title) ?? "") }
            return say("\(notice.count) alerts are over", "\(notice.count) 条告警已恢复")
        }
    }

    /// Lines of text.
    public func body(of notice: AlertNotice) -> [String] {
        if notice.kind == .test {
            return [say("Alerts of this server arrive here.", "本服务的告警会发送到这里。")]
        }
        var lines = notice.alerts.map { line(of: $0, in: notice) }.filter { !$0.isEmpty }
        let more = notice.count - notice.alerts.count
        if more > 0 { lines.append(say("… and \(more) more", "……以及另外 \(more) 条")) }
        return lines
    }

    private func line(of alert: Alert, in notice: AlertNotice) -> String {
        var parts = notice.isGrouped ? [title(of: alert) + (isChinese ? "。" : ".")] : []
        parts.append(details(of: alert))
        if notice.kind == .recovered, let end = alert.closedAt {
            let span = span(end - alert.openedAt)
            parts.append(say("It lasted \(span).", "持续了 \(span)。"))
        }
        let line = parts.filter { !$0.isEmpty }.joined(separator: isChinese ? "" : " ")
        return notice.isGrouped ? "- \(line)" : line
    }

    private func span(_ span: Duration) -> String {
        let seconds = span.inMilliseconds / 1000
        if seconds < 120 { return say("\(seconds) s", "\(seconds) 秒") }
        if seconds < 7200 { return say("\(seconds / 60) min", "\(seconds / 60) 分钟") }
        return say("\(seconds / 3600) h", "\(seconds / 3600) 小时")
    }
}

// MARK: A delivery

extension AlertWords {
    /// Why it failed, as `AlertFailure.result` has it; empty for nothing.
    public func reason(_ result: String) -> String {
        let parts = result.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1)
        guard let code = parts.first, let fault = AlertFailure.Fault(rawValue: String(Substring(code))) else {
            return result
        }
        let words = words(for: fault)
        guard parts.count > 1 else { return words }
        return words + say(":", "：")
            + (isChinese ? String(Substring(parts[1].dropFirst())) : String(Substring(parts[1])))
    }

    private func words(for fault: AlertFailure.Fault) -> String {
        switch fault {
        case .unreadable: say("The channel cannot be read: enter it again", "渠道密钥无法读取，请重新填写")
        case .badAddress: say("The address cannot be used", "地址不可用")
        case .privateAddress:
            say("The address is in a private network (upstream.allow_private)", "地址属于内网（见 upstream.allow_private）")
        case .unreachable: say("No connection", "无法连接")
        case .tls: say("TLS failed, or the certificate is not trusted", "TLS 失败或证书不受信任")
        case .timedOut: say("No answer in time", "超时未应答")
        case .tooLong: say("The answer is too long", "应答过长")
        case .broken: say("The connection broke", "连接中断")
        case .redirect: say("The address redirects, which is not followed", "地址发生重定向，不会跟随")
        case .status: say("The other side answered", "对方返回")
        case .refused: say("The other side refused it", "对方拒绝")
        case .noAnswer: say("The other side did not say that it took it", "对方没有确认收到")
        case .switchedOff: say("The channel is switched off", "渠道已停用")
        case .deleted: say("The channel was deleted", "渠道已删除")
        case .stopped: say("The server stopped meanwhile", "服务当时正在停止")
        }
    }
}
