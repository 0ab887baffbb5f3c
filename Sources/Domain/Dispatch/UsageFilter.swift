/// Which rows of the log are asked for: those that meet every condition there is.
public struct UsageFilter: Sendable, Equatable {
    public var user: ID<User>?
    public var username: String?
    public var keyName: String?
    public var key: ID<APIKey>?
    /// Those alone that no key asked: in the chat, the playground or a mini-program.
    public var isWithoutKey = false
    /// Of whoever pays.
    public var group: String?
    public var model: String?
    public var account: ID<Account>?
    public var requestID: String?
    public var statuses: [Message.Status] = []
    public var since: Timestamp?
    /// Not this moment itself.
    public var before: Timestamp?

    public init(user: ID<User>? = nil) { self.user = user }
}
