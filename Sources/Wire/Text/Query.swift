/// The `name=value` pairs of a query, decoded, in their order. Pairs that cannot be decoded are left out.
public struct Query: Sendable {
    public private(set) var pairs: [(name: String, value: String)] = []

    /// `text` as it travelled, without the question mark.
    public init(_ text: String) {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count == 2 ? parts[1] : "") else {
                continue
            }
            pairs.append((name, value))
        }
    }

    /// The first value of that name.
    public subscript(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    private static func decoded(_ text: Substring) -> String? {
        percentDecoded(String(decoding: text.utf8.map { $0 == UInt8(ascii: "+") ? 32 : $0 }, as: UTF8.self))
    }
}
