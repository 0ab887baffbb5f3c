/// What a member or a key may spend, in units of money (`Price.unitsPerDollar`). The balance is what was given less what was spent: there
/// is no third number that could differ from both.
public struct Wallet: Sendable, Equatable {
    /// All that was ever given; counted on while nobody asks for it.
    public var granted: Int
    /// All that requests came to.
    public var spent: Int
    /// Whether requests are refused when nothing is left.
    public var isLimited: Bool

    public init(granted: Int = 0, spent: Int = 0, isLimited: Bool = false) {
        self.granted = granted
        self.spent = spent
        self.isLimited = isLimited
    }

    /// The balance. Below 0 by what one answer came to beyond the last of it.
    public var left: Int { granted - spent }
    public var isEmpty: Bool { isLimited && left <= 0 }
    /// As clients of New API are told what is left: below 0 only where that stops somebody.
    public var shown: Int { isLimited ? left : max(0, left) }

    /// Nothing that is counted in 64 bits, or in what JavaScript and Redis have for numbers, overflows by it.
    public static let most = 1_000_000_000_000_000
}

/// What is to become of a balance.
public enum WalletChange: Sendable, Equatable {
    /// Who had none to mind has one from then on.
    case add(Int)
    /// Throws `invalid` for more than there is.
    case subtract(Int)
    case set(Int)
    /// It is counted on, and refuses nothing.
    case unlimited

    /// What is written down for it, and what the wallet is then. Throws `invalid(field: "value")`.
    public func entries(in wallet: Wallet) throws(ChatError) -> (entries: [WalletEntry.Amount], Wallet) {
        var (entries, changed): ([WalletEntry.Amount], Wallet) = ([], wallet)
        func note(_ kind: WalletEntry.Kind, _ amount: Int) {
            guard amount != 0 else { return }
            changed.granted += amount
            entries.append(WalletEntry.Amount(kind, amount, left: changed.left))
        }
        if self == .unlimited {
            changed.isLimited = false
            return ([], changed)
        }
        // What was spent while nobody minded is nobody's to pay.
        if !wallet.isLimited { note(.opened, max(0, -wallet.left)) }
        changed.isLimited = true
        switch self {
        case .add(let amount): note(.added, try Self.checked(amount, in: 1...Wallet.most))
        case .subtract(let amount):
            note(.subtracted, -(try Self.checked(amount, in: 1...max(1, changed.left))))
        case .set(let amount): note(.set, try Self.checked(amount, in: 0...Wallet.most) - changed.left)
        case .unlimited: break
        }
        _ = try Self.checked(changed.left, in: min(0, changed.left)...Wallet.most)
        return (entries, changed)
    }

    private static func checked(_ amount: Int, in range: ClosedRange<Int>) throws(ChatError) -> Int {
        guard range.contains(amount) else {
            throw .invalid(field: "value", .outOfRange(Int64(range.lowerBound)...Int64(range.upperBound)))
        }
        return amount
    }
}

/// One change of a member's balance that was no request: they are never changed, and their sum is all that was given.
public struct WalletEntry: Sendable, Equatable {
    public let id: ID<WalletEntry>
    public let user: ID<User>
    public let amount: Amount
    /// Who did it; nil: the server.
    public let actor: ID<User>?
    public let actorName: String
    public let note: String
    public let at: Timestamp

    public init(
        id: ID<WalletEntry>, user: ID<User>, _ amount: Amount, actor: ID<User>?, actorName: String, note: String,
        at: Timestamp
    ) {
        self.id = id
        self.user = user
        self.amount = amount
        self.actor = actor
        self.actorName = actorName
        self.note = note
        self.at = at
    }

    public enum Kind: String, Sendable, CaseIterable {
        /// What had been spent before a balance was given.
        case opened
        case added, subtracted, set
    }

    public struct Amount: Sendable, Equatable {
        public let kind: Kind
        /// In units; below 0 where something was taken.
        public let units: Int
        /// The balance after it.
        public let left: Int

        public init(_ kind: Kind, _ units: Int, left: Int) {
            self.kind = kind
            self.units = units
            self.left = left
        }
    }
}
