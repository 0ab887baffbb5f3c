/// Where the members of an object stand in its text, which is not read any further: for texts whose values are too many to be built.
///
/// What stands inside of a member is only measured; whoever reads it finds out whether it is JSON.
public struct JSONOutline: Sendable {
    public struct Member: Sendable {
        public let name: Text
        /// Of the value's bytes, without blanks around them.
        public let range: Range<Int>
    }

    public private(set) var members: [Member] = []
    /// Behind the bracket that opens the object.
    public private(set) var start = 0

    /// Throws `malformed` unless the text is one object, `tooDeep`, and `duplicateKey` for one of its members.
    public init(_ bytes: [UInt8]) throws(JSONError) {
        var scanner = Scanner(bytes: bytes)
        try scanner.expect(UInt8(ascii: "{"))
        start = scanner.position
        var names = Set<Text>()
        guard !scanner.take(UInt8(ascii: "}")) else {
            try scanner.expectEnd()
            return
        }
        repeat {
            let name = try scanner.name()
            guard names.insert(name).inserted else { throw .duplicateKey(name) }
            try scanner.expect(UInt8(ascii: ":"))
            members.append(Member(name: name, range: try scanner.value()))
        } while scanner.take(UInt8(ascii: ","))
        try scanner.expect(UInt8(ascii: "}"))
        try scanner.expectEnd()
    }

    /// Where the first member of that name has its value, in the object that the text begins with; nil when it has none. Nothing behind it
    /// is looked at, so the text may be broken there.
    public static func first(_ name: Text, in bytes: [UInt8]) throws(JSONError) -> Range<Int>? {
        var scanner = Scanner(bytes: bytes)
        try scanner.expect(UInt8(ascii: "{"))
        guard !scanner.take(UInt8(ascii: "}")) else { return nil }
        repeat {
            let found = try scanner.name()
            try scanner.expect(UInt8(ascii: ":"))
            let range = try scanner.value()
            if found == name { return range }
        } while scanner.take(UInt8(ascii: ","))
        return nil
    }

    public subscript(_ name: Text) -> Range<Int>? { members.first { $0.name == name }?.range }
}

private struct Scanner {
    let bytes: [UInt8]
    var position = 0

    private var malformed: JSONError { .malformed(at: position) }
    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 32 || byte == 10 || byte == 13 || byte == 9 { position += 1 }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard next == byte else { return false }
        position += 1
        return true
    }

    mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard take(byte) else { throw malformed }
    }

    mutating func expectEnd() throws(JSONError) {
        skipSpace()
        guard position == bytes.count else { throw malformed }
    }

    mutating func name() throws(JSONError) -> Text {
        skipSpace()
        let start = position
        try skipString()
        guard case .string(let name) = try JSONValue(parsing: bytes[start..<position]) else { throw malformed }
        return name
    }

    mutating func value() throws(JSONError) -> Range<Int> {
        skipSpace()
        let start = position
        // What opens and what closes are two apart in ASCII.
        var closers: [UInt8] = []
        repeat {
            skipSpace()
            guard let byte = next else { throw malformed }
            switch byte {
            case UInt8(ascii: "\""): try skipString()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                closers.append(byte + 2)
                guard closers.count <= JSONValue.maximumDepth else { throw .tooDeep }
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard closers.popLast() == byte else { throw malformed }
                position += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard !closers.isEmpty else { throw malformed }
                position += 1
            default: try skipWord()
            }
        } while !closers.isEmpty
        return start..<position
    }

    private static func isMark(_ byte: UInt8) -> Bool { "{}[],:".utf8.contains(byte) }

    private mutating func skipString() throws(JSONError) {
        guard next == UInt8(ascii: "\"") else { throw malformed }
        position += 1
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 32 else { throw malformed }
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard position < bytes.count else {
            position = bytes.count
            throw malformed
        }
        position += 1
    }

    /// A number, `true`, `false` or `null`.
    private mutating func skipWord() throws(JSONError) {
        let start = position
        while let byte = next, byte > 32, byte != UInt8(ascii: "\""), !Self.isMark(byte) { position += 1 }
        guard position > start else { throw malformed }
    }
}
