import Synchronization

/// Lends accounts to turns, and counts how many turns each one answers right now.
///
/// Which accounts a member may use comes with every call; the pool only chooses and counts.
public final class AccountPool: Sendable {
    private let inFlight = Mutex<[ID<Account>: Int]>([:])

    public init() {}

    /// Chooses: the preferred account if it is a candidate, else dedicated before shared, then the highest
    /// priority, then the fewest running turns. Nil without candidates. Every lease must be given back once.
    public func lease(among candidates: [BoundAccount], preferring sticky: ID<Account>?) -> Account? {
        inFlight.withLock { inFlight in
            let chosen =
                candidates.first { $0.account.id == sticky }
                ?? candidates.min { Self.isBetter($0, $1, inFlight) }
            guard let account = chosen?.account else { return nil }
            inFlight[account.id, default: 0] += 1
            return account
        }
    }

    public func giveBack(_ account: ID<Account>) {
        inFlight.withLock { inFlight in
            let left = inFlight[account, default: 0] - 1
            inFlight[account] = left > 0 ? left : nil
        }
    }

    /// Turns that the account answers right now, through this process.
    public func load(of account: ID<Account>) -> Int { inFlight.withLock { $0[account, default: 0] } }

    private static func isBetter(_ left: BoundAccount, _ right: BoundAccount, _ inFlight: [ID<Account>: Int]) -> Bool {
        if left.mode != right.mode { return left.mode == .dedicated }
        if left.priority != right.priority { return left.priority > right.priority }
        if left.account.priority != right.account.priority { return left.account.priority > right.account.priority }
        let (leftLoad, rightLoad) = (inFlight[left.account.id, default: 0], inFlight[right.account.id, default: 0])
        return leftLoad != rightLoad ? leftLoad < rightLoad : left.account.id < right.account.id
    }
}
