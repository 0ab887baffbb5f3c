/// At most so much in a window. 0 blocks, -1 is no limit.
public struct Limit: Sendable, Hashable {
    public let scope: QuotaScope
    public let window: QuotaWindow
    public let unit: QuotaUnit
    /// -1 … 1_000_000_000 in a package; of a balance more.
    public let amount: Int
    /// Patterns of the models that it is about; `*` is every one.
    public let models: [String]

    public init(
        _ amount: Int, per window: QuotaWindow, of scope: QuotaScope = .member, in unit: QuotaUnit = .messages,
        models: [String] = ["*"]
    ) {
        self.amount = amount
        self.window = window
        self.scope = scope
        self.unit = unit
        self.models = models
    }

    public var isUnlimited: Bool { amount < 0 }

    /// The balance of a member or a key as a limit: `granted` is all that they were ever given.
    public static func balance(of scope: QuotaScope, granted: Int) -> Limit {
        Limit(max(0, granted), per: .lifetime, of: scope, in: .money)
    }

    public var isBalance: Bool { window == .lifetime && unit == .money }
}
