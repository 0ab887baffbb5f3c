import Domain
import Synchronization

/// Slows down guessing: so many failed logins from one network, and so many for one name, then 429. Whoever goes on guessing at a
/// name waits longer each time, but never for good. Tokens of links that open nothing are counted by themselves.
///
/// An attempt counts from its beginning, so many at once cannot slip through together; one that succeeds is taken back.
final class LoginThrottle: Sendable {
    private let clock: any WallClock
    private let state = Mutex(State())

    fileprivate struct State {
        var attempts: [Key: [Attempt]] = [:]
        /// Names that had all their attempts within the time once.
        var holds: [Key: LoginHold] = [:]
        var lastNumber = 0
        /// Networks whose being held back has been told, until they are let through again.
        var told: [String: Timestamp] = [:]
    }

    fileprivate enum Key: Hashable {
        case network(String)
        case name(String)
        case links(String)

        var limit: (attempts: Int, within: Duration) {
            switch self {
            case .network: (20, .seconds(300))
            case .name: (10, .seconds(900))
            case .links: (100, .seconds(3600))
            }
        }
    }

    /// One try of one visitor.
    struct Attempt: Sendable, Equatable {
        fileprivate let number: Int
        fileprivate let at: Timestamp
        fileprivate let keys: [Key]
    }

    /// Beyond this many keys those that no longer count are swept out.
    private static let tidyAbove = 4096

    init(clock: any WallClock) { self.clock = clock }

    /// Throws `throttled` when either has failed too often; a refused attempt does not count.
    func begin(for name: String, from address: String) throws(ChatError) -> Attempt {
        try begin([.network(NetworkPrefix.of(address)), .name(name.lowercased())])
    }

    /// As `begin`, for the token of a link. Nobody guesses 256 bits; somebody may try to keep the server busy with it.
    func beginLink(from address: String) throws(ChatError) -> Attempt {
        try begin([.links(NetworkPrefix.of(address))])
    }

    private func begin(_ keys: [Key]) throws(ChatError) -> Attempt {
        let now = clock.now
        let verdict = state.withLock { state -> Result<Attempt, ChatError> in
            let wait = keys.compactMap { state.wait(for: $0, at: now) }.max()
            if let wait { return .failure(.throttled(retryAfter: wait)) }
            state.lastNumber += 1
            let attempt = Attempt(number: state.lastNumber, at: now, keys: keys)
            for key in keys { state.count(attempt, for: key) }
            if state.attempts.count > Self.tidyAbove { state.tidy(at: now) }
            return .success(attempt)
        }
        return try verdict.get()
    }

    /// Is it the first time that this network is held back since it was last let through?
    func isNews(_ error: ChatError, from address: String) -> Bool {
        guard case .throttled(let seconds) = error else { return false }
        let (now, network) = (clock.now, NetworkPrefix.of(address))
        return state.withLock { state in
            if let until = state.told[network], until > now { return false }
            if state.told.count > Self.tidyAbove { state.told = state.told.filter { $0.value > now } }
            state.told[network] = now + .seconds(seconds)
            return true
        }
    }

    /// The attempt was not decided: it leaves no trace.
    func forget(_ attempt: Attempt) {
        state.withLock { state in
            for key in attempt.keys { state.remove(attempt, of: key) }
        }
    }

    /// The attempt succeeded: the name starts anew. The network does not, else one's own account would pay for guesses at others.
    func forgive(_ attempt: Attempt) {
        forget(attempt)
        state.withLock { state in
            for case .name(let name) in attempt.keys {
                state.attempts[.name(name)] = nil
                state.holds[.name(name)] = nil
            }
        }
    }
}

extension LoginThrottle.State {
    fileprivate mutating func count(_ attempt: LoginThrottle.Attempt, for key: LoginThrottle.Key) {
        attempts[key, default: []].append(attempt)
        guard case .name = key else { return }
        if holds[key] != nil {
            holds[key]?.add(attempt.number, at: attempt.at)
        } else if attempts[key, default: []].count >= key.limit.attempts {
            holds[key] = LoginHold(at: attempt.at)
        }
    }

    fileprivate mutating func remove(_ attempt: LoginThrottle.Attempt, of key: LoginThrottle.Key) {
        attempts[key]?.removeAll { $0 == attempt }
        holds[key]?.remove(attempt.number)
        // The attempt that began the hold was none.
        if holds[key]?.isEmpty == true, attempts[key, default: []].count == key.limit.attempts - 1 { holds[key] = nil }
    }

    /// Seconds until another attempt is let through; nil: now.
    fileprivate mutating func wait(for key: LoginThrottle.Key, at now: Timestamp) -> Int? {
        let limit = key.limit
        attempts[key]?.removeAll { $0.at + limit.within <= now }
        if let hold = holds[key], hold.isForgotten(at: now) { holds[key] = nil }
        var free = holds[key]?.end
        if let counted = attempts[key], counted.count >= limit.attempts {
            let window = counted[counted.count - limit.attempts].at + limit.within
            free = max(free ?? window, window)
        }
        guard let free, free > now else { return nil }
        return Int((free.milliseconds - now.milliseconds + 999) / 1000)
    }

    fileprivate mutating func tidy(at now: Timestamp) {
        attempts = attempts.filter { key, attempts in
            attempts.contains { $0.at + key.limit.within > now }
        }
        holds = holds.filter { !$0.value.isForgotten(at: now) }
    }
}
