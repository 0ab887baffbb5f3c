/// One account that was asked, and what came of it.
public struct Attempt: Sendable, Equatable {
    public let account: ID<Account>
    /// The number of the key that it was asked with, where it has several.
    public let key: Int?
    /// Nil: it answered, or was stopped by the asker.
    public let failure: TurnFailure?
    /// The status that it answered with, where it failed.
    public let status: Int?

    public init(_ account: ID<Account>, key: Int? = nil, failure: TurnFailure? = nil, status: Int? = nil) {
        self.account = account
        self.key = key
        self.failure = failure
        self.status = status
    }
}
