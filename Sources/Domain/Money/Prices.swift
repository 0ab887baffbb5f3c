internal import JSON

/// What every model costs, and what each group pays of it: the options of prices, read once when they change, so that a request costs a
/// look into a table and no reading of JSON.
///
/// A model that has neither a price for a call nor a ratio is free. New API refuses it, or takes 37.5.
public final class Prices: Sendable {
    /// Of the models that an option names.
    private let named: [Text: Price]
    private let options: Options
    private let groups: [Text: Ratio]

    /// When nothing is configured.
    public static let none = Prices([:])

    /// Of all options, as they are stored. One that cannot be read, as it was stored before it meant anything, counts as if it were not set.
    public init(_ values: [String: String]) {
        let options = Options(values)
        self.options = options
        let models = Set(options.calls.names).union(options.tokens.names)
        named = Dictionary(
            uniqueKeysWithValues: models.compactMap { model in options.price(of: model.string).map { (model, $0) } })
        groups = Self.groups(values)
    }

    /// Nil: it is free.
    public subscript(_ model: String) -> Price? {
        if let price = named[Text(model)] { return price }
        return options.hasPatterns ? options.price(of: model) : nil
    }

    /// What the members of a group pay of a price.
    public func ratio(of group: String) -> Ratio { groups[Text(group)] ?? .one }

    /// What a request to a model is charged by now; nil: it is free.
    public func tariff(of model: String, for group: String) -> Tariff? {
        self[model].map { Tariff($0, group: ratio(of: group)) }
    }

    /// `GroupGroupRatio` says what a group pays when it uses a group's accounts; here each uses its own.
    private static func groups(_ values: [String: String]) -> [Text: Ratio] {
        let groups = Setting.groupRatio.read(values)?.members ?? []
        var ratios: [Text: Ratio] = [:]
        for member in groups { ratios[member.key] = Ratio(member.value) }
        for member in Setting.groupGroupRatio.read(values)?.members ?? [] {
            if let ratio = member.value[member.key].flatMap({ Ratio($0) }) { ratios[member.key] = ratio }
        }
        return ratios
    }

    /// The options as tables.
    private struct Options: Sendable {
        let calls, tokens, completion, cache, cacheCreation, image, audio, audioCompletion: RatioTable

        init(_ values: [String: String]) {
            let table = { (setting: Setting) in setting.read(values).flatMap { try? RatioTable($0) } ?? .empty }
            calls = table(.modelPrice)
            tokens = table(.modelRatio)
            completion = table(.completionRatio)
            cache = table(.cacheRatio)
            cacheCreation = table(.createCacheRatio)
            image = table(.imageRatio)
            audio = table(.audioRatio)
            audioCompletion = table(.audioCompletionRatio)
        }

        var hasPatterns: Bool { !calls.patterns.isEmpty || !tokens.patterns.isEmpty }

        func price(of model: String) -> Price? {
            if let dollars = calls[model] { return .call(dollars) }
            guard let ratio = tokens[model] else { return nil }
            var price = TokenPrice(ratio)
            price.completion = CompletionRatios.ratio(of: model, configured: completion[model])
            price.cache = cache[model] ?? UsualRatios.cache(of: model)
            price.cacheCreation = cacheCreation[model] ?? UsualRatios.cacheCreation
            price.image = image[model] ?? .one
            price.audio = audio[model] ?? UsualRatios.audio(of: model)
            price.audioCompletion = audioCompletion[model] ?? UsualRatios.audioCompletion
            return .tokens(price)
        }
    }
}
