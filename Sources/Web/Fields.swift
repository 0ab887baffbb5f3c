package import Domain
package import JSON
import Wire

/// The members of a JSON object, read one by one into what they must be.
package struct Fields: Sendable {
    package let object: JSONValue

    /// Throws `invalid` for anything but an object.
    package init(_ value: JSONValue) throws(ChatError) {
        guard value.members != nil else { throw .invalid(field: "body", .not(.object)) }
        object = value
    }

    /// Is the member there, even as null?
    package func has(_ name: Text) -> Bool { object[name] != nil }

    /// Nil when absent or null.
    package func value(_ name: Text) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    /// A text of at most `limit` bytes; nil when absent or null.
    package func string(_ name: String, upTo limit: Int = 1024) throws(ChatError) -> String? {
        guard let value = value(Text(name)) else { return nil }
        guard let text = value.text?.string else { throw .invalid(field: name, .not(.text)) }
        guard text.utf8.count <= limit else { throw .invalid(field: name, .longerThan(limit, .bytes)) }
        guard !text.utf8.contains(0) else { throw .invalid(field: name, .holdsNUL) }
        return text
    }

    package func requiredString(_ name: String, upTo limit: Int = 1024) throws(ChatError) -> String {
        guard let text = try string(name, upTo: limit) else { throw .invalid(field: name, .missing) }
        return text
    }

    /// A whole number within `range`; nil when absent or null.
    package func integer(_ name: String, in range: ClosedRange<Int64>) throws(ChatError) -> Int64? {
        guard let value = value(Text(name)) else { return nil }
        guard let number = value.integer else { throw .invalid(field: name, .not(.wholeNumber)) }
        guard range.contains(number) else {
            throw .invalid(field: name, .outOfRange(range))
        }
        return number
    }

    package func requiredInteger(_ name: String, in range: ClosedRange<Int64>) throws(ChatError) -> Int64 {
        guard let number = try integer(name, in: range) else { throw .invalid(field: name, .missing) }
        return number
    }

    package func id<Entity>(_ name: String, of _: Entity.Type = Entity.self) throws(ChatError) -> ID<Entity>? {
        try integer(name, in: 1...Int64.max).map { ID($0) }
    }

    package func requiredID<Entity>(_ name: String, of _: Entity.Type = Entity.self) throws(ChatError) -> ID<Entity> {
        ID(try requiredInteger(name, in: 1...Int64.max))
    }

    package func bool(_ name: String) throws(ChatError) -> Bool? {
        guard let value = value(Text(name)) else { return nil }
        guard let flag = value.bool else { throw .invalid(field: name, .not(.flag)) }
        return flag
    }

    package func array(_ name: String) throws(ChatError) -> [JSONValue]? {
        guard let value = value(Text(name)) else { return nil }
        guard let elements = value.array else { throw .invalid(field: name, .not(.list)) }
        return elements
    }
}
