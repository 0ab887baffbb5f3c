public import JSON

/// One account of a text that somebody pasted, or what is wrong with it.
public struct PastedAccount: Sendable, Equatable {
    /// The line that it begins in, or its number in a list; counted from 1.
    public let line: Int
    public let content: Result<Content, LoginFlaw>
    /// What stands beside its secret, under the names that the panel has for the fields of an account, and `email`. No secret.
    public var fields: JSONValue

    /// What it is asked with.
    public enum Content: Sendable, Equatable {
        case login(TokenPair, Provider = .codex)
        case key(Secret, Provider)
        /// It says that it has none, as a server in the same house.
        case keyless(Provider)
    }

    public init(line: Int, _ content: Result<Content, LoginFlaw>, fields: JSONValue = [:]) {
        self.line = line
        self.content = content
        self.fields = fields
    }
}

extension PastedAccount.Content {
    /// The same; a login of that kind, if it is one and the kind has logins.
    public func asking(_ kind: Provider?) -> Self {
        guard case .login(let pair, _) = self, let kind, kind.hasLogin else { return self }
        return .login(pair, kind)
    }
}
