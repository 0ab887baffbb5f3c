import Domain
import JSON
import Web
import Wire

extension Members {
    /// The most bindings that are listed with a member.
    private static let shownBindings = Page(offset: 0, limit: 100)

    /// A member with everything that the panel shows of him. Nothing in it opens anything.
    func item(of user: User) async throws(ChatError) -> JSONValue {
        var package: Package?
        if let id = user.package { package = try await ports.packages.find(id) }
        var item = user.signedIn
        item["package_id"] = user.package.map { .integer($0.value) } ?? .null
        item["package_name"] = .string(package?.name)
        item["group"] = "default"
        item["quota"] = 0
        item["remark"] = .string(user.remark)
        item["created_time"] = .integer(user.createdAt.seconds)
        item["last_seen_time"] = .seconds(user.lastSeenAt)
        item["accounts"] = .array(try await accounts(of: user.id))
        item["link"] = try await link(of: user.id)
        return item
    }

    private func accounts(of user: ID<User>) async throws(ChatError) -> [JSONValue] {
        let bindings = try await ports.bindings.list(of: user, to: nil, Self.shownBindings)
        var items: [JSONValue] = []
        for binding in bindings.items {
            let account = try await ports.accounts.find(binding.account)
            items.append([
                "binding_id": .integer(binding.id.value), "channel_id": .integer(account.id.value),
                "name": .string(account.name), "mode": .string(binding.mode.rawValue),
                "priority": .integer(binding.priority),
            ])
        }
        return items
    }

    private func link(of user: ID<User>) async throws(ChatError) -> JSONValue {
        guard let link = try await ports.links.current(of: user, at: ports.clock.now) else { return .null }
        return [
            "expires_at": .seconds(link.expiresAt), "created_time": .integer(link.createdAt.seconds),
            "last_used_time": .seconds(link.lastUsedAt),
        ]
    }
}

extension JSONValue {
    /// Unix seconds, or null.
    static func seconds(_ moment: Timestamp?) -> JSONValue { moment.map { .integer($0.seconds) } ?? .null }
}
