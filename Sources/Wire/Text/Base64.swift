public import JSON

/// Bytes as base64 text with padding (RFC 4648, §4).
public enum Base64 {
    public static func encode(_ bytes: [UInt8]) -> String {
        let text = Base64URL.encode(bytes).utf8.map { $0 == 45 ? UInt8(ascii: "+") : $0 == 95 ? UInt8(ascii: "/") : $0 }
        let padding = [UInt8](repeating: UInt8(ascii: "="), count: (4 - text.count % 4) % 4)
        return String(decoding: text + padding, as: UTF8.self)
    }

    /// Either alphabet, with all padding or without any. Nil for anything else.
    public static func decode(_ text: Text) -> [UInt8]? {
        var digits = Array(text.utf8)
        guard digits.last != UInt8(ascii: "=") || digits.count % 4 == 0 else { return nil }
        while digits.last == UInt8(ascii: "="), digits.count > text.byteCount - 2 { digits.removeLast() }
        for index in digits.indices {
            if digits[index] == UInt8(ascii: "+") { digits[index] = 45 }
            if digits[index] == UInt8(ascii: "/") { digits[index] = 95 }
        }
        return Base64URL.decode(Text(decoding: digits))
    }
}

/// The same of bytes that come a portion at a time.
public struct Base64Text {
    private var text = ""
    private var rest: [UInt8] = []

    public init() {}

    public mutating func add(_ bytes: [UInt8]) {
        rest += bytes
        let whole = rest.count - rest.count % 3
        text += Base64.encode(Array(rest[..<whole]))
        rest.removeFirst(whole)
    }

    /// All of it; nothing is added any more.
    public func finish() -> Text { Text(text + Base64.encode(rest)) }
}
