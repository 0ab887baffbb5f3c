public import Domain

/// Hands each account to the backend that asks it: the demo answers by itself.
public struct BackendDirectory: ConversationBackend {
    private let http: any ConversationBackend
    private let codex: any ConversationBackend
    private let web: any ConversationBackend
    private let demo: any ConversationBackend

    public init(
        http: any ConversationBackend, codex: any ConversationBackend, web: any ConversationBackend,
        demo: any ConversationBackend
    ) {
        self.http = http
        self.codex = codex
        self.web = web
        self.demo = demo
    }

    public func answer(
        _ prompt: Prompt, as account: Account, key: Secret,
        after permission: @Sendable () async -> Void, to sink: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason {
        try await backend(of: account).answer(prompt, as: account, key: key, after: permission, to: sink)
    }

    public func pass(_ call: PassedCall, as account: Account, key: Secret, to sink: (PassedPiece) async -> Void)
        async throws(UpstreamError) -> Usage?
    {
        try await backend(of: account).pass(call, as: account, key: key, to: sink)
    }

    public func open(
        _ call: RealtimeCall, as account: Account, key: Secret, _ body: (any RealtimeLine) async -> RealtimeEnd
    ) async throws(UpstreamError) -> RealtimeEnd {
        try await backend(of: account).open(call, as: account, key: key, body)
    }

    public func probe(_ account: Account, key: Secret) async throws(UpstreamError) -> AccountFindings {
        try await backend(of: account).probe(account, key: key)
    }

    public func models(of account: Account, key: Secret) async throws(UpstreamError) -> [String] {
        try await backend(of: account).models(of: account, key: key)
    }

    public func reading(of account: Account, key: Secret) async throws(UpstreamError) -> AccountReading? {
        try await backend(of: account).reading(of: account, key: key)
    }

    public func refusedAddresses(of account: Account) -> Set<AccountAddress> {
        backend(of: account).refusedAddresses(of: account)
    }

    private func backend(of account: Account) -> any ConversationBackend {
        switch account.provider {
        case .demo: demo
        case .codex: codex
        case .chatGPTWeb: web
        default: http
        }
    }
}
