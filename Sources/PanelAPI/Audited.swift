import Domain
import JSON

extension User {
    /// What the audit log compares.
    var audited: JSONValue {
        [
            "username": .string(username), "display_name": .string(displayName), "role": .integer(role.rawValue),
            "status": .integer(status.rawValue), "package_id": package.map { .integer($0.value) } ?? .null,
            "remark": .string(remark),
        ]
    }
}

extension Account {
    /// What the audit log compares; `key` is a fingerprint.
    func audited(key: String) -> JSONValue {
        [
            "name": .string(name), "type": .integer(kind.rawValue), "base_url": .string(baseURL),
            "models": .string(models.joined(separator: ",")),
            "contexts": .object(contexts.sorted { $0.key < $1.key }.map { .init(Text($0.key), .integer($0.value)) }),
            "status": .integer(status.rawValue), "priority": .integer(priority), "weight": .integer(weight),
            "proxy": .string(proxy), "remark": .string(remark), "options": options.json, "key": .string(key),
        ]
    }
}

extension Package {
    var audited: JSONValue {
        [
            "name": .string(name),
            "limits": .array(limits.map { ["window": .string($0.window.rawValue), "limit": .integer($0.messages)] }),
        ]
    }
}
