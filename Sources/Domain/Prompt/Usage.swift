/// Tokens that an answer used, as the upstream counted them, or by estimate.
public struct Usage: Sendable, Equatable {
    /// All that was read, the cached ones included.
    public var promptTokens: Int
    /// All that was written, reasoning included.
    public var completionTokens: Int
    /// Of the prompt's, those that were read from a cache.
    public var cachedTokens: Int
    /// Of the prompt's, those that were written to one.
    public var cacheWriteTokens: Int
    /// Of the completion's, those that were thought.
    public var reasoningTokens: Int

    /// Nobody has counted: the upstream says nothing, or something else.
    public var isEstimate = false

    /// What is counted of it.
    public var total: Int { promptTokens + completionTokens }

    public init(
        promptTokens: Int = 0, completionTokens: Int = 0, cachedTokens: Int = 0, cacheWriteTokens: Int = 0,
        reasoningTokens: Int = 0
    ) {
        // What an upstream says may be any number; sums of counts must be one, too.
        let counts = [promptTokens, completionTokens, cachedTokens, cacheWriteTokens, reasoningTokens].map {
            min(max(0, $0), 1 << 48)
        }
        self.promptTokens = counts[0]
        self.completionTokens = counts[1]
        self.cachedTokens = counts[2]
        self.cacheWriteTokens = counts[3]
        self.reasoningTokens = counts[4]
    }
}
