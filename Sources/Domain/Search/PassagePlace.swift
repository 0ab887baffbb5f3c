/// Where a message stands among all of its owner's, by time.
public struct PassagePlace: Sendable, Equatable {
    public let moment: Timestamp
    /// Decides among those of the same time; nil: before all of them.
    public let message: Key<Message>?

    public init(moment: Timestamp, message: Key<Message>?) {
        self.moment = moment
        self.message = message
    }
}
