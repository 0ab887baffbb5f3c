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
    /// Of the prompt's, those that stand for pictures.
    public var imageTokens: Int
    /// Of the prompt's, those of sound.
    public var audioTokens: Int
    /// Of the completion's, those of sound.
    public var spokenTokens: Int
    /// Milliseconds of sound that were heard or spoken, where somebody counted them.
    public var soundLength = 0
    /// What the upstream's own tools did.
    public var tools = ToolUse()

    /// Nobody has counted: the upstream says nothing, or something else.
    public var isEstimate = false

    /// What is counted of it.
    public var total: Int { promptTokens + completionTokens }

    /// Whether some of it was heard or spoken.
    public var hasSound: Bool { audioTokens > 0 || spokenTokens > 0 }

    public init(
        promptTokens: Int = 0, completionTokens: Int = 0, cachedTokens: Int = 0, cacheWriteTokens: Int = 0,
        reasoningTokens: Int = 0, imageTokens: Int = 0, audioTokens: Int = 0, spokenTokens: Int = 0
    ) {
        // What an upstream says may be any number; sums of counts must be one, too.
        let bounded = { (count: Int) in min(max(0, count), 1 << 48) }
        self.promptTokens = bounded(promptTokens)
        self.completionTokens = bounded(completionTokens)
        self.cachedTokens = bounded(cachedTokens)
        self.cacheWriteTokens = bounded(cacheWriteTokens)
        self.reasoningTokens = bounded(reasoningTokens)
        self.imageTokens = bounded(imageTokens)
        self.audioTokens = bounded(audioTokens)
        self.spokenTokens = bounded(spokenTokens)
    }

    /// Of sound whose length alone was counted. A minute counts as a thousand tokens, as New API has it. Nil for what is no length.
    public init?(ofSoundFor seconds: Double) {
        guard seconds.isFinite, seconds >= 0 else { return nil }
        let seconds = min(seconds, 1e9)
        self.init(promptTokens: Int((seconds.rounded(.up) / 60 * 1000).rounded()))
        soundLength = Int((seconds * 1000).rounded())
        isEstimate = true
    }
}
