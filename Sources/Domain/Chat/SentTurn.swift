/// What a send led to.
public struct SentTurn: Sendable {
    public let turn: Turn
    /// Nil when the same message was sent before, and this is the turn that it started then.
    public let beginning: Beginning?

    /// What is known of a turn that has just begun, before anything is read of it.
    public struct Beginning: Sendable {
        /// The user's message that is answered.
        public let question: Message?
        /// The node that the answer hangs on.
        public let answerParent: Key<Message>
    }
}
