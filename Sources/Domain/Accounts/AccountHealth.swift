/// How well an account works, as asking it shows. A value: `AccountPool` keeps one for each account, `AccountStore` what must
/// survive a restart and reach other processes.
///
/// An account that fails cools down: others are asked while there are any. When the time is over, one question goes to it, the
/// canary; if that goes well it is healthy again.
public struct AccountHealth: Sendable, Equatable {
    public internal(set) var state: State
    /// What went wrong, with it or with a model, in words for an administrator; never a secret, never a word of a conversation.
    public internal(set) var reason: String
    /// Since when it is in this state; nil for one that never was in another.
    public internal(set) var since: Timestamp?
    /// When it may be asked again; nil: not before a person did something.
    public internal(set) var until: Timestamp?
    /// How often it failed in a row.
    public private(set) var failures: Int
    /// Models that alone rest, and until when.
    public private(set) var models: [String: Timestamp]
    /// Of an account that has several keys, those that ever failed or were switched off, by number.
    public internal(set) var keys: [Int: AccountHealth]
    /// When any of this last changed: of two processes' opinions the later counts.
    public internal(set) var changedAt: Timestamp

    /// Names are those of the interface (chatmirror.md §5).
    public enum State: String, Sendable, CaseIterable {
        case healthy
        /// It failed and rests; asked all the same when there is no other.
        case cooling
        /// The upstream said until when it wants to be left alone.
        case limited
        /// Its key is not accepted.
        case needsLogin = "needs_login"
        /// A person must look.
        case needsAttention = "needs_attention"
        /// It was switched off and still answers; it takes nothing new.
        case draining
        case disabled
    }

    public init(
        state: State = .healthy, reason: String = "", since: Timestamp? = nil, until: Timestamp? = nil,
        failures: Int = 0, models: [String: Timestamp] = [:], keys: [Int: AccountHealth] = [:],
        changedAt: Timestamp = Timestamp(milliseconds: 0)
    ) {
        self.state = state
        self.reason = reason
        self.since = since
        self.until = until
        self.failures = failures
        self.models = models
        self.keys = keys
        self.changedAt = changedAt
    }

    /// The longest between two questions to an account that rests.
    public static let longestRest = Duration.seconds(15 * 60)
    /// What an upstream may ask for itself.
    public static let longestWait = Duration.seconds(3600)
    /// Until what it may do is counted anew, at most: no upstream counts in more than months.
    private static let longestExhaustion = Duration.seconds(32 * 86_400)
}

// MARK: What is learned

extension AccountHealth {
    /// Takes in what came of a question for `model`. True when something changed that others should know.
    public mutating func record(_ verdict: Verdict, _ words: String, for model: String, at now: Timestamp) -> Bool {
        guard let fault = verdict.fault else { return recover(model, at: now) }
        switch fault {
        case .failing: return rest(.cooling, words, .doubling(from: .seconds(5)), at: now)
        case .rateLimited(let wait?): return rest(.limited, words, .atLeast(min(wait, Self.longestWait)), at: now)
        case .rateLimited(nil): return rest(.limited, words, .doubling(from: .seconds(5)), at: now)
        // A key that is refused is not mended in seconds.
        case .unauthorized: return rest(.needsLogin, words, .doubling(from: .seconds(60)), at: now)
        case .challenged: return rest(.needsAttention, words, .untilMended, at: now)
        case .loggedOut: return rest(.needsLogin, words, .untilMended, at: now)
        case .exhausted(let wait): return rest(.limited, words, .exactly(min(wait, Self.longestExhaustion)), at: now)
        case .withoutModel: rest(model, words, Self.longestRest, at: now)
        case .modelResting(let wait): rest(model, words, min(max(wait, .seconds(1)), .seconds(86_400)), at: now)
        }
        return true
    }

    /// How long an account is left alone.
    private enum Rest {
        /// Twice as long after every failure.
        case doubling(from: Duration)
        /// As the upstream wants, which may have said more before.
        case atLeast(Duration)
        case exactly(Duration)
        case untilMended
    }

    private mutating func rest(_ model: String, _ words: String, _ span: Duration, at now: Timestamp) {
        models[model] = now + span
        if state == .healthy { reason = words }
        changedAt = now
    }

    /// What an administrator asks for, or a change of the account: it counts as well until it fails again. Keys that were switched off
    /// stay so.
    public mutating func reset(at now: Timestamp) {
        for (number, key) in keys where key.state != .disabled { keys[number]?.reset(at: max(now, key.changedAt)) }
        self = AccountHealth(since: state == .healthy ? since : now, keys: keys, changedAt: now)
    }

    private mutating func recover(_ model: String, at now: Timestamp) -> Bool {
        let knewModel = models.removeValue(forKey: model) != nil
        guard state != .healthy else {
            guard knewModel else { return false }
            if models.isEmpty { reason = "" }
            changedAt = now
            return true
        }
        self = AccountHealth(since: now, models: models, keys: keys, changedAt: now)
        return true
    }

    /// Questions that were under way when the first of them failed tell nothing new: their failures make no rest longer, and are no
    /// news to anybody.
    private mutating func rest(_ state: State, _ words: String, _ rest: Rest, at now: Timestamp) -> Bool {
        let isResting = self.state != .healthy && until.map { $0 > now } ?? true
        let isSame = isResting && self.state == state
        let end: Timestamp?
        switch rest {
        case .doubling(let first):
            end = isSame ? until : now + Self.rest(first, after: isResting ? failures - 1 : failures)
        case .atLeast(let wait): end = max(now + max(wait, .seconds(1)), isSame ? until ?? now : now)
        case .exactly(let wait): end = now + max(wait, .seconds(1))
        case .untilMended: end = nil
        }
        let isNews = !isSame || reason != words || until?.seconds != end?.seconds
        if self.state != state { since = now }
        if !isResting { failures += 1 }
        (self.state, reason, until) = (state, words, end)
        if isNews { changedAt = now }
        return isNews
    }

    private static func rest(_ first: Duration, after failures: Int) -> Duration {
        min(first * Double(1 << min(max(failures, 0), 10)), longestRest)
    }
}

// MARK: Whether it may be asked

extension AccountHealth {
    /// Whether an account may be asked for a model now.
    public enum Availability: Sendable, Equatable {
        case ready
        /// Its rest is over: one question at a time, to find out.
        case onTrial
        /// Only if there is no other.
        case lastResort
        /// Not before that time; nil: not before a person did something.
        case out(until: Timestamp?)
    }

    /// The models that alone rest now.
    public func restingModels(at now: Timestamp) -> [String] {
        models.filter { $0.value > now }.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    public func availability(for model: String, at now: Timestamp) -> Availability {
        switch state {
        case .healthy:
            guard let rest = models[model], rest > now else { return .ready }
            return .lastResort
        case .cooling: return isOver(at: now) ? .onTrial : .lastResort
        case .limited, .needsLogin: return isOver(at: now) ? .onTrial : .out(until: until)
        case .needsAttention, .draining, .disabled: return .out(until: nil)
        }
    }

    /// Longer than a mere request to wait.
    private var isLong: Bool { until.map { $0 > changedAt + Self.longestWait } ?? false }

    private func isOver(at now: Timestamp) -> Bool { until.map { $0 <= now } ?? false }

    /// Between two looks at an account whose upstream may give back early what is used up: it is to be back within a minute.
    private static let look = Duration.seconds(45)

    /// Whether it wants to be asked to find out how it is, though nobody else does. `last`: when it was so asked before.
    public func wantsProbe(at now: Timestamp, last: Timestamp? = nil) -> Bool {
        switch state {
        case .cooling, .needsLogin: isOver(at: now)
        case .limited: isOver(at: now) || isLong && max(last ?? changedAt, changedAt) + Self.look <= now
        case .healthy: hasKeyToProbe(at: now)
        case .needsAttention, .draining, .disabled: false
        }
    }
}
