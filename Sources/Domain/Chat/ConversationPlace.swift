/// Where a conversation stands in a list, also when it is not there any more.
public struct ConversationPlace: Sendable, Equatable {
    /// The time that the list is ordered by.
    public let moment: Timestamp
    /// Decides among those of the same time.
    public let id: Key<Conversation>

    public init(moment: Timestamp, id: Key<Conversation>) {
        self.moment = moment
        self.id = id
    }

    public init(of conversation: Conversation, by order: ConversationOrder) {
        let moment = order == .created ? conversation.createdAt : conversation.updatedAt
        self.init(moment: moment, id: conversation.id)
    }
}
