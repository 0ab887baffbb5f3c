/// What is the same for all ChatGPT accounts of a server.
public struct CodexSettings: Sendable {
    /// Where tokens are renewed.
    public let tokenURL: String
    /// As which client, where the tokens name none.
    public let client: String
    /// What is asked for with a renewal.
    public let scope: String
    /// So long before its end a login is renewed; nil: with a tenth of its life left.
    public let lead: Duration?
    /// The models of an account that does not tell.
    public let models: [String]
    /// This program's.
    public let version: String

    public init(tokenURL: String, client: String, scope: String, lead: Duration?, models: [String], version: String) {
        self.tokenURL = tokenURL
        self.client = client
        self.scope = scope
        self.lead = lead
        self.models = models
        self.version = version
    }
}
