/// A turn that is about to begin.
public struct TurnOpening: Sendable {
    public let turn: Turn
    /// Set when the conversation begins with this turn.
    public let newConversation: Conversation?
    /// The user's message; nil when an existing one is answered again (regenerate) or continued.
    public let question: Message?
    /// The node that the empty answer hangs on: the question, or what is continued.
    public let answerParent: Key<Message>
    /// The owner's group, and what the model weighs, as counters have them.
    public var group = UserGroup.standard
    public var units = 1
    /// What it is charged by; nil: the model is free.
    public var tariff: Tariff?
    /// Why the account was asked; nil where there was no other.
    public var choice: Choice?
    /// For the usage log; empty where it is not known.
    public var requestID = ""
    /// The owner's, if it rests on what was remembered of him (see `SessionStanding`).
    public var epoch: Int?
    /// How many turns of the owner may run at once, with this one; nil for any number.
    public var mostRunning: Int?
    /// The node that must still be the conversation's current one, if the sender said which he saw (see `Draft.seen`).
    public var seen: Key<Message>?

    public init(turn: Turn, newConversation: Conversation?, question: Message?, answerParent: Key<Message>) {
        self.turn = turn
        self.newConversation = newConversation
        self.question = question
        self.answerParent = answerParent
    }
}
