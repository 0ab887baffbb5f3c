/// One account that is to be imported, or what is wrong with it.
public struct ImportEntry: Sendable {
    public let line: Int
    /// Nil where that is not known.
    public let kind: Provider?
    /// What it will be called; empty: by its owner, or its number.
    public let name: String
    /// Whose it is, as far as is known.
    public let email: String
    public let content: Content

    public enum Content: Sendable {
        /// The account, without models where none were given, and what it is asked with.
        case account(Account, Credential)
        case flawed(Flaw)
    }

    public init(line: Int, kind: Provider?, name: String, email: String, _ content: Content) {
        self.line = line
        self.kind = kind
        self.name = name
        self.email = email
        self.content = content
    }

    public var pair: TokenPair? {
        if case .account(_, .pair(let pair)) = content { pair } else { nil }
    }

    /// What would become of one.
    public struct Item: Sendable {
        public let entry: ImportEntry
        public let outcome: Outcome
        /// The account that has it already.
        public let account: ID<Account>?

        public enum Outcome: String, Sendable { case new, duplicate, invalid, expired }

        init(_ entry: ImportEntry, _ outcome: Outcome, account: ID<Account>? = nil) {
            self.entry = entry
            self.outcome = outcome
            self.account = account
        }
    }
}
