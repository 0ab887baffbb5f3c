/// Which rows of the log are asked for: those that meet every condition there is.
public struct UsageFilter: Sendable, Equatable {
    public var user: ID<User>?
    public var username: String?
    public var keyName: String?
    public var key: ID<APIKey>?
    public var model: String?
    public var account: ID<Account>?
    public var requestID: String?
    public var statuses: [Message.Status] = []
    public var since: Timestamp?
    /// Not this moment itself.
    public var before: Timestamp?

    public init(user: ID<User>? = nil) { self.user = user }
}
