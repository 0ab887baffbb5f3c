/// What is wrong with a JSON text, and where.
public enum JSONError: Error, Equatable, Sendable {
    /// Not JSON, or not UTF-8; the offset of the first byte that does not fit.
    case malformed(at: Int)
    /// Nested deeper than `JSONValue.maximumDepth`.
    case tooDeep
    /// More values than `JSONValue.maximumCount`, or what a reader set instead.
    case tooMany
    /// A member name occurs twice in one object.
    case duplicateKey(Text)
}

/// What a member name that occurs twice in one object means.
public enum JSONDuplicates: Sendable {
    /// An error. For everything that a policy reads: two readers could see two values.
    case refused
    /// The first one counts. For what upstreams answer, which nobody else judges.
    case keepFirst
}

extension JSONValue {
    /// Arrays and objects inside one another.
    public static let maximumDepth = 64
    /// A value takes many times the memory of the two bytes that can ask for it.
    public static let maximumCount = 100_000

    /// Parses a whole text. Strict: UTF-8, no trailing bytes, and no duplicate member names unless told otherwise; at most `most` values.
    public init(
        parsing bytes: some Collection<UInt8>, duplicates: JSONDuplicates = .refused, most: Int = maximumCount
    ) throws(JSONError) {
        var parser = JSONParser(Array(bytes), duplicates: duplicates, most: most)
        self = try parser.parseText()
    }

    /// The text, as UTF-8, without white space.
    public var bytes: [UInt8] {
        var output: [UInt8] = []
        write(to: &output)
        return output
    }

    /// The same as a String.
    public var serialized: String { String(decoding: bytes, as: UTF8.self) }

    /// Appends the text to `output`.
    public func write(to output: inout [UInt8]) {
        switch self {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let text): output.append(contentsOf: text.utf8)
        case .string(let text): Self.writeQuoted(text.string, to: &output)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                element.write(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                Self.writeQuoted(member.key.string, to: &output)
                output.append(UInt8(ascii: ":"))
                member.value.write(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    /// Appends `text` as a JSON string, with its quotes. Only what must be escaped is.
    public static func writeQuoted(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        writeEscaped(text, to: &output)
        output.append(UInt8(ascii: "\""))
    }

    /// The same without the quotes: `text` is a part of a string.
    public static func writeEscaped(_ text: String, to output: inout [UInt8]) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            for index in bytes.indices where bytes[index] < 32 || bytes[index] == 34 || bytes[index] == 92 {
                output.append(contentsOf: bytes[start..<index])
                writeEscape(bytes[index], to: &output)
                start = index + 1
            }
            output.append(contentsOf: bytes[start...])
        }
    }

    private static func writeEscape(_ byte: UInt8, to output: inout [UInt8]) {
        switch byte {
        case 34, 92: output.append(contentsOf: [92, byte])
        case 10: output.append(contentsOf: "\\n".utf8)
        case 13: output.append(contentsOf: "\\r".utf8)
        case 9: output.append(contentsOf: "\\t".utf8)
        default:
            let digits = Array("0123456789abcdef".utf8)
            output.append(contentsOf: "\\u00".utf8)
            output.append(digits[Int(byte >> 4)])
            output.append(digits[Int(byte & 15)])
        }
    }
}
