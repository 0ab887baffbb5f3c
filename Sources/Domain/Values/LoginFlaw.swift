/// What keeps pasted text from being a login. `Web` has the words for each, in both languages.
public enum LoginFlaw: Error, Equatable, Sendable {
    /// Neither a file that a program keeps its login in nor a token.
    case notALogin
    /// JSON that cannot be read.
    case brokenJSON
    /// So many, where one is wanted.
    case several(Int)
    /// The file holds an API key: that is an account of OpenAI's interface.
    case holdsKey
    /// Neither an access token nor a refresh token.
    case noToken
    /// A token that cannot stand in the head of a request.
    case badToken
    /// The access token has ended, and there is no other.
    case ended
    /// A text that does not say whose key or token it is.
    case unknownKind
    /// A file or a row about an account, without what it is asked with.
    case noKey
    /// A row of a table with a quote that is never closed, or with more columns than there are.
    case brokenRow
}
