internal import JSON

/// What every model costs, and what each group pays of it: the options of prices, read once when they change, so that a request costs a
/// look into a table and no reading of JSON.
///
/// A model that has neither a price for a call nor a ratio is free. New API refuses it, or takes 37.5.
public final class Prices: Sendable {
    /// Of the models that an option names.
    private let named: [Text: Entry]
    private let options: Options
    private let groups: [Text: Ratio]

    /// When nothing is configured.
    public static let none = Prices([:])

    /// Of all options, as they are stored. One that cannot be read, as it was stored before it meant anything, counts as if it were not set.
    public init(_ values: [String: String]) {
        let options = Options(values)
        self.options = options
        let models = Set(options.calls.names).union(options.seconds.names).union(options.tokens.names)
        named = Dictionary(
            uniqueKeysWithValues: models.compactMap { model in options.entry(of: model.string).map { (model, $0) } })
        groups = Self.groups(values)
    }

    /// Nil: it is free.
    public subscript(_ model: String) -> Price? { entry(of: model)?.price }

    /// A price, and what tools cost beside it.
    private struct Entry: Sendable {
        let price: Price
        let tools: ToolPrices
    }

    private func entry(of model: String) -> Entry? {
        if let entry = named[Text(model)] { return entry }
        return options.hasPatterns ? options.entry(of: model) : nil
    }

    /// What the members of a group pay of a price.
    public func ratio(of group: String) -> Ratio { groups[Text(group)] ?? .one }

    /// What a request to a model is charged by now; nil: it is free.
    public func tariff(of model: String, for group: String) -> Tariff? {
        entry(of: model).map { Tariff($0.price, group: ratio(of: group), tools: $0.tools) }
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
        let calls, seconds, tokens, completion, cache, cacheCreation, image, audio, audioCompletion: RatioTable
        let audioInput, webSearch, fileSearch: RatioTable
        let pictures: [MadePicture: Ratio]

        init(_ values: [String: String]) {
            let table = { (setting: Setting) in setting.read(values).flatMap { try? RatioTable($0) } ?? .empty }
            calls = table(.modelPrice)
            seconds = table(.secondPrice)
            tokens = table(.modelRatio)
            completion = table(.completionRatio)
            cache = table(.cacheRatio)
            cacheCreation = table(.createCacheRatio)
            image = table(.imageRatio)
            audio = table(.audioRatio)
            audioCompletion = table(.audioCompletionRatio)
            audioInput = table(.audioInputPrice)
            webSearch = table(.webSearchPrice)
            fileSearch = table(.fileSearchPrice)
            let pictures = table(.imageToolPrice)
            self.pictures = Dictionary(
                uniqueKeysWithValues: MadePicture.allCases.map { ($0, pictures[$0.rawValue] ?? .zero) })
        }

        var hasPatterns: Bool { [calls, seconds, tokens].contains { !$0.patterns.isEmpty } }

        func entry(of model: String) -> Entry? {
            price(of: model).map { Entry(price: $0, tools: tools(of: model)) }
        }

        private func tools(of model: String) -> ToolPrices {
            ToolPrices(webSearch: webSearch[model] ?? .zero, fileSearch: fileSearch[model] ?? .zero, pictures: pictures)
        }

        private func price(of model: String) -> Price? {
            if let dollars = calls[model] { return .call(dollars) }
            if let dollars = seconds[model] { return .second(dollars) }
            guard let ratio = tokens[model] else { return nil }
            var price = TokenPrice(ratio)
            price.completion = CompletionRatios.ratio(of: model, configured: completion[model])
            price.cache = cache[model] ?? UsualRatios.cache(of: model)
            price.cacheCreation = cacheCreation[model] ?? UsualRatios.cacheCreation
            price.image = image[model] ?? .one
            price.audio = audio[model] ?? UsualRatios.audio(of: model)
            price.audioCompletion = audioCompletion[model] ?? UsualRatios.audioCompletion
            if audio[model] == nil, ModelPattern.matches("gemini-*", model) {
                price.hearing = audioInput[model].map { .dollars($0) } ?? .asText
            }
            return .tokens(price)
        }
    }
}
