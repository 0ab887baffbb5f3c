public import JSON

/// One option of prices: a number for each model, by its name or by a pattern of names.
///
/// As JSON: `{"gpt-4o": 1.25, "gpt-4-gizmo-*": 15}`. A name that stands there itself comes first, then the pattern with the most letters.
public struct RatioTable: Sendable, Equatable {
    private let named: [Text: Ratio]
    /// The longest first.
    let patterns: [Pattern]

    struct Pattern: Sendable, Equatable {
        let text: String
        let ratio: Ratio
    }

    public static let empty = RatioTable([:], [])

    private init(_ named: [Text: Ratio], _ patterns: [Pattern]) {
        self.named = named
        self.patterns = patterns
    }

    /// Throws `invalid("value")` for what is no object of models and numbers from 0 to 1,000,000, by the model that is wrong.
    public init(_ value: JSONValue) throws(ChatError) {
        guard let members = value.members else { throw .invalid(field: "value", .not(.object)) }
        var (named, patterns): ([Text: Ratio], [Pattern]) = ([:], [])
        for member in members {
            let name = String(member.key.string.prefix(64))
            let isPattern = member.key.utf8.contains(UInt8(ascii: "*"))
            guard isPattern ? ModelPattern.isValid(member.key.string) : ModelPattern.isName(member.key.string) else {
                throw .invalid(field: "value", .entry(name, isPattern ? .badModelPattern : .badModelName))
            }
            guard let ratio = Ratio(member.value) else { throw .invalid(field: "value", .entry(name, .notARatio)) }
            if isPattern {
                patterns.append(Pattern(text: member.key.string, ratio: ratio))
            } else {
                named[member.key] = ratio
            }
        }
        guard patterns.count <= Self.mostPatterns else {
            throw .invalid(field: "value", .tooManyValues(most: Self.mostPatterns))
        }
        self.init(named, patterns.sorted { $0.text.utf8.count > $1.text.utf8.count })
    }

    /// Each is looked at for every request to a model that no name stands for.
    private static let mostPatterns = 256

    /// The models that stand there by their names.
    var names: some Collection<Text> { named.keys }

    subscript(_ model: String) -> Ratio? {
        named[Text(model)] ?? patterns.first { ModelPattern.matches($0.text, model) }?.ratio
    }
}

extension Ratio {
    /// Nil for what is no number from 0 to 1,000,000.
    init?(_ value: JSONValue) {
        guard case .number(let text) = value else { return nil }
        self.init(text)
    }
}
