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
    /// The upstream asks to prove that a person is there. Nobody but a person may ask it again.
    public let isChallenge: Bool

    public init(
        _ code: TurnFailure, status: Int? = nil, detail: String, retryAfter: Duration? = nil, mayHaveRun: Bool = false,
        original: JSONValue? = nil, inexpressible: Inexpressible? = nil, isChallenge: Bool = false
    ) {
        self.code = code
        self.status = status
        self.detail = detail
        self.retryAfter = retryAfter
        self.mayHaveRun = mayHaveRun
        self.original = original
        self.inexpressible = inexpressible
        self.isChallenge = isChallenge
    }

    /// The same without the account's key, which upstreams like to repeat.
    func hiding(_ key: Secret) -> UpstreamFailure {
        guard !key.isEmpty else { return self }
        var hidden = self
        hidden.detail = detail.split(separator: key.reveal(), omittingEmptySubsequences: false).joined(separator: "***")
        return hidden
    }

    /// The status and the cause in one line, for the panel.
    public var words: String {
        let cause = detail.isEmpty ? code.rawValue : detail
        return status.map { "HTTP \($0): \(cause)" } ?? cause
    }
}
