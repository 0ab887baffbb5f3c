/// Any JSON value, as it travelled: members keep their order, numbers keep their text (RFC 8259).
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// The literal as received: `1.10`, `1e400` and `12345678901234567890` survive.
    case number(String)
    case string(Text)
    case array([JSONValue])
    case object([Member])

    public struct Member: Sendable, Equatable {
        public var key: Text
        public var value: JSONValue

        public init(_ key: Text, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }
}

// MARK: Reading

extension JSONValue {
    /// The first member of that name; nil for anything but an object. Setting nil removes it.
    public subscript(_ key: Text) -> JSONValue? {
        get {
            guard case .object(let members) = self else { return nil }
            return members.first { $0.key == key }?.value
        }
        set {
            guard case .object(var members) = self else { return }
            self = .null  // keeps the array uniquely referenced
            members.set(key, newValue)
            self = .object(members)
        }
    }

    public subscript(_ index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    public var text: Text? { if case .string(let text) = self { text } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
    public var members: [Member]? { if case .object(let members) = self { members } else { nil } }
    public var isNull: Bool { self == .null }

    /// The number as an integer; nil for fractions, exponents and what does not fit.
    public var integer: Int64? { if case .number(let text) = self { Int64(text) } else { nil } }
    public var double: Double? { if case .number(let text) = self { Double(text) } else { nil } }
}

extension [JSONValue.Member] {
    fileprivate mutating func set(_ key: Text, _ value: JSONValue?) {
        switch (firstIndex { $0.key == key }, value) {
        case (let index?, let value?): self[index].value = value
        case (let index?, nil): remove(at: index)
        case (nil, let value?): append(.init(key, value))
        case (nil, nil): break
        }
    }
}

// MARK: Literals

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral text: String) { self = .string(Text(text)) }
    public init(integerLiteral number: Int64) { self = .integer(number) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(nilLiteral: ()) { self = .null }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral members: (Text, JSONValue)...) {
        self = .object(members.map { Member($0, $1) })
    }

    public static func integer(_ number: some BinaryInteger) -> JSONValue { .number(String(number)) }
    /// A finite number; NaN and the infinities become null.
    public static func double(_ number: Double) -> JSONValue { number.isFinite ? .number("\(number)") : .null }
    public static func string(_ text: String) -> JSONValue { .string(Text(text)) }
    public static func string(_ text: String?) -> JSONValue { text.map { .string(Text($0)) } ?? .null }
}
