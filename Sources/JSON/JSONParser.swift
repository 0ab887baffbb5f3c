/// A recursive-descent parser over one text held in memory.
struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0
    /// Values so far.
    private var count = 0

    private let most: Int
    private let duplicates: JSONDuplicates
    /// See `LooseJSON`.
    private let isLoose: Bool
    /// Whether a string has a stand-in for half of a character.
    private(set) var hasHalves = false

    init(
        _ bytes: [UInt8], duplicates: JSONDuplicates, isLoose: Bool = false, most: Int = JSONValue.maximumCount
    ) {
        self.bytes = bytes
        self.most = most
        self.duplicates = duplicates
        self.isLoose = isLoose
    }

    mutating func parseText() throws(JSONError) -> JSONValue {
        let value = try parseValue(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw malformed }
        return value
    }

    private var malformed: JSONError { .malformed(at: position) }
    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 32 || byte == 10 || byte == 13 || byte == 9 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func parseValue(depth: Int) throws(JSONError) -> JSONValue {
        count += 1
        guard count <= most else { throw .tooMany }
        skipSpace()
        switch next {
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "{"): return try parseObject(depth: depth + 1)
        case UInt8(ascii: "["): return try parseArray(depth: depth + 1)
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        default: return isLoose && takeNoNumber() ? .null : try parseNumber()
        }
    }

    /// `NaN`, `Infinity` and `-Infinity`, as Python writes them.
    private mutating func takeNoNumber() -> Bool {
        let words: [StaticString] = ["NaN", "Infinity", "-Infinity"]
        for word in words {
            let end = position + word.utf8CodeUnitCount
            guard end <= bytes.count else { continue }
            let isSame = (0..<word.utf8CodeUnitCount).allSatisfy { word.utf8Start[$0] == bytes[position + $0] }
            guard isSame else { continue }
            position = end
            return true
        }
        return false
    }

    private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for offset in 0..<word.utf8CodeUnitCount {
            guard take(word.utf8Start[offset]) else { throw malformed }
        }
        return value
    }

    private mutating func parseArray(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= JSONValue.maximumDepth else { throw .tooDeep }
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array([]) }
        repeat {
            elements.append(try parseValue(depth: depth))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw malformed }
        return .array(elements)
    }

    private mutating func parseObject(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= JSONValue.maximumDepth else { throw .tooDeep }
        position += 1
        var members: [JSONValue.Member] = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object([]) }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw malformed }
            let key = try parseString()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw malformed }
            members.append(.init(key, try parseValue(depth: depth)))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw malformed }
        return .object(try withoutDuplicates(members))
    }

    private func withoutDuplicates(_ members: [JSONValue.Member]) throws(JSONError) -> [JSONValue.Member] {
        guard let index = firstDuplicate(members) else { return members }
        guard duplicates == .keepFirst else { throw .duplicateKey(members[index].key) }
        var seen = Set<Text>(minimumCapacity: members.count)
        return members.filter { seen.insert($0.key).inserted }
    }

    private func firstDuplicate(_ members: [JSONValue.Member]) -> Int? {
        if members.count <= 8 {
            return members.indices.first { index in
                members[..<index].contains { $0.key == members[index].key }
            }
        }
        var seen = Set<Text>(minimumCapacity: members.count)
        return members.indices.first { !seen.insert(members[$0].key).inserted }
    }

    private mutating func parseNumber() throws(JSONError) -> JSONValue {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try takeDigits() }
        if take(UInt8(ascii: ".")) { try takeDigits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try takeDigits()
        }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func takeDigits() throws(JSONError) {
        let start = position
        while let byte = next, byte &- 48 <= 9 { position += 1 }
        guard position > start else { throw malformed }
    }
}

// MARK: Strings

extension JSONParser {
    private mutating func parseString() throws(JSONError) -> Text {
        position += 1
        let start = position
        while let byte = next, byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\") { return try parseEscapedString(from: start) }
            guard byte >= 32 || isLoose else { throw malformed }
            position += 1
        }
        let text = try decode(bytes[start..<position], at: start)
        guard take(UInt8(ascii: "\"")) else { throw malformed }
        return text
    }

    private func decode(_ slice: ArraySlice<UInt8>, at offset: Int) throws(JSONError) -> Text {
        if isLoose { return Text(decoding: slice) }
        // `String(validating:as:)` looks at one character after another, and cost more than all the rest of the parser.
        do { return Text(String(copying: try UTF8Span(validating: slice.span))) } catch { throw .malformed(at: offset) }
    }

    private mutating func parseEscapedString(from start: Int) throws(JSONError) -> Text {
        var output = Array(bytes[start..<position])
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 32 || isLoose else { throw malformed }
            position += 1
            if byte == UInt8(ascii: "\\") { try parseEscape(into: &output) } else { output.append(byte) }
        }
        guard take(UInt8(ascii: "\"")) else { throw malformed }
        return try decode(output[...], at: start)
    }

    private mutating func parseEscape(into output: inout [UInt8]) throws(JSONError) {
        guard let byte = next else { throw malformed }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(byte)
        case UInt8(ascii: "b"): output.append(8)
        case UInt8(ascii: "f"): output.append(12)
        case UInt8(ascii: "n"): output.append(10)
        case UInt8(ascii: "r"): output.append(13)
        case UInt8(ascii: "t"): output.append(9)
        case UInt8(ascii: "u"): output.append(contentsOf: String(try parseScalar()).utf8)
        default: throw .malformed(at: position - 1)
        }
    }

    /// What follows `\u`. A surrogate without its partner becomes U+FFFD, or its stand-in.
    private mutating func parseScalar() throws(JSONError) -> Unicode.Scalar {
        let first = try parseHexadecimal()
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? half(first) }
        let beforeSecond = position
        if take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
            let second = try parseHexadecimal()
            if (0xDC00..<0xE000).contains(second) {
                return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))!
            }
        }
        position = beforeSecond
        return half(first)
    }

    private mutating func half(_ surrogate: UInt32) -> Unicode.Scalar {
        guard isLoose else { return "\u{FFFD}" }
        hasHalves = true
        return CharacterHalf(surrogate).standIn
    }

    private mutating func parseHexadecimal() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next else { throw malformed }
            switch byte {
            case 48...57: value = value << 4 | UInt32(byte - 48)
            case 65...70: value = value << 4 | UInt32(byte - 55)
            case 97...102: value = value << 4 | UInt32(byte - 87)
            default: throw malformed
            }
            position += 1
        }
        return value
    }
}
