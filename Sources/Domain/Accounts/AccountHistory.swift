/// A part of an account's history, newest first.
public struct AccountHistory: Sendable, Equatable {
    public let events: [AccountEvent]
    /// The last of these, where older ones follow.
    public let next: ID<AccountEvent>?

    public init(events: [AccountEvent], next: ID<AccountEvent>?) {
        self.events = events
        self.next = next
    }

    /// So many events at a time.
    public static let page = 50
}
