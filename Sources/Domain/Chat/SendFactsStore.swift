/// Looks up at once what a send is decided on: on a server each question by itself is a journey.
public protocol SendFactsStore: Sendable {
    /// Throws `notFound` for a conversation that is not the member's, and for an assistant to begin with that the member may not use.
    func facts(of draft: Draft, from user: ID<User>) async throws(ChatError) -> SendFacts
    /// The same for a member whose allowance is known, and left out here. A draft that begins a conversation asks nothing:
    /// that its message was sent before is found when it is stored.
    func thread(of draft: Draft, from user: ID<User>) async throws(ChatError) -> SendFacts
}
