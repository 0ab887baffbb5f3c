internal import Dialects
public import Domain
public import HTTP
internal import JSON

/// ChatGPT accounts, asked as `SignedIn` asks in the format of ChatGPT's own page.
///
/// Of what that page may do it asks for two things: an answer, and the list of models. Conversations, memories, settings and files of the
/// account are nobody's here, so there is no way to them.
public struct ChatGPTWebBackend: ConversationBackend {
    private let access: SignedIn
    private let http: HTTPBackend

    public init(http: HTTPBackend, client: HTTPClient, tokens: TokenRefresher, clock: any WallClock) {
        access = SignedIn(http: http, client: client, tokens: tokens, clock: clock)
        self.http = http
    }

    public func answer(
        _ prompt: Prompt, as account: Account, key: Secret,
        after permission: @Sendable () async -> Void, to sink: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason {
        try await access.answer(prompt, as: account, key: key, after: permission, to: sink)
    }

    /// Asks for a few words: nothing else tells whether it answers.
    public func probe(_ account: Account, key: Secret) async throws(UpstreamError) -> AccountFindings {
        try await access.signed(account, key) { account, token, _ throws(UpstreamError) in
            try await http.probe(account, key: token)
        }
    }

    /// Those that the upstream lists; where it lists none, those that the account has.
    public func models(of account: Account, key: Secret) async throws(UpstreamError) -> [String] {
        try await access.signed(account, key) { account, token, _ throws(UpstreamError) in
            let (status, body) = try await access.get(account.modelsURL, as: account, token, in: ChatGPTWeb(), or: 404)
            guard status == 200 else { return account.models }
            guard let names = OpenAIChat.models(body) else {
                throw .failed(UpstreamFailure(.upstreamBadAnswer, status: 200, detail: "no list of models"))
            }
            return names.isEmpty ? account.models : names
        }
    }

    public func refusedAddresses(of account: Account) -> Set<AccountAddress> { http.refusedAddresses(of: account) }
}
