public import JSON

/// Where an account's tokens are renewed, and as which client, where that differs from what the server is configured with.
public struct LoginOptions: Sendable, Equatable {
    /// Empty: the server's.
    public var tokenURL = ""
    /// Empty: the one that the tokens name, else the server's.
    public var client = ""

    public init() {}

    /// As the panel, the audit log and the store have it.
    public var json: JSONValue { ["token_url": .string(tokenURL), "client_id": .string(client)] }

    public init(stored json: JSONValue?) {
        tokenURL = json?["token_url"]?.text?.string ?? ""
        client = json?["client_id"]?.text?.string ?? ""
    }
}
