/// JSON as imitators of an API write it: besides what the standard allows, `NaN` and `Infinity` (which become null), control
/// characters and bytes that are not UTF-8 in strings, a member name twice (the first counts), and halves of characters.
public struct LooseJSON: Sendable {
    public let value: JSONValue
    /// Whether strings hold stand-ins for halves of characters: see `CharacterHalf`.
    public let hasHalves: Bool

    /// Parses a whole text.
    public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
        var parser = JSONParser(Array(bytes), duplicates: .keepFirst, isLoose: true)
        value = try parser.parseText()
        hasHalves = parser.hasHalves
    }
}

/// One of the two `\u` escapes that make a character beyond the first 65,536, alone in its string. Upstreams that cut their answers by
/// tokens send the other one in their next event.
public struct CharacterHalf: Sendable {
    /// 0xD800 to 0xDFFF.
    let surrogate: UInt32

    init(_ surrogate: UInt32) { self.surrogate = surrogate }

    /// Read from its stand-in.
    init?(_ scalar: Unicode.Scalar) {
        guard scalar.value >= Self.first else { return nil }
        surrogate = scalar.value - Self.first + 0xD800
    }

    /// A `String` cannot hold half a character: the last of the private characters stand for them in between.
    var standIn: Unicode.Scalar { Unicode.Scalar(Self.first + surrogate - 0xD800)! }
    var isFirst: Bool { surrogate < 0xDC00 }

    private static let first: UInt32 = 0x10F800
}

/// Joins the halves of characters in texts that come one after the other.
public struct CharacterJoiner: Sendable {
    private var pending: CharacterHalf?

    public init() {}

    /// The text with its characters whole; the first half of one at its end is kept for the next text.
    public mutating func join(_ text: Text, hasHalves: Bool) -> Text {
        guard hasHalves || pending != nil, !text.isEmpty else { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.string.unicodeScalars {
            let half = hasHalves ? CharacterHalf(scalar) : nil
            if let first = pending, let second = half, !second.isFirst {
                pending = nil
                scalars.append(
                    Unicode.Scalar(0x10000 + (first.surrogate - 0xD800) << 10 + (second.surrogate - 0xDC00))!)
                continue
            }
            if pending != nil { scalars.append("\u{FFFD}") }
            pending = half?.isFirst == true ? half : nil
            if half == nil { scalars.append(scalar) } else if pending == nil { scalars.append("\u{FFFD}") }
        }
        return Text(String(scalars))
    }

    /// What is left when nothing more comes.
    public mutating func end() -> Text {
        defer { pending = nil }
        return pending == nil ? "" : "\u{FFFD}"
    }
}
