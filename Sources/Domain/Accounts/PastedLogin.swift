/// One login of a text that somebody pasted, or what is wrong with it.
public struct PastedLogin: Sendable, Equatable {
    /// The line that it begins in, or its number in a list; counted from 1.
    public let line: Int
    /// What a program calls it; often empty.
    public var name = ""
    public let content: Result<Content, LoginFlaw>

    public enum Content: Sendable, Equatable {
        case pair(TokenPair)
        /// An API key of OpenAI's.
        case key(Secret)
    }

    public init(line: Int, _ content: Result<Content, LoginFlaw>) {
        self.line = line
        self.content = content
    }

    public var pair: TokenPair? { if case .success(.pair(let pair)) = content { pair } else { nil } }
}

extension [PastedLogin] {
    /// The pair of the only one. Throws what keeps it from being that.
    public func onlyPair(at now: Timestamp) throws(LoginFlaw) -> TokenPair {
        guard count < 2 else { throw .several(count) }
        guard let login = first else { throw .notALogin }
        switch login.content {
        case .failure(let flaw): throw flaw
        case .success(.key): throw .holdsKey
        case .success(.pair(let pair)):
            if !pair.renews, pair.isOver(at: now) { throw .ended }
            return pair
        }
    }
}
