import Synchronization

/// Slows down guessing: so many failed logins from one network, and so many for one name, then 429. Whoever goes on guessing at a
/// name waits longer each time, but never for good. Known devices and sessions are counted by themselves (`Source`), and so are
/// tokens of links that open nothing.
///
/// An attempt counts from its beginning, so many at once cannot slip through together; one that succeeds is taken back.
public final class LoginThrottle: Sendable {
    private let clock: any WallClock
    private let state = Mutex(State())

    fileprivate struct State {
        var attempts: [Key: [Attempt]] = [:]
        /// Names and the like that had all their attempts within the time once.
        var holds: [Key: LoginHold] = [:]
        var lastNumber = 0
        /// Those whose being held back has been told, until they are let through again.
        var told: [Key: Timestamp] = [:]
        /// Beyond this many keys those that no longer count are swept out.
        var tidyAbove = State.fewest

        static let fewest = 4096
    }

    /// One try of one visitor.
    public struct Attempt: Sendable, Equatable {
        fileprivate let number: Int
        fileprivate let at: Timestamp
        fileprivate let keys: [Key]
    }

    /// Beyond this many keys wrong links are no longer counted: anybody can send them from any number of networks, and they
    /// must not fill the memory.
    private let most: Int

    public init(clock: any WallClock, most: Int = 100_000) {
        self.clock = clock
        self.most = most
    }

    /// For how many networks, names and the like something is counted.
    public var size: Int { state.withLock(\.attempts.count) }

    /// Throws `throttled` when there were too many failures of this source; a refused attempt does not count.
    public func begin(_ source: Source) throws(ChatError) -> Attempt { try begin(source.keys) }

    /// Counts a token that opens no link. Throws `throttled` when its network has sent too many. Nobody guesses 256 bits; somebody
    /// may try to keep the server busy with it.
    public func countWrongLink(from address: String) throws(ChatError) {
        guard state.withLock({ $0.attempts.count < most }) else { return }
        _ = try begin(Self.linkKeys(address))
    }

    private func begin(_ keys: [Key]) throws(ChatError) -> Attempt {
        let now = clock.now
        let verdict = state.withLock { state -> Result<Attempt, ChatError> in
            let wait = keys.compactMap { state.wait(for: $0, at: now) }.max()
            if let wait { return .failure(.throttled(retryAfter: wait)) }
            state.lastNumber += 1
            let attempt = Attempt(number: state.lastNumber, at: now, keys: keys)
            for key in keys { state.count(attempt, for: key) }
            state.tidy(at: now)
            return .success(attempt)
        }
        return try verdict.get()
    }

    /// Is it the first time that this source is held back since it was last let through? Strangers are told apart by network.
    public func isNews(_ error: ChatError, of source: Source) -> Bool {
        guard case .throttled(let seconds) = error, let key = source.keys.first else { return false }
        let now = clock.now
        return state.withLock { state in
            if let until = state.told[key], until > now { return false }
            state.told[key] = now + .seconds(seconds)
            state.tidy(at: now)
            return true
        }
    }

    /// The attempt was not decided: it leaves no trace.
    public func forget(_ attempt: Attempt) {
        state.withLock { state in
            for key in attempt.keys { state.remove(attempt, of: key) }
        }
    }

    /// The attempt succeeded: the name starts anew. The network does not, else one's own account would pay for guesses at others.
    public func forgive(_ attempt: Attempt) {
        forget(attempt)
        state.withLock { state in
            for key in attempt.keys where key.isHeld {
                state.attempts[key] = nil
                state.holds[key] = nil
            }
        }
    }
}

extension LoginThrottle.State {
    fileprivate mutating func count(_ attempt: LoginThrottle.Attempt, for key: LoginThrottle.Key) {
        attempts[key, default: []].append(attempt)
        guard key.isHeld else { return }
        if holds[key] != nil {
            holds[key]?.add(attempt.number, at: attempt.at)
        } else if attempts[key, default: []].count >= key.limit.attempts {
            holds[key] = LoginHold(at: attempt.at)
        }
    }

    fileprivate mutating func remove(_ attempt: LoginThrottle.Attempt, of key: LoginThrottle.Key) {
        attempts[key]?.removeAll { $0 == attempt }
        holds[key]?.remove(attempt.number)
        let left = attempts[key]?.count ?? 0
        if left == 0 { attempts[key] = nil }
        // The attempt that began the hold was none.
        if holds[key]?.isEmpty == true, left == key.limit.attempts - 1 { holds[key] = nil }
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

    /// Each sweep waits until there are twice as many as the last one left, so that a flood does not sweep at every step.
    fileprivate mutating func tidy(at now: Timestamp) {
        guard attempts.count + told.count > tidyAbove else { return }
        attempts = attempts.filter { key, attempts in
            attempts.contains { $0.at + key.limit.within > now }
        }
        holds = holds.filter { !$0.value.isForgotten(at: now) }
        told = told.filter { $0.value > now }
        tidyAbove = max(Self.fewest, 2 * (attempts.count + told.count))
    }
}
