/// What a request is charged by: the price of its model and the ratio of its payer's group, as they were when it was admitted. A price that
/// changes meanwhile is one for later requests.
public struct Tariff: Sendable, Equatable {
    public let price: Price
    /// What the payer's group pays of a price.
    public let group: Ratio
    /// How many times a price for a call is paid: once for each picture that is asked for.
    public var calls = 1

    public init(_ price: Price, group: Ratio) {
        self.price = price
        self.group = group
    }

    /// What a request costs, in units; rounded once. Sums of costs stay numbers that a database can add.
    public func cost(of usage: Usage?, at endpoint: Endpoint) -> Int {
        switch price {
        case .call(let dollars):
            return (dollars * Ratio(Price.unitsPerDollar) * group * Ratio(calls)).rounded(upTo: Self.most)
        case .tokens(let price):
            guard let usage, usage.total > 0 else { return 0 }
            let ratio = price.model * group
            let cost = (price.weighted(usage, isSound: endpoint == .realtime || usage.hasSound) * ratio)
                .rounded(upTo: Self.most)
            // What was used is never free where its tokens are not.
            return cost == 0 && !ratio.isZero ? 1 : cost
        }
    }

    /// What a request is sure to come to, and what is held of a balance while it runs.
    ///
    /// - Parameter answer: the tokens that it may be answered with at most, where that is known.
    public func hold(promptTokens: Int, answer: Int?, at endpoint: Endpoint) -> (due: Int, most: Int) {
        // What costs anything is for one token at least.
        func cost(_ answer: Int) -> Int {
            self.cost(of: Usage(promptTokens: max(1, promptTokens), completionTokens: answer), at: endpoint)
        }
        return (cost(0), cost(min(max(0, answer ?? Self.longestAnswer), 10_000_000)))
    }

    /// How long an answer may be that nobody has bounded. It keeps nobody from the last of a balance; but until it has ended, nobody else
    /// is let at what it may come to.
    private static let longestAnswer = 32_768

    /// Two million USD.
    private static let most = 1_000_000_000_000
}

extension TokenPrice {
    /// The tokens, each kind as often as it counts. Where sound is heard or spoken New API tells sound and text apart and nothing else, so that
    /// a cache saves nothing there.
    fileprivate func weighted(_ usage: Usage, isSound: Bool) -> Ratio {
        if isSound {
            let heard = Ratio(usage.audioTokens) * audio
            let spoken = Ratio(usage.spokenTokens) * audio * audioCompletion
            let read = Ratio(usage.promptTokens - usage.audioTokens)
            return read + Ratio(usage.completionTokens - usage.spokenTokens) * completion + heard + spoken
        }
        let plain = usage.promptTokens - usage.cachedTokens - usage.cacheWriteTokens - usage.imageTokens
        let cached = Ratio(usage.cachedTokens) * cache + Ratio(usage.cacheWriteTokens) * cacheCreation
        return Ratio(plain) + cached + Ratio(usage.imageTokens) * image + Ratio(usage.completionTokens) * completion
    }
}
