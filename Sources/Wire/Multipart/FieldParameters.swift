internal import JSON

/// A field's value of the form `word; name=value; name="value"` (RFC 9110, §5.6.6).
///
/// A backslash within quotation marks is refused: to some it escapes the next character, to others it is one.
struct FieldParameters: Sendable {
    let word: [UInt8]
    private var pairs: [(name: String, value: [UInt8])] = []

    init(_ bytes: [UInt8]) throws(Refusal) {
        var rest = bytes[...]
        word = Array(rest.take { isTokenByte($0) || $0 == UInt8(ascii: "/") })
        while true {
            rest.skipSpace()
            guard let separator = rest.popFirst() else { return }
            guard separator == UInt8(ascii: ";") else { throw Self.malformed }
            rest.skipSpace()
            let name = String(decoding: rest.take(while: isTokenByte).map(\.asciiLowercased), as: UTF8.self)
            guard !name.isEmpty, rest.popFirst() == UInt8(ascii: "=") else { throw Self.malformed }
            guard self[name] == nil else { throw Refusal(400, "a parameter that is given twice") }
            pairs.append((name, try Self.value(&rest)))
        }
    }

    /// In lower case.
    var names: [String] { pairs.map(\.name) }

    subscript(_ name: String) -> [UInt8]? { pairs.first { $0.name == name }?.value }

    private static func value(_ rest: inout ArraySlice<UInt8>) throws(Refusal) -> [UInt8] {
        let quotationMark = UInt8(ascii: "\"")
        guard rest.first == quotationMark else {
            let value = rest.take(while: isTokenByte)
            guard !value.isEmpty else { throw malformed }
            return Array(value)
        }
        rest.removeFirst()
        let value = rest.take { $0 != quotationMark && $0 != UInt8(ascii: "\\") }
        guard rest.popFirst() == quotationMark else { throw malformed }
        return Array(value)
    }

    private static let malformed = Refusal(400, "malformed parameters of a field")
}

extension ArraySlice<UInt8> {
    fileprivate mutating func take(while belongs: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let taken = prefix(while: belongs)
        removeFirst(taken.count)
        return taken
    }

    fileprivate mutating func skipSpace() { _ = take { $0 == space || $0 == tab } }
}
