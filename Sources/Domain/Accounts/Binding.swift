/// Says that a member may use an account.
public struct Binding: Sendable, Equatable {
    public let id: ID<Binding>
    public let user: ID<User>
    public let account: ID<Account>
    public let mode: Mode
    public let priority: Int
    /// Which one it is in the member's own order, from 0 on; nil: it has no place there.
    public let place: Int?
    public let createdAt: Timestamp

    public init(
        id: ID<Binding>, user: ID<User>, account: ID<Account>, mode: Mode, priority: Int = 0, place: Int? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.user = user
        self.account = account
        self.mode = mode
        self.priority = priority
        self.place = place
        self.createdAt = createdAt
    }

    /// A dedicated account has exactly one binding; a shared one any number.
    public enum Mode: String, Sendable, CaseIterable { case dedicated, shared }
}
