import JSON

extension AuditObject {
    public init(_ account: Account) { self.init(.account, account.id.value, name: account.name) }
}

extension Account {
    /// What the audit log compares; `key` is a fingerprint.
    func audited(key: String) -> JSONValue {
        [
            "name": .string(name), "type": .integer(provider.rawValue), "base_url": .string(baseURL),
            "models": .string(models.joined(separator: ",")),
            "contexts": .object(contexts.sorted { $0.key < $1.key }.map { .init(Text($0.key), .integer($0.value)) }),
            "status": .integer(status.rawValue), "priority": .integer(priority), "weight": .integer(weight),
            "proxy": .string(proxy), "remark": .string(remark), "tag": .string(tag),
            "options": options.json, "settings": options.login.json,
            "key": .string(key),
            "package_id": package.map { .integer($0.value) } ?? .null,
        ]
    }
}
