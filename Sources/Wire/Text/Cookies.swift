public import JSON

/// The cookies a client sends (RFC 6265, §5.4), in their order.
public struct Cookies: Sendable, Equatable {
    public let pairs: [Pair]

    public struct Pair: Sendable, Equatable {
        public let name: Text
        public let value: Text
    }

    public init(_ headers: Headers) { self.init(headers.all("cookie")) }

    /// The values of the `Cookie` fields. What is no `name=value` is left out.
    public init(_ fields: [Text]) {
        // Bytes, not characters: an accent after a semicolon would make one character of the two.
        pairs = fields.flatMap { $0.utf8.split(separator: UInt8(ascii: ";")) }.compactMap { piece in
            guard let mark = piece.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let name = Self.trimmed(piece[..<mark])
            guard !name.isEmpty else { return nil }
            let value = Self.unquoted(Self.trimmed(piece[piece.index(after: mark)...]))
            return Pair(name: Text(Substring(name)), value: Text(Substring(value)))
        }
    }

    /// The values of that name, in their order; names are case-sensitive. A browser sends several where cookies of one name
    /// have several paths, and does not say which is whose.
    public func all(_ name: Text) -> [Text] {
        pairs.filter { $0.name == name }.map(\.value)
    }

    /// The first of them.
    public subscript(_ name: Text) -> Text? { all(name).first }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
        else { return text[text.endIndex...] }
        return text[first...last]
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    private static func unquoted(_ text: Substring.UTF8View) -> Substring.UTF8View {
        let quote = UInt8(ascii: "\"")
        guard text.count >= 2, text.first == quote, text.last == quote else { return text }
        return text.dropFirst().dropLast()
    }
}
