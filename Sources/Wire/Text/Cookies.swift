/// The cookies a client sends (RFC 6265, §5.4), in their order.
public struct Cookies: Sendable, Equatable {
    public let pairs: [Pair]

    public struct Pair: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    public init(_ headers: Headers) { self.init(headers.all("cookie")) }

    /// The values of the `Cookie` fields. What is no `name=value` is left out.
    public init(_ fields: [String]) {
        pairs = fields.flatMap { $0.split(separator: ";") }.compactMap { piece in
            let parts = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            let name = Self.trimmed(parts[0])
            guard !name.isEmpty else { return nil }
            return Pair(name: name, value: Self.unquoted(Self.trimmed(parts[1])))
        }
    }

    /// The first value of that name; names are case-sensitive.
    public subscript(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    private static func trimmed(_ text: Substring) -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        let rest = text.drop(while: isBlank)
        return String(rest.reversed().drop(while: isBlank).reversed())
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        return String(text.dropFirst().dropLast())
    }
}
