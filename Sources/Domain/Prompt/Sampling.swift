public import JSON

/// How an answer is drawn. What is nil is as the upstream has it.
public struct Sampling: Sendable, Equatable {
    /// Tokens of the answer, reasoning included.
    public var maxTokens: Int?
    public var temperature: Double?
    public var topP: Double?
    public var topK: Int?
    /// Texts that end the answer.
    public var stop: [Text] = []
    /// How many answers.
    public var n: Int?
    public var seed: Int64?
    public var presencePenalty: Double?
    public var frequencyPenalty: Double?
    public var logprobs: Bool?
    public var topLogprobs: Int?
    /// By token id, −100 to 100: an object.
    public var logitBias: JSONValue?

    public init() {}
}

/// The form of an answer.
public enum Format: Sendable, Equatable {
    case text
    case jsonObject
    case jsonSchema(AnswerSchema)
    /// One that only this dialect has.
    case other(JSONValue, DialectName)
}

public struct AnswerSchema: Sendable, Equatable {
    public var name: Text
    public var schema: JSONValue?
    public var description: Text?
    public var isStrict: Bool?

    public init(_ name: Text, schema: JSONValue?, description: Text? = nil, isStrict: Bool? = nil) {
        self.name = name
        self.schema = schema
        self.description = description
        self.isStrict = isStrict
    }
}

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
