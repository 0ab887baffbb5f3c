public import JSON

/// A failure in two languages: a code for the member, the exact cause for the administrator.
public struct UpstreamFailure: Error, Sendable, Equatable {
    public let code: TurnFailure
    /// The upstream's status, if it gave one.
    public let status: Int?
    /// For the administrator only: what the upstream said, shortened, without secrets and without a word of the conversation.
    public private(set) var detail: String
    /// How long the upstream asks to be left alone.
    public let retryAfter: Duration?
    /// Whether the request may have been sent whole while no status came back: asking somebody else could do it twice.
    public let mayHaveRun: Bool
    /// The upstream's own `error`, an object of `message`, `type`, `param` and `code`, without keys and addresses. For the asker alone:
    /// it may quote the question.
    public let original: JSONValue?
    /// What could not be asked of this upstream at all: nothing was sent.
    public let inexpressible: Inexpressible?
    /// The status that the asker is to see, where the account says which. What is tried next does not depend on it.
    public private(set) var shownStatus: Int?
    /// The upstream asks to prove that a person is there. Nobody but a person may ask it again.
    public let isChallenge: Bool
    /// What is wrong with the account, where the upstream says more than `code` does.
    public let knownFault: Verdict.Fault?

    public init(
        _ code: TurnFailure, status: Int? = nil, detail: String, retryAfter: Duration? = nil, mayHaveRun: Bool = false,
        original: JSONValue? = nil, inexpressible: Inexpressible? = nil, isChallenge: Bool = false,
        fault: Verdict.Fault? = nil
    ) {
        self.code = code
        self.status = status
        self.detail = detail
        self.retryAfter = retryAfter
        self.mayHaveRun = mayHaveRun
        self.original = original
        self.inexpressible = inexpressible
        self.isChallenge = isChallenge
        knownFault = fault
    }

    /// The same as the account wants it to be seen.
    public func shown(by options: AccountOptions) -> UpstreamFailure {
        guard let status, let other = options.statuses[status] else { return self }
        var shown = self
        shown.shownStatus = other
        return shown
    }

    /// Every key of the account rests or is switched off: nothing was sent.
    static let noKey = UpstreamFailure(.upstreamRateLimited, detail: AccountHealth.noKey)

    /// The same without the account's keys, which upstreams like to repeat.
    func hiding(_ key: Secret) -> UpstreamFailure {
        var hidden = self
        for secret in KeyRing.secrets(in: key) {
            hidden.detail = hidden.detail.split(separator: secret.reveal(), omittingEmptySubsequences: false)
                .joined(separator: "***")
        }
        return hidden
    }

    /// The status and the cause in one line, for the panel.
    public var words: String {
        let cause = detail.isEmpty ? code.rawValue : detail
        return status.map { "HTTP \($0): \(cause)" } ?? cause
    }
}
