/// What is the same for all ChatGPT accounts of a server.
public struct CodexSettings: Sendable {
    /// Where tokens are renewed.
    public let tokenURL: String
    /// As which client, where the tokens name none.
    public let client: String
    /// The models of an account that does not tell.
    public let models: [String]
    /// This program's.
    public let version: String

    public init(tokenURL: String, client: String, models: [String], version: String) {
        self.tokenURL = tokenURL
        self.client = client
        self.models = models
        self.version = version
    }
}
