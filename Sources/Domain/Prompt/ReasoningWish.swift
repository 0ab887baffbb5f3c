public import JSON

/// How much a model should think before it answers.
public struct ReasoningWish: Sendable, Equatable {
    /// `none`, `minimal`, `low`, `medium`, `high`, `xhigh`, `max`, or a word of the provider's own.
    public var effort: Text?
    /// Tokens, where they are counted instead; 0: none.
    public var budget: Int?
    /// How the reasoning is shown: `auto`, `concise`, `detailed`.
    public var summary: Text?

    public init(effort: Text? = nil, budget: Int? = nil, summary: Text? = nil) {
        self.effort = effort
        self.budget = budget
        self.summary = summary
    }
}
