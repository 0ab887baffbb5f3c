import Domain

extension LoginFlaw {
    var english: String {
        switch self {
        case .notALogin: "is not a login: paste the CLI's auth.json, an account's JSON, or a token"
        case .brokenJSON: "is JSON that cannot be read"
        case .several(let count): "holds \(count) logins: use Import for more than one"
        case .holdsKey: "holds an API key: add an account of the type OpenAI with that key"
        case .noToken: "has neither an access token nor a refresh token"
        case .badToken: "has a token that is not printable ASCII without spaces"
        case .ended: "has ended, and has no refresh token: sign in again"
        case .unknownKind:
            "is of no known kind: keys begin with sk-, sk-ant- or AIza, tokens with eyJ or rt_; a field “type” names others"
        case .noKey: "has no key: it may have been exported without secrets"
        case .brokenRow: "is a row that cannot be read: a quote is not closed, or it has too many columns"
        }
    }

    var chinese: String {
        switch self {
        case .notALogin: "不是登录信息：请粘贴 CLI 的 auth.json、账号的 JSON 或令牌"
        case .brokenJSON: "是无法读取的 JSON"
        case .several(let count): "包含 \(count) 个登录：多个账号请使用导入"
        case .holdsKey: "包含的是 API 密钥：请用它添加类型为 OpenAI 的账号"
        case .noToken: "既没有访问令牌，也没有刷新令牌"
        case .badToken: "含有空格或非 ASCII 字符，不能用作令牌"
        case .ended: "已过期，且没有刷新令牌：请重新登录"
        case .unknownKind:
            "无法识别类型：密钥以 sk-、sk-ant- 或 AIza 开头，令牌以 eyJ 或 rt_ 开头；其他密钥请用“type”字段注明类型"
        case .noKey: "没有密钥：可能是不含密钥的导出文件"
        case .brokenRow: "是无法读取的行：引号没有闭合，或列数过多"
        }
    }

    /// In the language of a reader.
    package func words(in language: Language) -> String { language == .chinese ? chinese : english }

    /// For programs.
    package var code: String {
        switch self {
        case .notALogin: "not_a_login"
        case .brokenJSON: "broken_json"
        case .several: "several"
        case .holdsKey: "holds_api_key"
        case .noToken: "no_token"
        case .badToken: "bad_token"
        case .ended: "expired"
        case .unknownKind: "unknown_kind"
        case .noKey: "no_key"
        case .brokenRow: "broken_row"
        }
    }
}
