/// A message that was found, or a conversation by its title.
public struct SearchHit: Sendable, Equatable {
    public let conversation: Conversation
    /// Nil: the title is what was found.
    public let passage: Passage?

    public init(conversation: Conversation, passage: Passage?) {
        self.conversation = conversation
        self.passage = passage
    }

    public struct Passage: Sendable, Equatable {
        public let place: PassagePlace
        public let role: Message.Role
        public let snippet: Snippet

        public init(place: PassagePlace, role: Message.Role, snippet: Snippet) {
            self.place = place
            self.role = role
            self.snippet = snippet
        }
    }
}
