/// How much a use takes of a counter, by what that counts.
public struct QuotaCost: Sendable, Hashable {
    /// What its model weighs.
    public var weighted: Int
    /// While it runs the most that it may come to; then what it came to.
    public var tokens: Int
    /// The same in units of money.
    public var money: Int
    /// What it comes to in money whatever is answered: so much must be left where money is counted. 0: it is free.
    public var due: Int

    public init(weighted: Int = 1, tokens: Int = 0, money: Int = 0, due: Int = 0) {
        self.weighted = weighted
        self.tokens = tokens
        self.money = money
        self.due = due
    }

    public func amount(in unit: QuotaUnit) -> Int {
        switch unit {
        case .messages: 1
        case .weighted: weighted
        case .tokens: tokens
        case .money: money
        }
    }

    /// Whether so much has room under a limit. Money that is left can be spent to the last unit: an answer whose price nobody knows before
    /// its end is begun as long as there is some, and holds what it may come to, so that no second one is begun with the same.
    public func fits(_ unit: QuotaUnit, used: Int, under amount: Int) -> Bool {
        if unit == .money { return due == 0 || used + due <= amount }
        return amount != 0 && used + self.amount(in: unit) <= amount
    }
}

/// What a charge came to; nil where nobody counted.
public struct QuotaTotal: Sendable, Hashable {
    public var tokens: Int?
    /// In units of money.
    public var money: Int?

    public init(tokens: Int? = nil, money: Int? = nil) {
        self.tokens = tokens
        self.money = money
    }
}
