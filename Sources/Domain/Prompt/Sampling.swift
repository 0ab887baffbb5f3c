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
