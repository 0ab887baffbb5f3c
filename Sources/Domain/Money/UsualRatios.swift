/// The ratios of models for which nothing is configured (new-api.md §20).
enum UsualRatios {
    static let cacheCreation = Ratio("1.25") ?? .one
    static let audioCompletion = Ratio(2)

    static func cache(of model: String) -> Ratio { first(caches, for: model) ?? .one }

    static func audio(of model: String) -> Ratio { first(sounds, for: model) ?? Ratio(20) }

    private static func first(_ table: [(String, String)], for model: String) -> Ratio? {
        table.first { ModelPattern.matches($0.0, model) }.flatMap { Ratio($0.1) }
    }

    private static let caches = [
        ("gpt-4o*", "0.5"), ("o1*", "0.5"), ("o3*", "0.5"), ("o4*", "0.5"), ("gpt-4.1*", "0.25"), ("gpt-5*", "0.1"),
        ("*claude*", "0.1"), ("deepseek*", "0.25"),
    ]

    private static let sounds = [
        ("gpt-4o-audio-preview*", "16"), ("gpt-4o-mini-audio-preview*", "66.67"), ("gpt-4o-realtime-preview*", "8"),
        ("gpt-4o-mini-realtime-preview*", "16.67"),
    ]
}
