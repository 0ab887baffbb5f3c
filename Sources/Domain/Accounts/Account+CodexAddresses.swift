internal import JSON

extension Account {
    /// Where a ChatGPT account tells how much of it is used.
    public var codexUsageURL: String { codexBase + "/wham/usage" }

    /// Where it lists its models; it is told which version of this program asks.
    public func codexModelsURL(for version: String) -> String {
        "\(codexBase)/codex/models?client_version=\(Text(version).pathSegment)"
    }

    /// Where ChatGPT's own page asks for the access token of its session.
    public var webSessionURL: String {
        String(decoding: webConversationURL.utf8.dropLast("/backend-api/conversation".utf8.count), as: UTF8.self)
            + "/api/auth/session"
    }

    /// Up to `/backend-api`.
    private var codexBase: String {
        String(decoding: codexURL.utf8.dropLast("/codex/responses".utf8.count), as: UTF8.self)
    }
}
