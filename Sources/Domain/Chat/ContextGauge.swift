internal import JSON

/// How much of what a model reads a conversation takes, by estimate.
public struct ContextFill: Sendable, Equatable {
    /// Tokens of all that was said on the way to a message, with the instructions before them.
    public let used: Int
    /// Tokens that are sent at most; the rest of the model's context is left for the answer.
    public let room: Int
    /// How many of the oldest messages are neither sent nor summed up so far.
    public let omitted: Int
    /// How many of the oldest messages a summary stands for.
    public let summedUp: Int
}

/// Tells how full the context is before a question is asked.
public struct ContextGauge: Sendable {
    private let conversations: any ConversationStore
    private let preferences: any PreferenceStore
    private let models: ModelOffers
    private let summaries: Summaries
    private let assistants: Assistants

    public init(
        conversations: any ConversationStore, preferences: any PreferenceStore, models: ModelOffers,
        summaries: Summaries, assistants: Assistants
    ) {
        self.conversations = conversations
        self.preferences = preferences
        self.models = models
        self.summaries = summaries
        self.assistants = assistants
    }

    /// Of what hangs on `node`, the current one unless it is named, for one of the models that the owner may choose. Throws `invalid("model")`.
    public func fill(
        of id: Key<Conversation>, upTo node: Key<Message>?, for model: String, owner: ID<User>
    ) async throws(ChatError) -> ContextFill {
        let conversation = try await conversations.open(id, for: owner)
        guard let offer = try await models.all(for: owner).first(where: { Text($0.model) == Text(model) }) else {
            throw .invalid(field: "model", .unknown)
        }
        let instructions = try await preferences.instructions(of: owner).prompt(
            behind: try await assistants.instruction(of: conversation))
        let messages = try await conversations.messages(of: id, for: owner)
        return PromptBuilder(context: offer.context).fill(
            beginningWith: instructions, from: messages, to: node ?? conversation.currentNode,
            behind: try await summaries.all(of: id, for: owner))
    }
}
