public import JSON

/// How many messages a message to a model counts as, in limits of weighted messages: by the name, or by patterns of names.
///
/// As JSON: `{"o3": 5, "gpt-4*": 2}`. A name that stands there itself comes first, then the pattern with the most letters; a model
/// that none matches weighs 1.
public struct ModelWeights: Sendable, Equatable {
    /// The longest first, so that the first that matches decides.
    private let entries: [(pattern: String, weight: Int)]

    public static let equal = ModelWeights([])
    public static let range: ClosedRange<Int64> = 0...10_000
    static let most = 256

    public init(_ entries: [(pattern: String, weight: Int)]) {
        self.entries = entries.sorted { Self.rank($0.pattern) > Self.rank($1.pattern) }
    }

    /// Throws `invalid("value")` for what is no object of patterns and whole numbers from 0 to 10,000.
    public init(_ value: JSONValue) throws(ChatError) {
        guard let members = value.members else { throw .invalid(field: "value", .not(.object)) }
        guard members.count <= Self.most else { throw .invalid(field: "value", .tooManyValues(most: Self.most)) }
        var entries: [(pattern: String, weight: Int)] = []
        for member in members {
            let pattern = member.key.string
            guard ModelPattern.isValid(pattern) else {
                throw .invalid(field: "value", .entry(String(pattern.prefix(64)), .badModelPattern))
            }
            guard let weight = member.value.integer, Self.range.contains(weight) else {
                throw .invalid(field: "value", .entry(pattern, .outOfRange(Self.range)))
            }
            entries.append((pattern, Int(weight)))
        }
        self.init(entries)
    }

    public subscript(_ model: String) -> Int {
        entries.first { ModelPattern.matches($0.pattern, model) }?.weight ?? 1
    }

    private static func rank(_ pattern: String) -> (Int, Int) {
        let stars = pattern.utf8.count { $0 == UInt8(ascii: "*") }
        return (stars == 0 ? 1 : 0, pattern.utf8.count - stars)
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.entries.elementsEqual(right.entries) { $0 == $1 }
    }
}
