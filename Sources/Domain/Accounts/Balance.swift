/// What is left of an account's credit, as its upstream told.
public struct Balance: Sendable, Equatable {
    public let amount: Double
    /// `USD`, `CNY`.
    public let currency: String

    public init(_ amount: Double, _ currency: String) {
        self.amount = amount
        self.currency = currency
    }
}

/// The same, and when it was told.
public struct AccountBalance: Sendable, Equatable {
    public let balance: Balance
    public let readAt: Timestamp

    public init(_ balance: Balance, readAt: Timestamp) {
        self.balance = balance
        self.readAt = readAt
    }
}

/// What may be spent in all, and how much of it was, in USD.
public struct Spending: Sendable, Equatable {
    public let limit: Double
    public let used: Double

    public init(limit: Double, used: Double) {
        self.limit = limit
        self.used = used
    }

    public var left: Double { limit - used }

    /// As New API shows what has no limit.
    public static let unlimited = Spending(limit: 100_000_000, used: 0)
}

/// What an upstream tells of what is left, without a question that costs anything.
public struct AccountReading: Sendable, Equatable {
    public var windows: [UsageWindow] = []
    public var balance: Balance?
    /// What the balance is left of, where that is told.
    public var spending: Spending?

    public init(windows: [UsageWindow] = [], balance: Balance? = nil, spending: Spending? = nil) {
        self.windows = windows
        self.balance = balance
        self.spending = spending
    }
}

extension Provider {
    /// How an account of it tells what is left of its credit (new-api.md §3.2).
    public enum BalanceKind: Sendable {
        /// `dashboard/billing/subscription` and `usage`, OpenAI's of old, which gateways have.
        case billing
        /// `dashboard/billing/credit_grants`, with the name of what is left.
        case grants(String)
        case deepSeek, siliconFlow, openRouter, moonshot
    }

    /// Nil where it tells nothing, or only another host than the key's does (AIProxy).
    public var balanceKind: BalanceKind? {
        switch rawValue {
        case 1, 8: .billing
        case 12: .grants("total_remaining")
        case 13: .grants("total_available")
        case 20: .openRouter
        case 25: .moonshot
        case 40: .siliconFlow
        case 43: .deepSeek
        default: nil
        }
    }

    /// Kinds whose accounts are read when nobody asks them.
    public static let readable = all.filter { $0.balanceKind != nil || $0.tellsUsageFreely }
}
