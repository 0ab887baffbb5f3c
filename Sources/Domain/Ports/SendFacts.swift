/// What a send is decided on, all of one moment.
public struct SendFacts: Sendable {
    /// The turn that the same message has started. Then nothing else is here.
    public var formerTurn: Turn?
    /// The draft's; nil when it begins one.
    public var conversation: Conversation?
    /// The whole tree of the conversation, oldest first.
    public var messages: [Message] = []
    /// The enabled accounts that the member is bound to.
    public var accounts: [BoundAccount] = []
    /// Theirs, empty for an account that has none. One that cannot be opened is missing.
    public var keys: [ID<Account>: Secret] = [:]
    /// Those of the member's package.
    public var limits: [Limit] = []

    public init(formerTurn: Turn? = nil) { self.formerTurn = formerTurn }
}

/// Looks up at once what a send is decided on: on a server each question by itself is a journey.
public protocol SendFactsStore: Sendable {
    /// Throws `notFound` for a conversation that is not the member's.
    func facts(of draft: Draft, from user: ID<User>) async throws(ChatError) -> SendFacts
}
