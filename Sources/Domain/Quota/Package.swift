/// What a member may use: a named set of limits. No package means no limit.
public struct Package: Sendable, Equatable {
    public let id: ID<Package>
    public var name: String
    public var limits: [Limit]
    public let createdAt: Timestamp

    public init(id: ID<Package>, name: String, limits: [Limit], createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.limits = limits
        self.createdAt = createdAt
    }
}
