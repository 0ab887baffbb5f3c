public import Domain
internal import Synchronization

/// Renews the tokens of accounts: once for all who need that at the same time, as a refresh token is good for one renewal.
///
/// A new pair is used when it is stored, and not before: a process that dies in between would have the only copy. What another process,
/// or an administrator, stored meanwhile is taken instead of asking.
public final class TokenRefresher: LoginRenewer {
    let endpoint: TokenEndpoint
    let store: any CredentialStore
    let clock: any WallClock
    private let spawn: Spawn
    let state = Mutex(State())

    /// Starts a task that belongs to nobody, on a loop: who asked first may leave, and a token that is spent must be replaced.
    public typealias Spawn = @Sendable (@escaping @Sendable () async -> Void) -> Task<Void, Never>
    public typealias Outcome = Result<TokenPair, RenewalFailure>

    /// After a renewal of which nobody knows what came, and after one more.
    static let firstPause = Duration.seconds(30)
    static let longPause = Duration.seconds(300)
    /// After what kept a renewal from being tried.
    static let shortPause = Duration.seconds(5)

    struct State {
        var known: [ID<Account>: Known] = [:]
        var tickets = 0
        /// When a renewal failed that nobody had asked for, by its account; and whether that ended the round.
        var failedAt: [ID<Account>: Timestamp] = [:]
        var isHeldBack = false
        /// They wait until no renewal is under way.
        var idle: [CheckedContinuation<Void, Never>] = []

        var isIdle: Bool { known.values.allSatisfy { $0.flight == nil } }

        mutating func takeIdle() -> [CheckedContinuation<Void, Never>] {
            guard isIdle else { return [] }
            defer { idle = [] }
            return idle
        }
    }

    struct Known {
        /// The latest that is stored, as far as this process knows.
        var newest: TokenPair?
        /// The version of the latest that this process bought.
        var bought: Int64?
        /// Bought and not stored yet.
        var unsaved: Unsaved?
        /// The version whose refresh token is good for nothing, and why.
        var ended: (version: Int64, code: String)?
        /// Renewals in a row whose outcome nobody knows.
        var failures = 0
        var pausedUntil: Timestamp?
        /// Why nothing is asked during the pause.
        var problem = RenewalFailure.unavailable("")
        var flight: Waiters?
    }

    /// Those who wait for a renewal, by their tickets: one that is cancelled waits no longer.
    typealias Waiters = [Int: CheckedContinuation<Outcome, Never>]

    struct Unsaved {
        let former: Int64
        let pair: TokenPair
    }

    public init(
        endpoint: TokenEndpoint, store: any CredentialStore, clock: any WallClock, spawn: @escaping Spawn
    ) {
        self.endpoint = endpoint
        self.store = store
        self.clock = clock
        self.spawn = spawn
    }

    /// The pair itself, or a later one that this process knows of.
    func newest(_ pair: TokenPair, of account: ID<Account>) -> TokenPair {
        state.withLock { state in
            guard let newest = state.known[account]?.newest, newest.version > pair.version else { return pair }
            return newest
        }
    }

    /// Whether this process bought it; else it was stored by another one, or by a person.
    func hasBought(_ pair: TokenPair, for account: ID<Account>) -> Bool {
        state.withLock { $0.known[account]?.bought == pair.version }
    }

    /// The pair that comes after `used`, which is not good any more.
    public func renewed(_ used: TokenPair, of account: Account) async -> Outcome {
        let ticket = state.withLock { state in
            state.tickets += 1
            return state.tickets
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { board($0, ticket, after: used, account) }
        } onCancel: {
            let waiter = state.withLock { $0.known[account.id]?.flight?.removeValue(forKey: ticket) }
            waiter?.resume(returning: .failure(.cancelled))
        }
    }

    private func board(
        _ waiter: CheckedContinuation<Outcome, Never>, _ ticket: Int, after used: TokenPair, _ account: Account
    ) {
        let now = clock.now
        let step = state.withLock { state -> Known.Step in
            // Asked under the lock: a cancellation before this found nobody to wake.
            if Task.isCancelled { return .known(.failure(.cancelled)) }
            return state.known[account.id, default: Known()].step(after: used, ticket, waiter, at: now)
        }
        switch step {
        case .known(let outcome): waiter.resume(returning: outcome)
        case .wait: break
        case .start: _ = spawn { await self.fly(used, of: account) }
        }
    }

    private func fly(_ used: TokenPair, of account: Account) async {
        let unsaved = state.withLock { $0.known[account.id]?.unsaved }
        let landing = await Renewal(self, account).outcome(after: used, unsaved)
        let now = clock.now
        let (waiters, outcome) = state.withLock { $0.known[account.id, default: Known()].land(landing, at: now) }
        for waiter in waiters.values { waiter.resume(returning: outcome) }
        for waiter in state.withLock({ $0.takeIdle() }) { waiter.resume() }
    }

    /// Returns when no renewal is under way: a process that ends in the middle of one may lose the login.
    public func rest() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if !state.isIdle { state.idle.append(continuation) }
                return state.isIdle
            }
            if isIdle { continuation.resume() }
        }
    }
}

extension TokenRefresher.Known {
    enum Step {
        case known(TokenRefresher.Outcome)
        case wait
        case start
    }

    mutating func step(
        after used: TokenPair, _ ticket: Int, _ waiter: CheckedContinuation<TokenRefresher.Outcome, Never>,
        at now: Timestamp
    ) -> Step {
        if let newest, newest.version > used.version { return .known(.success(newest)) }
        if let ended, ended.version == used.version { return .known(.failure(.ended(ended.code))) }
        if flight != nil {
            flight?[ticket] = waiter
            return .wait
        }
        // A clock that went back ends a pause, instead of making it longer.
        if let pausedUntil, now < pausedUntil, pausedUntil <= now + TokenRefresher.longPause {
            return .known(.failure(problem))
        }
        flight = [ticket: waiter]
        return .start
    }

    /// Takes in what came of a flight. Returns those who wait for it, and what they are told.
    mutating func land(
        _ landing: Renewal.Landing, at now: Timestamp
    ) -> (TokenRefresher.Waiters, TokenRefresher.Outcome) {
        defer { flight = nil }
        let waiters = flight ?? [:]
        pausedUntil = nil
        switch landing {
        case .stored(let pair, let isBought):
            (newest, unsaved, ended, failures) = (pair, nil, nil, 0)
            if isBought { bought = pair.version }
            return (waiters, .success(pair))
        case .ended(let version, let code):
            (ended, failures) = ((version, code), 0)
            return (waiters, .failure(.ended(code)))
        case .unknown(let words):
            failures += 1
            problem = .unavailable(words)
            pausedUntil = now + (failures == 1 ? TokenRefresher.firstPause : TokenRefresher.longPause)
            return (waiters, .failure(problem))
        case .challenged(let words):
            problem = .challenged(words)
            pausedUntil = now + TokenRefresher.longPause
            return (waiters, .failure(problem))
        case .untried(let words, let unsaved):
            self.unsaved = unsaved ?? self.unsaved
            problem = .unavailable(words)
            pausedUntil = now + TokenRefresher.shortPause
            return (waiters, .failure(problem))
        }
    }
}
