public import JSON

/// A binding with the names of both that it binds.
public struct BindingRow: Sendable, Equatable {
    public let binding: Binding
    public let username: String
    public let accountName: String

    public init(_ binding: Binding, username: String, accountName: String) {
        self.binding = binding
        self.username = username
        self.accountName = accountName
    }

    /// As the panel and the audit log show it.
    public var json: JSONValue {
        [
            "id": .integer(binding.id.value), "user_id": .integer(binding.user.value), "username": .string(username),
            "channel_id": .integer(binding.account.value), "channel_name": .string(accountName),
            "mode": .string(binding.mode.rawValue), "priority": .integer(binding.priority),
            "place": binding.place.map { .integer($0) } ?? .null,
            "created_time": .integer(binding.createdAt.seconds),
        ]
    }
}
