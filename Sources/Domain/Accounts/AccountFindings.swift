/// What asking an upstream showed about it.
public struct AccountFindings: Sendable, Equatable {
    /// Events of answers that could not be read and were left out.
    public var skipped = 0
    public var learned: [LearnedOption] = []
    /// How much of what the account may do is used; none where the upstream did not say.
    public var windows: [UsageWindow] = []

    public init(skipped: Int = 0, learned: [LearnedOption] = [], windows: [UsageWindow] = []) {
        self.skipped = skipped
        self.learned = learned
        self.windows = windows
    }

    /// Nothing that is added to the account's row. Windows are kept apart.
    public var isEmpty: Bool { skipped == 0 && learned.isEmpty }

    public static func += (left: inout Self, right: Self) {
        left.skipped += right.skipped
        left.learned += right.learned
        if !right.windows.isEmpty { left.windows = right.windows }
    }
}
