internal import Synchronization

/// Lends accounts to asks: counts how many each one answers right now, and knows how well each one works.
///
/// Which accounts a member may use comes with every call; the pool only chooses and counts.
public final class AccountPool: Sendable {
    let clock: any WallClock
    let state = Mutex(State())

    struct State {
        var shares = LoadShares()
        /// Of those alone that ever failed.
        var health: [ID<Account>: AccountHealth] = [:]
        /// Accounts on trial that are being asked right now.
        var trials: Set<ID<Account>> = []
        /// Keys on trial that are being asked with right now, and those that were asked with last.
        var keyTrials: [ID<Account>: Set<Int>] = [:]
        var lastKeys: [ID<Account>: Int] = [:]
        /// When those were asked last that nobody else asks.
        var probedAt: [ID<Account>: Timestamp] = [:]
        /// What upstreams told of how much is used, as it was last told and as it was last stored.
        var windows: [ID<Account>: UsageWindows] = [:]
        var storedWindows: [ID<Account>: UsageWindows] = [:]
        /// Those whose windows came with the answer that is about to end.
        var hasNewWindows: Set<ID<Account>> = []
    }

    let random: @Sendable () -> UInt64

    /// `random` is asked where a strategy wants chance.
    public init(
        clock: any WallClock, random: @escaping @Sendable () -> UInt64 = { .random(in: 0 ... .max) }
    ) {
        self.clock = clock
        self.random = random
    }

    /// What came of asking for an account.
    public enum Lending: Sendable {
        /// To be given back once.
        case lent(Account, Choice)
        /// All rest; the earliest time at which one may be asked, nil where a person must act first.
        case allOut(until: Timestamp?)
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
    package func note(
        _ end: Receipt.End, of account: ID<Account>, by key: LentKey? = nil, for model: String
    ) -> AccountHealth? {
        // Nothing was sent, so nothing is known of how well the account works.
        let wasNeverSent: Bool = if case .failed(let failure) = end { failure.wasNeverSent } else { false }
        guard end != .cancelled, !wasNeverSent else {
            state.withLock { $0.giveBack(key, of: account) }
            return nil
        }
        let words: String = if case .failed(let failure) = end { failure.words } else { "" }
        return note(Verdict(end), words, of: account, by: key, for: model)
    }

    func note(
        _ verdict: Verdict, _ words: String, of account: ID<Account>, by key: LentKey? = nil, for model: String
    ) -> AccountHealth? {
        let now = clock.now
        return state.withLock { state in
            state.giveBack(key, of: account)
            var health = state.health[account] ?? AccountHealth()
            let (verdict, isExhausted) = state.minding(verdict, of: account, at: now)
            let words = isExhausted && words.isEmpty ? UsageWindows.reached : words
            let isNews =
                if let key, let number = key.number {
                    health.record(verdict, words, for: model, by: number, of: key.ring, at: now)
                } else { health.record(verdict, words, for: model, at: now) }
            guard isNews else { return nil }
            state.health[account] = health
            return health
        }
    }

    /// Asks that the account answers right now, through this process.
    public func load(of account: ID<Account>) -> Int { state.withLock { $0.shares.running(of: account) } }
}

extension AccountPool.State {
    fileprivate mutating func release(_ account: ID<Account>) {
        shares.giveBack(account)
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
            for (id, health) in found { state.health[id] = state.health[id]?.merged(with: health) ?? health }
        }
    }

    /// There is no such account any more.
    func forget(_ account: ID<Account>) {
        state.withLock { state in
            state.health[account] = nil
            state.shares.forget(account)
            state.probedAt[account] = nil
            state.keyTrials[account] = nil
            state.lastKeys[account] = nil
        }
    }

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

    /// Some of those whose rest is over and whom nobody asks. They are on trial until `endProbe`: no ask goes there meanwhile.
    package func beginProbes(atMost most: Int) -> [ID<Account>] {
        let now = clock.now
        return state.withLock { state in
            let wanting = state.health.filter { id, health in
                health.wantsProbe(at: now, last: state.probedAt[id]) && state.shares.running(of: id) == 0
                    && !state.trials.contains(id)
            }
            let chosen = wanting.keys.sorted().prefix(most)
            state.trials.formUnion(chosen)
            for id in chosen { state.probedAt[id] = now }
            return Array(chosen)
        }
    }

    package func endProbe(of account: ID<Account>) { _ = state.withLock { $0.trials.remove(account) } }
}
