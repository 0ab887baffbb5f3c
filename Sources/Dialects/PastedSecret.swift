internal import Domain
internal import JSON

/// What a key or a token is, as far as its own text says. Nothing is guessed.
struct PastedSecret {
    let text: Text
    private let now: Timestamp

    init(_ text: Text, at now: Timestamp) {
        self.text = text
        self.now = now
    }

    /// `stated` is what the paste says that it is, whatever it looks like; `hinted` is what the name of a setting says.
    func content(stated: Provider?, hinted: Provider? = nil) -> Result<PastedAccount.Content, LoginFlaw> {
        guard !text.isEmpty else { return .failure(.noKey) }
        guard text.byteCount <= 8192, text.utf8.allSatisfy(\.isPrintable) else { return .failure(.badToken) }
        if let stated, !stated.hasLogin { return key(stated) }
        if Self.logins.contains(where: text.hasPrefix) { return .failure(.unknownKind) }
        if let provider { return key(provider == .openAI ? hinted ?? provider : provider) }
        if isAccess { return login(TokenPair(access: Secret(text.string), refresh: Secret("")), stated) }
        if isSession, stated == .chatGPTWeb {
            return TokenPair(keptAs: Secret(text.string)).map { login($0, stated) } ?? .failure(.badToken)
        }
        if isSession { return .failure(.unknownKind) }
        if isRefresh || stated != nil && text.byteCount >= Codex.shortestToken {
            return login(TokenPair(access: Secret(""), refresh: Secret(text.string)), stated)
        }
        return hinted.map(key) ?? .failure(.unknownKind)
    }

    /// Whose key it is; nil for anything else.
    var provider: Provider? {
        let known = Self.keys.first { text.hasPrefix($0.prefix) }
        return known.flatMap { text.byteCount >= $0.prefix.byteCount + 4 ? Provider(rawValue: $0.provider) : nil }
    }

    /// Three parts with points between them, of which the first is an object.
    var isAccess: Bool { text.hasPrefix("eyJ") && text.utf8.count { $0 == UInt8(ascii: ".") } == 2 }

    /// The cookie of a session on the provider's page, encrypted (mirror.md §A2).
    private var isSession: Bool { text.hasPrefix("eyJ") && text.utf8.count { $0 == UInt8(ascii: ".") } == 4 }

    var isRefresh: Bool {
        text.byteCount >= Codex.shortestToken && Self.refreshing.contains(where: text.hasPrefix)
    }

    /// It says by itself what it is.
    var isKnown: Bool {
        text.byteCount <= 8192 && text.utf8.allSatisfy(\.isPrintable) && (provider != nil || isAccess || isRefresh)
    }

    private func key(_ provider: Provider) -> Result<PastedAccount.Content, LoginFlaw> {
        .success(.key(Secret(text.string), provider))
    }

    private func login(_ pair: TokenPair, _ kind: Provider?) -> Result<PastedAccount.Content, LoginFlaw> {
        Codex.checked(pair, at: now).content.map { $0.asking(kind) }
    }

    /// The longer prefix first.
    private static let keys: [(prefix: Text, provider: Int)] = [
        ("sk-ant-", 14), ("sk-or-", 20), ("AIza", 24), ("xai-", 48), ("sk-", 1),
    ]
    /// Of people who signed in to Claude: no keys of its interface.
    private static let logins: [Text] = ["sk-ant-oat", "sk-ant-ort", "sk-ant-sid"]
    private static let refreshing: [Text] = ["rt_", "rt-", "rt.", "v1."]
}

extension Result where Success == PastedLogin.Content, Failure == LoginFlaw {
    /// The same among accounts of any kind.
    var content: Result<PastedAccount.Content, LoginFlaw> {
        map { content in
            switch content {
            case .pair(let pair): .login(pair)
            case .key(let key): .key(key, .openAI)
            }
        }
    }
}
