import JSON

extension AuditObject {
    public init(_ package: Package) { self.init(.package, package.id.value, name: package.name) }
}

extension Package {
    /// What the audit log compares.
    var audited: JSONValue {
        [
            "name": .string(name),
            "limits": .array(limits.map(\.audited)),
        ]
    }
}

extension Limit {
    /// What is as usual is left out.
    fileprivate var audited: JSONValue {
        var value: JSONValue = ["window": .string(window.rawValue), "limit": .integer(amount)]
        if scope != .member { value["scope"] = .string(scope.rawValue) }
        if unit != .messages { value["unit"] = .string(unit.rawValue) }
        if models != ["*"] { value["models"] = .array(models.map { .string($0) }) }
        return value
    }
}
