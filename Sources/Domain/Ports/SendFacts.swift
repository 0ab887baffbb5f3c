/// What a send is decided on, all of one moment.
public struct SendFacts: Sendable {
    /// The turn that the same message has started. Then nothing else is here.
    public var formerTurn: Turn?
    /// The draft's; nil when it begins one.
    public var conversation: Conversation?
    /// The whole tree of the conversation, oldest first.
    public var messages: [Message] = []
    public var allowance = Allowance()
    /// The member's, under which all this was read. Nil for a member without accounts, who can send nothing.
    public var epoch: Int?

    public init(formerTurn: Turn? = nil) { self.formerTurn = formerTurn }
}

/// Looks up at once what a send is decided on: on a server each question by itself is a journey.
public protocol SendFactsStore: Sendable {
    /// Throws `notFound` for a conversation that is not the member's.
    func facts(of draft: Draft, from user: ID<User>) async throws(ChatError) -> SendFacts
    /// The same for a member whose allowance is known, and left out here. A draft that begins a conversation asks nothing:
    /// that its message was sent before is found when it is stored.
    func thread(of draft: Draft, from user: ID<User>) async throws(ChatError) -> SendFacts
}
