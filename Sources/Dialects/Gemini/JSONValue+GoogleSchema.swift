internal import JSON

extension JSONValue {
    /// Google's older schemas (a part of OpenAPI 3.0) as JSON Schema: types are written small, and what may be null says so by its type.
    var jsonSchemaFromGoogle: JSONValue {
        guard let members else { return self }
        var schema: [Member] = []
        let isNullable = self["nullable"] == true
        for member in members where member.key != "nullable" && member.key != "propertyOrdering" {
            schema.append(.init(member.key, Self.converted(member, isNullable: isNullable)))
        }
        return .object(schema)
    }

    private static func converted(_ member: Member, isNullable: Bool) -> JSONValue {
        switch member.key {
        case "type":
            guard let type = member.value.text else { return member.value }
            let name = JSONValue.string(type.asciiLowercased)
            return isNullable ? [name, "null"] : name
        case "properties", "$defs", "defs":
            guard let members = member.value.members else { return member.value }
            return .object(members.map { .init($0.key, $0.value.jsonSchemaFromGoogle) })
        case "items", "additionalProperties": return member.value.jsonSchemaFromGoogle
        case "anyOf", "any_of", "oneOf", "allOf":
            return member.value.array.map { .array($0.map(\.jsonSchemaFromGoogle)) } ?? member.value
        // Numbers that Google writes as text.
        case "minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties":
            return member.value.text?.integer.map { .integer($0) } ?? member.value
        default: return member.value
        }
    }
}
