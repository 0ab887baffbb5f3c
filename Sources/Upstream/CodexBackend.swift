internal import Dialects
public import Domain
public import HTTP
internal import JSON
internal import Transport
internal import Wire

/// ChatGPT accounts, asked as `SignedIn` asks in the format of their Responses.
public struct CodexBackend: ConversationBackend {
    private let access: SignedIn
    private let http: HTTPBackend
    private let settings: CodexSettings

    public init(
        http: HTTPBackend, client: HTTPClient, tokens: TokenRefresher, settings: CodexSettings, clock: any WallClock
    ) {
        access = SignedIn(http: http, client: client, tokens: tokens, clock: clock)
        self.http = http
        self.settings = settings
    }

    public func answer(
        _ prompt: Prompt, as account: Account, key: Secret,
        after permission: @Sendable () async -> Void, to sink: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason {
        try await access.answer(Self.named(prompt, for: account), as: account, key: key, after: permission, to: sink)
    }

    /// Asks how much of the account is used, which costs nothing; where nobody tells, for a few words.
    public func probe(_ account: Account, key: Secret) async throws(UpstreamError) -> AccountFindings {
        try await access.signed(account, key) { account, token, _ throws(UpstreamError) in
            guard let windows = try await windows(of: account, token) else {
                return try await http.probe(account, key: token)
            }
            return AccountFindings(windows: windows)
        }
    }

    public func reading(of account: Account, key: Secret) async throws(UpstreamError) -> AccountReading? {
        try await access.signed(account, key) { account, token, _ throws(UpstreamError) in
            try await windows(of: account, token).map { AccountReading(windows: $0) }
        }
    }

    /// Nil where nobody tells.
    private func windows(of account: Account, _ token: Secret) async throws(UpstreamError) -> [UsageWindow]? {
        let (status, body) = try await access.get(account.codexUsageURL, as: account, token, in: Codex(), or: 404)
        guard status == 200 else { return nil }
        guard let json = try? JSONValue(parsing: body, duplicates: .keepFirst), json.members != nil else {
            throw .failed(UpstreamFailure(.upstreamBadAnswer, status: 200, detail: "no account of what is used"))
        }
        return Codex.windows(in: json)
    }

    public func models(of account: Account, key: Secret) async throws(UpstreamError) -> [String] {
        try await access.signed(account, key) { account, token, _ throws(UpstreamError) in
            let url = account.codexModelsURL(for: settings.version)
            let (status, body) = try await access.get(url, as: account, token, in: Codex(), or: 404)
            guard status == 200 else { return settings.models }
            guard let names = Codex.models(in: body) else {
                throw .failed(UpstreamFailure(.upstreamBadAnswer, status: 200, detail: "no list of models"))
            }
            return names.isEmpty ? settings.models : names
        }
    }

    public func refusedAddresses(of account: Account) -> Set<AccountAddress> { http.refusedAddresses(of: account) }

    /// What the upstream remembers of a conversation it finds by a name: the program's own, or one that does not tell which conversation
    /// of ours it is.
    private static func named(_ prompt: Prompt, for account: Account) -> Prompt {
        var prompt = prompt
        if let original = prompt.original {
            let speaksOpenAI = [.openAIChat, .openAIResponses].contains(original.dialect)
            prompt.cacheName = speaksOpenAI ? original.body["prompt_cache_key"]?.text : nil
        } else if let conversation = prompt.conversation {
            let hash = SHA256.hash("chatmirror conversation|\(account.id)|\(conversation)")
            prompt.cacheName = Text(Self.uuid(hash))
        }
        return prompt
    }

    /// Of version 8 (RFC 9562, §5.8): made of bytes of one's own choice.
    private static func uuid(_ hash: [UInt8]) -> String {
        var bytes = Array(hash.prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(Hexadecimal.encode(bytes).utf8)
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return parts.map { String(decoding: digits[$0], as: UTF8.self) }.joined(separator: "-")
    }
}
