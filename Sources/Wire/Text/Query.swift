public import JSON

/// The pairs of a query or of a form body (`application/x-www-form-urlencoded`), decoded, in their order.
public struct Query: Sendable, Equatable {
    public let pairs: [Pair]

    public struct Pair: Sendable, Equatable {
        public let name: Text
        public let value: Text
    }

    /// `text` without `?`; nil stands for no query. A pair that cannot be decoded is left out.
    public init(_ text: String?) {
        // Bytes, not characters: an accent after a separator would make one character of the two.
        pairs = (text ?? "").utf8.split(separator: UInt8(ascii: "&")).compactMap { pair in
            let mark = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            guard let name = Self.decoded(pair[..<mark]), let value = Self.decoded(pair[mark...].dropFirst()) else {
                return nil
            }
            return Pair(name: name, value: value)
        }
    }

    /// The first value of that name.
    public subscript(_ name: Text) -> Text? { pairs.first { $0.name == name }?.value }

    public func all(_ name: Text) -> [Text] { pairs.filter { $0.name == name }.map(\.value) }

    private static func decoded(_ text: Substring.UTF8View) -> Text? {
        guard text.contains(UInt8(ascii: "+")) else { return percentDecoded(Substring(text)) }
        return percentDecoded(String(decoding: text.map { $0 == UInt8(ascii: "+") ? space : $0 }, as: UTF8.self))
    }
}
