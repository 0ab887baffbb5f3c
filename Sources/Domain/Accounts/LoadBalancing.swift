/// How one account is chosen among those that come before all others and stand equal: the value of the option `LoadBalanceStrategy`.
public enum LoadBalancing: String, Sendable, CaseIterable {
    /// The one with the fewest running asks; of several, the one that waited longest.
    case leastInFlight = "least_in_flight"
    /// Each in its turn.
    case roundRobin = "round_robin"
    case random
    /// The one with the fewest asks of the last hour.
    case leastUsed = "least_used"
    /// At random, each as often as its weight says; one of weight 0 only where all have it.
    case weighted
}

/// What a process knows of how much each account is asked.
struct LoadShares {
    private var inFlight: [ID<Account>: Int] = [:]
    private var lent: [ID<Account>: Lent] = [:]
    private var count: UInt64 = 0

    private struct Lent {
        /// Which lending of all was its last.
        var last: UInt64 = 0
        var hour = HourlyCount()
    }

    func running(of account: ID<Account>) -> Int { inFlight[account, default: 0] }

    mutating func take(_ account: ID<Account>, at now: Timestamp) {
        count += 1
        inFlight[account, default: 0] += 1
        lent[account, default: Lent()].last = count
        lent[account]!.hour.add(at: now)
    }

    mutating func giveBack(_ account: ID<Account>) {
        let left = inFlight[account, default: 0] - 1
        inFlight[account] = left > 0 ? left : nil
    }

    mutating func forget(_ account: ID<Account>) { lent[account] = nil }
}

extension LoadShares {
    /// One of `equals`, which is not empty.
    func choose(
        among equals: [BoundAccount], by balancing: LoadBalancing, at now: Timestamp, random: () -> UInt64
    ) -> BoundAccount {
        switch balancing {
        case .leastInFlight:
            best(of: equals) { (running(of: $0.id), lent[$0.id]?.last ?? 0, $0.id) }
        case .roundRobin: best(of: equals) { (0, lent[$0.id]?.last ?? 0, $0.id) }
        case .leastUsed:
            best(of: equals) { (lent[$0.id]?.hour.sum(at: now) ?? 0, lent[$0.id]?.last ?? 0, $0.id) }
        case .random: equals[Int(random() % UInt64(equals.count))]
        case .weighted: Self.weighted(equals, random())
        }
    }

    private func best(
        of equals: [BoundAccount], _ rank: (Account) -> (Int, UInt64, ID<Account>)
    ) -> BoundAccount {
        var (best, bestRank) = (equals[0], rank(equals[0].account))
        for candidate in equals.dropFirst() {
            let candidateRank = rank(candidate.account)
            if candidateRank < bestRank { (best, bestRank) = (candidate, candidateRank) }
        }
        return best
    }

    private static func weighted(_ equals: [BoundAccount], _ random: UInt64) -> BoundAccount {
        let weights = equals.map { UInt64(max(0, min($0.account.weight, 1_000_000))) }
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return equals[Int(random % UInt64(equals.count))] }
        var left = random % sum
        for (candidate, weight) in zip(equals, weights) {
            if left < weight { return candidate }
            left -= weight
        }
        return equals[0]
    }
}

/// How often something happened in the last hour, to the minute.
private struct HourlyCount {
    private var minutes = [UInt32](repeating: 0, count: 60)
    private var newest: Int64 = 0
    private var total = 0

    mutating func add(at now: Timestamp) {
        advance(to: now)
        minutes[Int(newest % 60)] += 1
        total += 1
    }

    func sum(at now: Timestamp) -> Int {
        var count = self
        count.advance(to: now)
        return count.total
    }

    /// A clock that goes back counts in the newest minute.
    private mutating func advance(to now: Timestamp) {
        let minute = max(newest, now.milliseconds / 60_000)
        for passed in 0..<min(60, minute - newest) {
            let place = Int((minute - passed) % 60)
            total -= Int(minutes[place])
            minutes[place] = 0
        }
        newest = minute
    }
}
