/// The pairs of a query or of a form body (`application/x-www-form-urlencoded`), decoded, in their order.
public struct Query: Sendable, Equatable {
    public let pairs: [Pair]

    public struct Pair: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    /// `text` without `?`; nil stands for no query. A pair that cannot be decoded is left out.
    public init(_ text: String?) {
        pairs = (text ?? "").split(separator: "&").compactMap { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count > 1 ? parts[1] : "") else {
                return nil
            }
            return Pair(name: name, value: value)
        }
    }

    /// The first value of that name.
    public subscript(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    public func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    private static func decoded(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "+")) else { return percentDecoded(text) }
        return percentDecoded(String(text.map { $0 == "+" ? " " : $0 }))
    }
}
