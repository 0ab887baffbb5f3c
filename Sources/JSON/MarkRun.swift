/// Combining marks in a row. Written language stacks a handful on a letter; thousands of them make every later step slow.
public enum MarkRun {
    /// More of them than this is no text that somebody wrote.
    public static let longest = 64

    /// Whether more than `longest` combining marks follow each other in these bytes of UTF-8. Looks at each byte once.
    public static func isAbsurd(in bytes: some Collection<UInt8>) -> Bool {
        bytes.withContiguousStorageIfAvailable { hasLongRun($0) }
            ?? Array(bytes).withUnsafeBufferPointer { hasLongRun($0) }
    }

    private static func hasLongRun(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        // A run of so many marks has at least two bytes for each of them.
        guard bytes.count > 2 * longest else { return false }
        var run = 0
        var index = 0
        while index < bytes.count {
            let (scalar, length) = scalar(at: index, in: bytes)
            run = isMark(scalar) ? run + 1 : 0
            guard run <= longest else { return true }
            index += length
        }
        return false
    }

    /// The scalar that begins here, and its bytes. What is no UTF-8 counts as one byte that is no mark.
    private static func scalar(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> (UInt32, length: Int) {
        let first = bytes[index]
        let length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard length > 1, index + length <= bytes.count else { return (0, 1) }
        var scalar = UInt32(first) & (0x7F >> UInt32(length))
        for next in bytes[index + 1..<index + length] { scalar = scalar << 6 | UInt32(next & 0x3F) }
        return (scalar, length)
    }

    private static func isMark(_ value: UInt32) -> Bool {
        // Nothing below U+0300 is one, nor any letter of Chinese, Japanese or Korean: most of what is written needs no table.
        guard value >= 0x300, !(0x3400...0xD7FF).contains(value), let scalar = Unicode.Scalar(value) else {
            return false
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: return true
        default: return false
        }
    }
}

extension JSONValue {
    /// Whether a text or a name in it has an absurd run of combining marks.
    public var hasAbsurdMarks: Bool {
        switch self {
        case .string(let text): MarkRun.isAbsurd(in: text.utf8)
        case .array(let elements): elements.contains { $0.hasAbsurdMarks }
        case .object(let members):
            members.contains { MarkRun.isAbsurd(in: $0.key.utf8) || $0.value.hasAbsurdMarks }
        case .null, .bool, .number: false
        }
    }
}
