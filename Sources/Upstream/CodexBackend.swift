internal import Dialects
public import Domain
public import HTTP
internal import JSON
internal import Transport
internal import Wire

/// ChatGPT accounts: asks as `HTTPBackend` does, with an access token that is renewed when it has ended or is refused.
///
/// A question that was refused for its token (401) ran nowhere, and is asked once more with the next one.
public struct CodexBackend: ConversationBackend {
    private let http: HTTPBackend
    private let client: HTTPClient
    private let tokens: TokenRefresher
    private let settings: CodexSettings
    private let clock: any WallClock

    private static let longestList = 8 << 20
    private static let timeouts = ClientTimeouts(firstByte: .seconds(30), total: .seconds(60))

    public init(
        http: HTTPBackend, client: HTTPClient, tokens: TokenRefresher, settings: CodexSettings, clock: any WallClock
    ) {
        self.http = http
        self.client = client
        self.tokens = tokens
        self.settings = settings
        self.clock = clock
    }

    public func answer(
        _ prompt: Prompt, as account: Account, key: Secret,
        after permission: @Sendable () async -> Void, to sink: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason {
        let prompt = Self.named(prompt, for: account)
        var hasOutput = false
        return try await signed(account, key, after: permission) { account, token, isPermitted throws(UpstreamError) in
            do throws(UpstreamError) {
                return try await http.answer(
                    prompt, as: account, key: token, after: { if !isPermitted { await permission() } }
                ) { piece in
                    hasOutput = true
                    await sink(piece)
                }
            } catch {
                // Whatever comes now is no refusal of the question.
                throw hasOutput ? error.settled : error
            }
        }
    }

    /// Asks how much of the account is used, which costs nothing; where nobody tells, for a few words.
    public func probe(_ account: Account, key: Secret) async throws(UpstreamError) -> AccountFindings {
        try await signed(account, key) { account, token, _ throws(UpstreamError) in
            let (status, body) = try await get(account.codexUsageURL, as: account, token, or: 404)
            guard status == 200 else { return try await http.probe(account, key: token) }
            guard let json = try? JSONValue(parsing: body, duplicates: .keepFirst), json.members != nil else {
                throw .failed(UpstreamFailure(.upstreamBadAnswer, status: 200, detail: "no account of what is used"))
            }
            return AccountFindings(windows: Codex.windows(in: json))
        }
    }

    public func models(of account: Account, key: Secret) async throws(UpstreamError) -> [String] {
        try await signed(account, key) { account, token, _ throws(UpstreamError) in
            let url = account.codexModelsURL(for: settings.version)
            let (status, body) = try await get(url, as: account, token, or: 404)
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

// MARK: Tokens

extension CodexBackend {
    /// `permission` is waited for before anything is sent; what is asked learns whether it was. Asks with the newest token, and once more with the next one where that is refused.
    private func signed<Answer>(
        _ account: Account, _ key: Secret, after permission: @Sendable () async -> Void = {},
        _ ask: (_ account: Account, _ token: Secret, _ isPermitted: Bool) async throws(UpstreamError) -> Answer
    ) async throws(UpstreamError) -> Answer {
        guard let entered = TokenPair(keptAs: key) else {
            throw .failed(UpstreamFailure(.upstreamAuth, detail: AccountLogin.ended("no_login"), fault: .loggedOut))
        }
        var pair = tokens.newest(entered, of: account.id)
        let isOver = pair.isOver(at: clock.now)
        if isOver {
            await permission()
            pair = try await renewed(pair, of: account)
        }
        do throws(UpstreamError) {
            return try await ask(account.asking(for: pair.owner.account), pair.access, isOver)
        } catch {
            guard case .failed(let failure) = error, failure.status == 401, failure.code == .upstreamAuth else {
                throw error
            }
            pair = try await renewed(pair, of: account)
            return try await ask(account.asking(for: pair.owner.account), pair.access, true)
        }
    }

    private func renewed(_ pair: TokenPair, of account: Account) async throws(UpstreamError) -> TokenPair {
        let outcome = await tokens.renewed(pair, of: account)
        switch outcome {
        case .failure(.cancelled): throw .cancelled
        case .success(let pair): return pair
        case .failure(.ended(let code)):
            throw .failed(UpstreamFailure(.upstreamAuth, detail: AccountLogin.ended(code), fault: .loggedOut))
        case .failure(.unavailable(let words)): throw .failed(UpstreamFailure(.upstreamUnreachable, detail: words))
        }
    }

    /// What stands at an address, or only the status where that is `other`.
    private func get(
        _ url: String, as account: Account, _ token: Secret, or other: Int
    ) async throws(UpstreamError) -> (status: Int, body: [UInt8]) {
        let request = Question.request(.get, url, as: account, token, in: Codex(), timeouts: Self.timeouts)
        let redaction = Redaction(key: token, prompt: Prompt(model: "", messages: []), host: account.baseURL)
        let result: Result<(Int, [UInt8]), UpstreamFailure>
        do throws(ClientError) {
            result = try await client.send(request, after: {}) { response throws(ClientError) in
                if response.status == other { return .success((other, [])) }
                guard UpstreamFailure.isAnswer(response) else {
                    return .failure(await Refusal(response, redaction, speaking: .codex).failure)
                }
                return .success((200, try await response.collect(upTo: Self.longestList)))
            }
        } catch {
            throw UpstreamError(error, redaction, hasHead: false)
        }
        do { return try result.get() } catch { throw .failed(error) }
    }
}

extension Account {
    /// Asks for a workspace: a token may be good for several.
    fileprivate func asking(for workspace: String) -> Account {
        guard !workspace.isEmpty else { return self }
        var account = self
        account.options.headers.append(.init("chatgpt-account-id", workspace))
        return account
    }
}

extension UpstreamError {
    /// The same failure with a status that nobody takes for a refusal.
    fileprivate var settled: UpstreamError {
        guard case .failed(let failure) = self, failure.status == 401 else { return self }
        return .failed(
            UpstreamFailure(
                failure.code, status: 200, detail: failure.detail, retryAfter: failure.retryAfter,
                mayHaveRun: failure.mayHaveRun, original: failure.original))
    }
}
