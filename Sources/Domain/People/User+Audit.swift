import JSON

extension AuditObject {
    public init(_ user: User) { self.init(.member, user.id.value, name: user.username) }
}

extension User {
    /// What the audit log compares.
    var audited: JSONValue {
        [
            "username": .string(username), "display_name": .string(displayName), "role": .integer(role.rawValue),
            "status": .integer(status.rawValue), "package_id": package.map { .integer($0.value) } ?? .null,
            "group": .string(group), "remark": .string(remark),
        ]
    }
}
