/// Text from outside: UTF-8, compared, hashed and searched by its bytes.
///
/// Swift compares, searches and counts a `String` by `Character` and normalises as it goes: a letter with 100,000 combining
/// marks costs the square of their number. A `Text` has none of these operations. `string` leaves that protection: it is for
/// text that is passed on as it is, or known to be short.
public struct Text: Sendable {
    public let string: String

    public init(_ string: String) { self.string = string }

    public init(_ string: some StringProtocol) { self.string = String(string) }

    /// Bytes that are not UTF-8 become U+FFFD.
    public init(decoding bytes: some Collection<UInt8>) { string = String(decoding: bytes, as: UTF8.self) }

    public var utf8: String.UTF8View { string.utf8 }
    public var byteCount: Int { string.utf8.count }
    public var isEmpty: Bool { string.isEmpty }

    /// Unicode scalars, as MariaDB's `VARCHAR(n)` and JSON Schema's `maxLength` count.
    public var scalarCount: Int { string.unicodeScalars.count }

    /// The decimal number that the whole text is; nil for anything else, and for what does not fit.
    public var integer: Int? { byteCount <= 20 ? Int(string) : nil }
}

// MARK: Comparing

extension Text: Hashable {
    public static func == (left: Self, right: Self) -> Bool { left.string.hasSameBytes(as: right.string) }

    public func hash(into hasher: inout Hasher) {
        var string = string
        string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension String {
    /// Whether the two are the same bytes, which costs no more than looking at each once.
    public func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}

extension RawRepresentable where RawValue == String {
    /// The case that is written so; a long text is none.
    public init?(_ text: Text) {
        guard text.byteCount <= 64 else { return nil }
        self.init(rawValue: text.string)
    }
}

// MARK: Searching

extension Text {
    public func hasPrefix(_ prefix: Text) -> Bool { utf8.starts(with: prefix.utf8) }

    public func hasSuffix(_ suffix: Text) -> Bool {
        byteCount >= suffix.byteCount && utf8.suffix(suffix.byteCount).elementsEqual(suffix.utf8)
    }

    public func contains(_ words: Text) -> Bool { Array(utf8).contains(Array(words.utf8)) }

    /// What stands between two separators, which may be nothing.
    public func split(separator: UInt8) -> [Text] {
        utf8.split(separator: separator, omittingEmptySubsequences: false).map { Text(Substring($0)) }
    }

    /// What stands before the first `separator`, or all.
    public func before(_ separator: UInt8) -> Text { Text(Substring(utf8.prefix { $0 != separator })) }

    /// Without spaces, tabs and line breaks at both ends.
    public var trimmed: Text {
        var rest = utf8[...]
        while let first = rest.first, Self.isBlank(first) { rest = rest.dropFirst() }
        while let last = rest.last, Self.isBlank(last) { rest = rest.dropLast() }
        return Text(Substring(rest))
    }

    /// With the letters A to Z in lower case; all others stay as they are.
    public var asciiLowercased: Text { Text(decoding: utf8.map(\.asciiLowercased)) }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == space || (9...13).contains(byte) }
}

// MARK: Writing

extension Text: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, CustomStringConvertible {
    public init(stringLiteral text: String) { string = text }
    public var description: String { string }
}

extension UInt8 {
    /// The letter A to Z in lower case; every other byte as it is.
    public var asciiLowercased: UInt8 { self &- 65 < 26 ? self | 0x20 : self }
}
