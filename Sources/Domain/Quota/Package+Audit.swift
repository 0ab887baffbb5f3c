import JSON

extension AuditObject {
    public init(_ package: Package) { self.init(.package, package.id.value, name: package.name) }
}

extension Package {
    /// What the audit log compares.
    var audited: JSONValue {
        [
            "name": .string(name),
            "limits": .array(limits.map { ["window": .string($0.window.rawValue), "limit": .integer($0.amount)] }),
        ]
    }
}
