import Domain

/// One option: its name in the file, in the environment and as a flag, and what it may be.
struct Option: Sendable {
    /// `server.port` in the file, `--server.port` as a flag.
    let name: String
    let kind: Kind
    /// Nil: the value is worked out when it is needed.
    let fallback: String?
    let isSecret: Bool
    /// A variable of another name that says it where nothing else does.
    let alias: String?

    enum Kind: Sendable, Equatable {
        case text
        case number(ClosedRange<Int>)
        /// The path of a file of PEM certificates, or nothing.
        case certificates
        /// One of these words.
        case choice([String])
        /// Words; in the environment and as a flag separated by commas.
        case list
        /// `http://` or `https://`, an authority, nothing else.
        case origin
        /// The same, and a path of A-Z a-z 0-9 - . _ and slashes; or nothing.
        case address
        case timeZone
        /// A list of `name:key`.
        case applications
        /// Nothing, or printable ASCII without spaces of at least so many characters.
        case secret(shortest: Int)
        /// The path that a side of the product begins with, which no other one has.
        case prefix
        /// A list of `https://chat.example.org`.
        case origins
    }

    init(
        _ name: String, _ kind: Kind = .text, default fallback: String? = nil, isSecret: Bool = false,
        alias: String? = nil
    ) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.isSecret = isSecret
        self.alias = alias
    }

    /// `CHATMIRROR_SERVER_PORT`.
    var environmentName: String {
        "CHATMIRROR_" + name.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
    }

    /// Every option there is. `config/chatmirror.example.yaml` documents each one.
    static let all: [Option] = [
        Option("server.host", default: "127.0.0.1"),
        Option("server.port", .number(1...65535), default: "8080"),
        Option("server.public_url", .origin),
        Option("server.trusted_proxies", .list, default: ""),
        Option("data", default: "data"),
        Option("time_zone", .timeZone),
        Option("database.type", .choice(["sqlite", "mysql"]), default: "sqlite"),
        Option("database.host", default: "127.0.0.1"),
        Option("database.port", .number(1...65535), default: "3306"),
        Option("database.user", default: "chatmirror"),
        Option("database.password", default: "", isSecret: true),
        Option("database.database", default: "chatmirror"),
        Option("database.tls_ca", .certificates, default: ""),
        Option("database.connections", .number(2...200), default: "8"),
        Option("redis.url", default: "", isSecret: true),
        Option("upstream.allow_private", .list, default: ""),
        Option("upstream.codex_token_url", default: "https://auth.openai.com/oauth/token"),
        Option("upstream.codex_client_id", default: "app_EMoamEEZ73f0CkXaXp7hrann"),
        Option("upstream.codex_scope", default: "openid profile email"),
        Option("upstream.codex_renewal_lead", .number(0...43_200), default: "0"),
        Option(
            "upstream.codex_models", .list,
            default: "gpt-5.6-sol,gpt-5.6-terra,gpt-5.6-luna,gpt-5.5,gpt-5.4,gpt-5.4-mini,gpt-5.3-codex-spark"),
        Option("upstream.chatgpt_base_url", .origin, default: "https://chatgpt.com"),
        Option("limits.running_answers", .number(0...10_000), default: String(SendMessage.standardMostRunning)),
        Option("limits.member_files", .number(0...10_000_000), default: "1024"),
        Option("limits.import_size", .number(1...1_000_000), default: "8192"),
        Option("files.folder", default: ""),
        Option("files.s3_url", .address, default: ""),
        Option("files.s3_region", default: "us-east-1"),
        Option("files.s3_access_key", default: "", isSecret: true),
        Option("files.s3_secret_key", default: "", isSecret: true),
        Option("miniprogram.app_keys", .applications, default: "", isSecret: true),
        Option("miniprogram.user", default: ""),
        Option("miniprogram.model", default: MiniProgram.Options.usualModel, alias: "OPENAI_MODEL"),
        Option("miniprogram.image_model", default: MiniProgram.Options.usualImageModel),
        Option("miniprogram.rate_limit", .number(0...10_000), default: String(MiniProgram.Options.usualMostCalls)),
        Option("rt.api_secret", .secret(shortest: TokenManagerOptions.shortestSecret), default: "", isSecret: true),
        Option("rt.public_api_prefix", .prefix, default: TokenManagerOptions.usualPrefix),
        Option("rt.client_id", default: "app_WXrF1LSkiTtfYqiL6XtjygvX"),
        Option("rt.jwt_hours", .number(SignIn.programHours), default: String(TokenManagerOptions.usualHours)),
        Option("rt.cors_origins", .origins, default: ""),
        Option("log.level", .choice(["debug", "info", "warn", "error"]), default: "info"),
    ]

    /// The options that a name stands for: itself, or `…_file` for a secret.
    static func named(_ name: String) -> (option: Option, isFile: Bool)? {
        if let option = all.first(where: { $0.name == name }) { return (option, false) }
        guard name.hasSuffix("_file"), let option = all.first(where: { $0.isSecret && $0.name + "_file" == name })
        else {
            return nil
        }
        return (option, true)
    }
}
