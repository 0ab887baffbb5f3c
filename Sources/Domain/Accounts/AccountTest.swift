/// What a test of an account showed.
public struct AccountTest: Sendable {
    public let outcome: Outcome
    public let took: Duration

    public enum Outcome: Sendable {
        case passed(AccountFindings)
        /// The exact cause, for an administrator, without the key.
        case failed(String)
        /// What is sealed of the account cannot be opened: nobody was asked.
        case unreadable(Account)
    }

    init(_ outcome: Outcome, took: Duration = .zero) {
        self.outcome = outcome
        self.took = took
    }

    var isPassed: Bool { if case .passed = outcome { true } else { false } }
}
