/// A service that answers messages.
public protocol ConversationBackend: Sendable {
    /// Makes the request ready, waits for `permission`, asks for an answer and hands on each piece as it comes, waiting
    /// for `sink` before it reads more. Nothing reaches the upstream before `permission` has returned.
    /// Returns how the upstream ended it. A cancelled task stops the upstream and throws `.cancelled`.
    func answer(
        _ prompt: Prompt, as account: Account, key: Secret,
        after permission: @Sendable () async -> Void, to sink: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason

    /// Sends a call as it came and hands on what is answered, waiting for `sink` before it reads more. Returns what the upstream counted, if
    /// it did. For accounts that pass such calls (`Account.passes`).
    func pass(_ call: PassedCall, as account: Account, key: Secret, to sink: (PassedPiece) async -> Void)
        async throws(UpstreamError) -> Usage?

    /// Opens a session and lends its line to `body` as soon as the upstream has taken it. For accounts that pass such calls.
    func open(
        _ call: RealtimeCall, as account: Account, key: Secret, _ body: (any RealtimeLine) async -> RealtimeEnd
    ) async throws(UpstreamError) -> RealtimeEnd

    /// Sends the smallest request there is, for the panel's *Test*. Returns what that showed.
    func probe(_ account: Account, key: Secret) async throws(UpstreamError) -> AccountFindings

    /// The names of the models that the upstream offers, in its order.
    func models(of account: Account, key: Secret) async throws(UpstreamError) -> [String]

    /// What the upstream tells of what is left, without a question that costs anything; nil where it tells nothing.
    func reading(of account: Account, key: Secret) async throws(UpstreamError) -> AccountReading?

    /// Which of the account's addresses the rules for outgoing requests refuse, as far as that shows without asking
    /// anybody: a name may still turn out to be that of a private address.
    func refusedAddresses(of account: Account) -> Set<AccountAddress>
}

extension ConversationBackend {
    /// A backend that asks nobody refuses nobody.
    public func refusedAddresses(of account: Account) -> Set<AccountAddress> { [] }

    public func pass(_ call: PassedCall, as account: Account, key: Secret, to sink: (PassedPiece) async -> Void)
        async throws(UpstreamError) -> Usage?
    {
        throw .failed(UpstreamFailure(.upstreamRefused, detail: "the account has no such calls"))
    }

    public func open(
        _ call: RealtimeCall, as account: Account, key: Secret, _ body: (any RealtimeLine) async -> RealtimeEnd
    ) async throws(UpstreamError) -> RealtimeEnd {
        throw .failed(UpstreamFailure(.upstreamRefused, detail: "the account has no such calls"))
    }

    public func reading(of account: Account, key: Secret) async throws(UpstreamError) -> AccountReading? { nil }

    /// One that asks nobody knows no others.
    public func models(of account: Account, key: Secret) async throws(UpstreamError) -> [String] { account.models }
}
