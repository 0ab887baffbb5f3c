/// What a written token costs beside one that is read, by the model's name, as New API has it (new-api.md §20.1).
enum CompletionRatios {
    enum Rule: Equatable {
        /// Whatever is configured.
        case locked(Ratio)
        /// Where nothing is configured.
        case usual(Ratio)
    }

    /// Of `model`, where that ratio is `configured`. A name with a `/` is an upstream's own, of which the table does not know.
    static func ratio(of model: String, configured: Ratio?) -> Ratio {
        if let configured, model.utf8.contains(UInt8(ascii: "/")) { return configured }
        switch rule(for: model) {
        case .locked(let ratio): return ratio
        case .usual(let ratio): return configured ?? ratio
        }
    }

    /// Whether nothing that is configured counts.
    static func isFixed(for model: String) -> Bool {
        guard !model.utf8.contains(UInt8(ascii: "/")), case .locked = rule(for: model) else { return false }
        return true
    }

    /// The first that matches.
    static func rule(for model: String) -> Rule { rules.first { ModelPattern.matches($0.0, model) }?.1 ?? .usual(.one) }

    private static let rules: [(String, Rule)] = [
        ("*-all", .usual(2)), ("*-gizmo-*", .usual(2)),
        ("gpt-4o-2024-05-13", .locked(3)), ("gpt-4o*", .locked(4)), ("gpt-5*", .locked(8)),
        ("gpt-4.5-preview*", .locked(2)), ("gpt-4-turbo*", .locked(3)), ("*gpt-4-1106", .locked(3)),
        ("*gpt-4-1105", .locked(3)), ("gpt-*", .usual(2)),
        ("o1*", .locked(4)), ("o3*", .locked(4)), ("o4*", .usual(1)), ("chatgpt-4o-latest", .locked(3)),
        ("*claude-3*", .locked(5)), ("*claude-sonnet-4*", .locked(5)), ("*claude-opus-4*", .locked(5)),
        ("claude-2*", .locked(3)), ("claude-instant-1*", .locked(3)), ("mistral-*", .locked(3)),
        ("gemini-1.5*", .locked(4)), ("gemini-2.0*", .locked(4)), ("gemini-2.5-pro*", .usual(8)),
        ("gemini-2.5-flash-preview*-nothinking", .usual(4)),
        ("gemini-2.5-flash-preview*", .usual("23.333333333333336")),
        ("gemini-2.5-flash-lite*", .usual(4)), ("gemini-2.5-flash*", .usual("8.333333333333334")),
        ("gemini-*", .usual(4)),
        ("command-r", .locked(3)), ("command-r-plus", .locked(5)), ("command-r-08-2024", .locked(4)),
        ("command-r-plus-08-2024", .locked(4)), ("command*", .usual(4)),
    ]
}

extension CompletionRatios.Rule {
    fileprivate static func locked(_ ratio: Int) -> Self { .locked(Ratio(ratio)) }
    fileprivate static func usual(_ ratio: Int) -> Self { .usual(Ratio(ratio)) }
    /// 3.5 / 0.15 and 2.5 / 0.3 as the numbers that New API computes with: they have no end.
    fileprivate static func usual(_ ratio: String) -> Self { .usual(Ratio(ratio) ?? .one) }
}
