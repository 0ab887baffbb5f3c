/// What a request is charged by: the price of its model and the ratio of its payer's group, as they were when it was admitted. A price that
/// changes meanwhile is one for later requests.
public struct Tariff: Sendable, Equatable {
    public let price: Price
    /// What the payer's group pays of a price.
    public let group: Ratio
    /// How many times a price for a call is paid: once for each picture that is asked for.
    public var calls = 1
    /// How much more one of them costs than usual: large and fine pictures (`PassedCall`).
    public var multiple = Ratio.one
    /// Nil: tools cost nothing.
    public let tools: ToolPrices?

    public init(_ price: Price, group: Ratio, tools: ToolPrices? = nil) {
        self.price = price
        self.group = group
        self.tools = tools
    }

    /// What a request costs, in units; rounded once. Sums of costs stay numbers that a database can add.
    public func cost(of usage: Usage?, at endpoint: Endpoint) -> Int {
        let extra = (tools?.units(of: usage?.tools ?? ToolUse()) ?? .zero) * group
        switch price {
        case .call(let dollars):
            let units = dollars * Self.unitsPerDollar * group * Ratio(calls) * multiple
            return (units + extra).rounded(upTo: Self.most)
        case .second(let dollars):
            let length = usage?.soundLength ?? 0
            let units = dollars * Self.unitsPerDollar * group * Ratio(length) * Self.thousandth
            return atLeastOne((units + extra).rounded(upTo: Self.most), isUsed: length > 0 && !dollars.isZero)
        case .tokens(let price):
            guard let usage, usage.total > 0 else { return 0 }
            let isSound = endpoint == .realtime || usage.hasSound
            let units = price.weighted(usage, isSound: isSound) * price.model + price.heardApart(usage)
            return atLeastOne((units * group + extra).rounded(upTo: Self.most), isUsed: !price.model.isZero)
        }
    }

    /// What was used is never free where it has a price.
    private func atLeastOne(_ cost: Int, isUsed: Bool) -> Int { cost == 0 && isUsed && !group.isZero ? 1 : cost }

    /// What a request is sure to come to, and what is held of a balance while it runs.
    ///
    /// - Parameter answer: the tokens that it may be answered with at most, where that is known.
    public func hold(promptTokens: Int, answer: Int?, at endpoint: Endpoint) -> (due: Int, most: Int) {
        if case .second = price {
            return (held(seconds: 1, at: endpoint), held(seconds: Self.longestSound, at: endpoint))
        }
        // What costs anything is for one token at least.
        func cost(_ answer: Int) -> Int {
            self.cost(of: Usage(promptTokens: max(1, promptTokens), completionTokens: answer), at: endpoint)
        }
        return (cost(0), cost(min(max(0, answer ?? Self.longestAnswer), 10_000_000)))
    }

    private func held(seconds: Int, at endpoint: Endpoint) -> Int {
        var usage = Usage()
        usage.soundLength = seconds * 1000
        return cost(of: usage, at: endpoint)
    }

    /// In seconds: how much sound one call is taken to have.
    private static let longestSound = 600

    /// How long an answer may be that nobody has bounded. It keeps nobody from the last of a balance; but until it has ended, nobody else
    /// is let at what it may come to.
    private static let longestAnswer = 32_768

    /// Two million USD.
    private static let most = 1_000_000_000_000

    private static let unitsPerDollar = Ratio(Price.unitsPerDollar)
    private static let thousandth = Ratio("0.001") ?? .zero
}

extension TokenPrice {
    /// The tokens, each kind as often as it counts. Where sound is heard or spoken New API tells sound and text apart and nothing else, so that
    /// a cache saves nothing there.
    fileprivate func weighted(_ usage: Usage, isSound: Bool) -> Ratio {
        if isSound, hearing == .byRatio {
            let heard = Ratio(usage.audioTokens) * audio
            let spoken = Ratio(usage.spokenTokens) * audio * audioCompletion
            let read = Ratio(usage.promptTokens - usage.audioTokens)
            return read + Ratio(usage.completionTokens - usage.spokenTokens) * completion + heard + spoken
        }
        let apart = if case .dollars = hearing { usage.audioTokens } else { 0 }
        let plain = usage.promptTokens - usage.cachedTokens - usage.cacheWriteTokens - usage.imageTokens - apart
        let cached = Ratio(usage.cachedTokens) * cache + Ratio(usage.cacheWriteTokens) * cacheCreation
        return Ratio(plain) + cached + Ratio(usage.imageTokens) * image + Ratio(usage.completionTokens) * completion
    }

    /// What sound costs that has a price of its own, in units.
    fileprivate func heardApart(_ usage: Usage) -> Ratio {
        guard case .dollars(let dollars) = hearing else { return .zero }
        return dollars * Ratio(usage.audioTokens) * Self.unitsOfMillion
    }

    /// A USD for a million, in units for one.
    private static let unitsOfMillion = Ratio("0.5") ?? .zero
}
