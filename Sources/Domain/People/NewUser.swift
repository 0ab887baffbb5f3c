/// A user to be made.
public struct NewUser: Sendable {
    public var username: String
    public var displayName: String
    public var passwordHash: String?
    public var role: User.Role
    public var package: ID<Package>?
    public var group: String
    public var remark: String
    public var createdAt: Timestamp

    public init(
        username: String, displayName: String = "", passwordHash: String? = nil, role: User.Role = .member,
        package: ID<Package>? = nil, group: String = UserGroup.standard, remark: String = "", createdAt: Timestamp
    ) {
        self.username = username
        self.displayName = displayName
        self.passwordHash = passwordHash
        self.role = role
        self.package = package
        self.group = group
        self.remark = remark
        self.createdAt = createdAt
    }
}
