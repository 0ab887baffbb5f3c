import Domain
import Storage

/// The part of the storm that costs money: requests that are kept or given back, and administrators who change balances meanwhile.
struct MoneyStorm: Sendable {
    private let stores: StormStores
    /// Ends a row, however long it takes, and its place.
    private let end: @Sendable (UsageEntry) async -> Void

    /// The rows of users are made by `test_storm_ledger.py`. Balances of the last two are only added to: theirs are never below 0.
    static let payers = (101...106).map { ID<User>(Int64($0)) }
    private static let growing = Set(payers.suffix(2))

    init(_ stores: StormStores, end: @escaping @Sendable (UsageEntry) async -> Void) {
        self.stores = stores
        self.end = end
    }

    static func limits(of wallet: Wallet) -> [Limit] {
        wallet.isLimited ? [.balance(of: .member, granted: wallet.granted)] : []
    }

    /// Whether there is somebody's balance to count.
    static let probe = [Limit.balance(of: .member, granted: 0)]

    static func use(of payer: ID<User>, costing units: Int = 0) -> QuotaUse {
        QuotaUse(by: Payer(payer), on: ID(4), for: "m", QuotaCost(money: units, due: units))
    }

    /// An administrator's change, one time in ten, or a request.
    func act(as id: Key<Charge>) async throws(ChatError) {
        let payer = Self.payers.randomElement()!
        guard Int.random(in: 0..<10) > 0 else { return try await change(payer) }
        let wallet = try await stores.storage.users.row(of: payer, at: stores.clock.now).wallet
        let units = Int.random(in: 1...50)
        let (use, limits) = (Self.use(of: payer, costing: units), Self.limits(of: wallet))
        let place = try await stores.ledger.reserve(id, use, under: limits)
        var charge = Charge(
            id: id, payer: use.payer, endpoint: .chatCompletions, model: "m", account: ID(4), at: place.at)
        charge.tariff = Tariff(.call(Self.dollars(units)), group: .one)
        var entry = UsageEntry(charge, isStream: false)
        do {
            try await stores.storage.charges.write([entry])
            _ = try await stores.ledger.reserve(id, use, under: limits)
            let isKept = Int.random(in: 0..<3) > 0
            entry = entry.ended(
                by: Receipt(attempts: [], end: .finished(.stop), firstOutputAt: isKept ? stores.clock.now : nil),
                at: stores.clock.now)
            await end(entry)
        } catch {
            await end(entry.ended(by: Receipt(attempts: [], end: .cancelled), at: stores.clock.now))
            throw error
        }
    }

    private func change(_ payer: ID<User>) async throws(ChatError) {
        let add = WalletChange.add(Int.random(in: 1...400))
        let change =
            Self.growing.contains(payer)
            ? add
            : [add, .subtract(Int.random(in: 1...90)), .set(Int.random(in: 0...300)), .unlimited].randomElement()!
        do throws(ChatError) {
            _ = try await stores.storage.wallets.change(
                payer, by: change, note: "", actor: nil, at: stores.clock.now)
        } catch .invalid {
            // Less is left than is to be taken away.
        }
    }

    /// A unit is two millionths of a dollar.
    private static func dollars(_ units: Int) -> Ratio {
        let digits = String(2 * units)
        return Ratio("0." + String(repeating: "0", count: 6 - digits.utf8.count) + digits)!
    }
}
