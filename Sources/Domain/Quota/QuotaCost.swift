/// How much a use takes of a counter, by what that counts.
public struct QuotaCost: Sendable, Hashable {
    /// What its model weighs.
    public var weighted: Int
    /// While it runs the most that it may come to; then what it came to.
    public var tokens: Int

    public init(weighted: Int = 1, tokens: Int = 0) {
        self.weighted = weighted
        self.tokens = tokens
    }

    public func amount(in unit: QuotaUnit) -> Int {
        switch unit {
        case .messages: 1
        case .weighted: weighted
        case .tokens: tokens
        // Balances are kept elsewhere.
        case .money: 0
        }
    }
}
