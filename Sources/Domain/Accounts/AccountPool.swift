internal import Synchronization

/// Lends accounts to asks: counts how many each one answers right now, and knows how well each one works.
///
/// Which accounts a member may use comes with every call; the pool only chooses and counts.
public final class AccountPool: Sendable {
    let clock: any WallClock
    let state = Mutex(State())

    struct State {
        var inFlight: [ID<Account>: Int] = [:]
        /// Of those alone that ever failed.
        var health: [ID<Account>: AccountHealth] = [:]
        /// Accounts on trial that are being asked right now.
        var trials: Set<ID<Account>> = []
        /// What upstreams told of how much is used, as it was last told and as it was last stored.
        var windows: [ID<Account>: UsageWindows] = [:]
        var storedWindows: [ID<Account>: UsageWindows] = [:]
        /// Those whose windows came with the answer that is about to end.
        var hasNewWindows: Set<ID<Account>> = []
    }

    public init(clock: any WallClock) { self.clock = clock }

    /// What came of asking for an account.
    public enum Lending: Sendable {
        /// To be given back once.
        case lent(Account)
        /// All rest; the earliest time at which one may be asked, nil where a person must act first.
        case allOut(until: Timestamp?)
    }

    /// Chooses among those that work: the preferred account if it is one, else dedicated before shared, then the highest priority,
    /// then the fewest running asks. An account whose rest is over comes before those that need none, once, as somebody must find
    /// out; those that rest come last.
    package func lend(
        among candidates: [BoundAccount], for model: String, preferring sticky: ID<Account>?,
        except asked: Set<ID<Account>> = []
    ) -> Lending {
        let now = clock.now
        return state.withLock { state in
            var ready: [BoundAccount] = []
            var resting: [BoundAccount] = []
            var earliest: Timestamp?
            for candidate in candidates where !asked.contains(candidate.account.id) {
                let id = candidate.account.id
                switch state.health[id]?.availability(for: model, at: now) ?? .ready {
                case .ready: ready.append(candidate)
                case .onTrial:
                    guard !state.trials.contains(id) else {
                        resting.append(candidate)
                        continue
                    }
                    state.trials.insert(id)
                    return .lent(state.take(candidate.account))
                case .lastResort: resting.append(candidate)
                case .out(let until): earliest = [earliest, until].compactMap(\.self).min()
                }
            }
            let some = ready.isEmpty ? resting : ready
            let chosen =
                some.first { $0.account.id == sticky } ?? some.min { Self.isBetter($0, $1, state.inFlight) }
            return chosen.map { .lent(state.take($0.account)) } ?? .allOut(until: earliest)
        }
    }

    /// With what came of it. What others should know of the account's health, if that changed.
    @discardableResult
    package func giveBack(_ account: ID<Account>, _ end: Receipt.End? = nil, for model: String = "") -> AccountHealth? {
        state.withLock { $0.release(account) }
        guard let end else { return nil }
        return note(end, of: account, for: model)
    }

    /// What came of asking it, in whichever way. What others should know of the account's health, if that changed.
    @discardableResult
    package func note(_ end: Receipt.End, of account: ID<Account>, for model: String) -> AccountHealth? {
        guard end != .cancelled else { return nil }
        // Nothing was sent, so nothing is known of how well the account works.
        if case .failed(let failure) = end, failure.wasNeverSent { return nil }
        let words: String = if case .failed(let failure) = end { failure.words } else { "" }
        return note(Verdict(end), words, of: account, for: model)
    }

    func note(_ verdict: Verdict, _ words: String, of account: ID<Account>, for model: String) -> AccountHealth? {
        let now = clock.now
        return state.withLock { state in
            var health = state.health[account] ?? AccountHealth()
            let (verdict, isExhausted) = state.minding(verdict, of: account, at: now)
            let words = isExhausted && words.isEmpty ? UsageWindows.reached : words
            guard health.record(verdict, words, for: model, at: now) else { return nil }
            state.health[account] = health
            return health
        }
    }

    /// Asks that the account answers right now, through this process.
    public func load(of account: ID<Account>) -> Int { state.withLock { $0.inFlight[account, default: 0] } }

    private static func isBetter(_ left: BoundAccount, _ right: BoundAccount, _ inFlight: [ID<Account>: Int]) -> Bool {
        if left.mode != right.mode { return left.mode == .dedicated }
        if left.priority != right.priority { return left.priority > right.priority }
        if left.account.priority != right.account.priority { return left.account.priority > right.account.priority }
        let (leftLoad, rightLoad) = (inFlight[left.account.id, default: 0], inFlight[right.account.id, default: 0])
        return leftLoad != rightLoad ? leftLoad < rightLoad : left.account.id < right.account.id
    }
}

extension AccountPool.State {
    fileprivate mutating func take(_ account: Account) -> Account {
        inFlight[account.id, default: 0] += 1
        return account
    }

    fileprivate mutating func release(_ account: ID<Account>) {
        let left = inFlight[account, default: 0] - 1
        inFlight[account] = left > 0 ? left : nil
        trials.remove(account)
    }
}

// MARK: Health

extension AccountPool {
    public func health(of account: ID<Account>) -> AccountHealth {
        state.withLock { $0.health[account] ?? AccountHealth() }
    }

    /// Those that rest, or some model of which does, the longest first.
    public func failing() -> [ID<Account>] {
        let now = clock.now
        return state.withLock { state in
            state.health.filter { $0.value.state != .healthy || $0.value.models.values.contains { $0 > now } }
                .sorted { ($0.value.since ?? now, $0.key) < ($1.value.since ?? now, $1.key) }.map(\.key)
        }
    }

    /// Takes over what other processes, or this one before its restart, found out later than what is known here.
    public func adopt(_ found: [ID<Account>: AccountHealth]) {
        state.withLock { state in
            for (id, health) in found
            where health.changedAt > state.health[id]?.changedAt ?? Timestamp(milliseconds: .min) {
                state.health[id] = health
            }
        }
    }

    /// There is no such account any more.
    func forget(_ account: ID<Account>) { state.withLock { $0.health[account] = nil } }

    /// The account counts as well from now on. Returns what others should know.
    public func reset(_ account: ID<Account>) -> AccountHealth {
        let now = clock.now
        return state.withLock { state in
            var health = state.health[account] ?? AccountHealth()
            health.reset(at: now)
            state.health[account] = health
            return health
        }
    }

    /// Those whose rest is over and whom nobody asks.
    public func wantingProbe() -> [ID<Account>] {
        let now = clock.now
        return state.withLock { state in
            state.health.filter { $0.value.wantsProbe(at: now) && state.inFlight[$0.key] == nil }.map(\.key).sorted()
        }
    }
}
