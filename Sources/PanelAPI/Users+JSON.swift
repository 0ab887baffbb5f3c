package import Domain
package import JSON
import Web
import Wire

extension MemberRow {
    /// Everything that the panel shows of a user. Nothing in it opens anything.
    var json: JSONValue {
        var item = user.signedIn
        item["package_id"] = user.package.map { .integer($0.value) } ?? .null
        item["package_name"] = .string(packageName)
        item["group"] = .string(user.group)
        for member in moneyJSON { item[member.key] = member.value }
        item["remark"] = .string(user.remark)
        item["created_time"] = .integer(user.createdAt.seconds)
        item["last_seen_time"] = .seconds(user.lastSeenAt)
        item["files_bytes"] = .integer(fileBytes)
        item["accounts"] = .array(bindings.map(\.json))
        item["link"] = link?.json ?? .null
        return item
    }
}

extension MemberRow {
    /// The balance and what was spent, in units. Who is not limited has an empty one, as clients would show what is below 0 as a debt.
    var moneyJSON: [JSONValue.Member] {
        [
            .init("quota", .integer(wallet.shown)), .init("unlimited_balance", .bool(!wallet.isLimited)),
            .init("used_quota", .integer(wallet.spent)), .init("request_count", .integer(requests)),
        ]
    }
}

extension MemberRow.BoundName {
    fileprivate var json: JSONValue {
        [
            "binding_id": .integer(binding.id.value), "channel_id": .integer(binding.account.value),
            "name": .string(accountName), "mode": .string(binding.mode.rawValue),
            "priority": .integer(binding.priority), "place": binding.place.map { .integer($0) } ?? .null,
        ]
    }
}

extension ShareLink {
    fileprivate var json: JSONValue {
        [
            "expires_at": .seconds(expiresAt), "created_time": .integer(createdAt.seconds),
            "last_used_time": .seconds(lastUsedAt),
        ]
    }
}

extension User {
    /// What a sign-in answers.
    package var signedIn: JSONValue {
        [
            "id": .integer(id.value), "username": .string(username), "display_name": .string(displayName),
            "role": .integer(role.rawValue), "status": .integer(status.rawValue),
        ]
    }
}

extension JSONValue {
    /// Unix seconds, or null.
    static func seconds(_ moment: Timestamp?) -> JSONValue { moment.map { .integer($0.seconds) } ?? .null }
}
