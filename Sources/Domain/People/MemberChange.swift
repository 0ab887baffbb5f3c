/// What is to become of a member: nil leaves everything as it is.
public struct MemberChange: Sendable {
    public var username: String?
    public var displayName: String?
    public var remark: String?
    /// `.some(nil)` takes the package away.
    public var package: ID<Package>??
    public var group: String?
    public var status: User.Status?
    public var role: User.Role?
    public var password: String?

    public init() {}

    func applied(to former: User) -> User {
        var user = former
        if let username { user.username = username }
        if let displayName { user.displayName = displayName }
        if let remark { user.remark = remark }
        if let package { user.package = package }
        if let group { user.group = group }
        if let status { user.status = status }
        if let role { user.role = role }
        return user
    }
}
