public import JSON

/// A search of the web, which the provider does itself.
public struct WebSearch: Sendable, Equatable {
    /// How much of what was found the model reads: `low`, `medium`, `high`. A hint.
    public var contextSize: Text?
    /// Roughly where the asker is: an object of `city`, `country`, `region` and `timezone`. A hint.
    public var location: JSONValue?
    /// How often at most.
    public var maxUses: Int?
    /// Empty: any.
    public var allowedDomains: [Text] = []
    public var blockedDomains: [Text] = []

    public init(contextSize: Text? = nil, location: JSONValue? = nil) {
        self.contextSize = contextSize
        self.location = location
    }
}
