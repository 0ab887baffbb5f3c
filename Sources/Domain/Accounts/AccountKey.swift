/// Which keys an account has that has several; no secret.
public struct KeyNames: Sendable, Equatable {
    public let numbers: [Int]
    /// In the same order: enough of each to know it by.
    public let tails: [String]

    public init(_ ring: KeyRing) {
        numbers = ring.numbers
        tails = ring.keys.map(\.secret.tail)
    }
}

/// One key of an account as administrators see it; no secret.
public struct AccountKey: Sendable, Equatable {
    public let number: Int
    public let tail: String
    public let health: AccountHealth

    /// New API's: enabled, switched off, or at rest.
    public var status: Account.Status {
        switch health.state {
        case .healthy: .enabled
        case .disabled: .disabled
        default: .needsAttention
        }
    }
}

extension AccountRow {
    /// Empty where it has one key or none.
    public var accountKeys: [AccountKey] {
        guard let keys else { return [] }
        return zip(keys.numbers, keys.tails).map { number, tail in
            AccountKey(number: number, tail: tail, health: health.keys[number] ?? AccountHealth())
        }
    }
}
