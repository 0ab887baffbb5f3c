/// Somebody who may sign in: a member who chats, or an administrator.
public struct User: Sendable, Equatable {
    public let id: ID<User>
    public var username: String
    public var displayName: String
    public var role: Role
    public var status: Status
    public var package: ID<Package>?
    /// New API's user group.
    public var group: String
    public var remark: String
    public let createdAt: Timestamp
    public var lastSeenAt: Timestamp?

    public init(
        id: ID<User>, username: String, displayName: String = "", role: Role, status: Status = .enabled,
        package: ID<Package>? = nil, group: String = UserGroup.standard, remark: String = "", createdAt: Timestamp,
        lastSeenAt: Timestamp? = nil
    ) {
        self.id = id
        self.username = username
        self.displayName = displayName
        self.role = role
        self.status = status
        self.package = package
        self.group = group
        self.remark = remark
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
    }

    /// What New API calls `role`.
    public enum Role: Int, Sendable, Comparable, CaseIterable {
        case member = 1, admin = 10, root = 100

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// What New API calls `status`.
    public enum Status: Int, Sendable, CaseIterable { case enabled = 1, disabled = 2 }

    public var isAdmin: Bool { role >= .admin }

    /// A name as it is kept and looked up: without white space at its ends. Databases do not agree whether that counts.
    public static func name(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let start = scalars.drop { $0.properties.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
