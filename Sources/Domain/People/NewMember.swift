/// A member or an administrator as somebody wants to have one made.
public struct NewMember: Sendable {
    public var username: String
    /// The username when empty.
    public var displayName = ""
    public var role = User.Role.member
    public var package: ID<Package>?
    public var group = UserGroup.standard
    public var remark = ""
    /// Without one they can only come by a link.
    public var password: String?

    public init(_ username: String) { self.username = username }
}
