/// What a model costs: so much for a call, or for the tokens that it reads and writes, in New API's ratios (new-api.md §20). A ratio of 1
/// is 2 USD for a million tokens. Indirect: each request carries one from hand to hand.
public indirect enum Price: Sendable, Equatable {
    /// USD for a call, or for each picture that is asked for.
    case call(Ratio)
    case tokens(TokenPrice)
    /// USD for a second of sound that is heard or spoken.
    case second(Ratio)

    /// 500,000 units are 1 USD.
    public static let unitsPerDollar = 500_000
}

/// What the tokens of a model cost. All but `model` are multiples of it.
public struct TokenPrice: Sendable, Equatable {
    /// Of a token that is read.
    public let model: Ratio
    /// Of one that is written.
    public var completion = Ratio.one
    /// Of one that is read from a cache.
    public var cache = Ratio.one
    /// Of one that is written to a cache.
    public var cacheCreation = Ratio.one
    /// Of one that stands for a picture that is read.
    public var image = Ratio.one
    /// Of one of sound that is read.
    public var audio = Ratio.one
    /// Of one of sound that is written, beside `audio`.
    public var audioCompletion = Ratio.one
    /// How the tokens of sound are counted that are read.
    public var hearing = Hearing.byRatio

    /// Most models have ratios for sound. Google's have a price for it or none, and their text is counted as always.
    public enum Hearing: Sendable, Equatable {
        case byRatio
        /// As tokens of text.
        case asText
        /// USD for a million of them.
        case dollars(Ratio)
    }

    public init(_ model: Ratio) { self.model = model }
}
