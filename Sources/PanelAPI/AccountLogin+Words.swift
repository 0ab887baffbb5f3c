import Domain
import Web

extension AccountLogin {
    /// What a reason may begin with, after which the upstream's own words follow.
    private static let begins = [
        (AccountHealth.noKey, "没有可用的密钥", "No key can be used"),
        (RenewalHold.heldBack, "登录续期已暂停", "Renewals are held back"),
        (AccountEvent.keyPrefix, "密钥 ", "Key "),
    ]

    /// Why an account needs somebody to sign in again; any other reason as it is.
    static func words(for reason: String, in language: Language) -> String {
        let isChinese = language == .chinese
        if reason == UsageWindows.reached { return isChinese ? "用量已达上限。" : "The usage limit is reached." }
        for (begin, chinese, english) in begins where reason.utf8.starts(with: begin.utf8) {
            let rest = String(decoding: reason.utf8.dropFirst(begin.utf8.count), as: UTF8.self)
            let inner =
                rest.utf8.starts(with: ": ".utf8) ? ": " + words(for: String(rest.dropFirst(2)), in: language) : rest
            return (isChinese ? chinese : english) + inner
        }
        guard let code = AccountLogin.code(in: reason) else { return reason }
        switch code {
        case "no_refresh_token":
            return isChinese
                ? "登录已过期，而且没有刷新令牌。请重新登录并粘贴新的登录信息。"
                : "The login has ended, and there is no refresh token. Sign in again and paste the new login."
        case "no_login":
            return isChinese ? "没有登录信息。请粘贴登录信息。" : "There is no login. Paste one."
        case "not_saved":
            return isChinese
                ? "访问令牌已过期或被拒绝。保存账号之后才能续期。"
                : "The access token has ended or is refused. It can be renewed when the account is saved."
        case "refresh_token_reused":
            return isChinese
                ? "刷新令牌已在别处使用过（\(code)）。请重新登录并粘贴新的登录信息；同一个登录只能由一个程序使用。"
                : """
                The refresh token was used elsewhere (\(code)). Sign in again and paste the new login; one login is for one program \
                alone.
                """
        default:
            return isChinese
                ? "登录已失效（\(code)）。请重新登录并粘贴新的登录信息。"
                : "The login has ended (\(code)). Sign in again and paste the new login."
        }
    }
}
