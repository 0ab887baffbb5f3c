/// What a model reads in place of the older part of a conversation, where that does not fit. The messages themselves stay as they are.
public struct Summary: Sendable, Equatable {
    /// It tells of everything from the root to this message.
    public let upTo: Key<Message>
    public let text: String
    /// How many messages it tells of.
    public let count: Int
    /// The model that wrote it.
    public let model: String
    public let createdAt: Timestamp

    public init(upTo: Key<Message>, text: String, count: Int, model: String, createdAt: Timestamp) {
        self.upTo = upTo
        self.text = text
        self.count = count
        self.model = model
        self.createdAt = createdAt
    }
}
