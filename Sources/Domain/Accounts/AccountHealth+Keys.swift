/// The keys of an account that has several: each has a health of its own, and the account rests when all of them do.
extension AccountHealth {
    /// Why an account is at rest none of whose keys can be used, as it is stored: why the first to come back rests follows.
    public static let noKey = "no key can be used"

    /// Takes in what came of a question with one of the keys `ring`. A fault of the key is no fault of the account.
    mutating func record(
        _ verdict: Verdict, _ words: String, for model: String, by number: Int, of ring: [Int], at now: Timestamp
    ) -> Bool {
        if let fault = verdict.fault, !fault.isOfKey { return record(verdict, words, for: model, at: now) }
        var isNews = false
        if verdict.fault != nil || keys[number] != nil {
            var key = keys[number] ?? AccountHealth()
            // One that was switched off stays so, whatever comes of what was under way.
            if key.state != .disabled {
                isNews = key.record(verdict, String(words.prefix(Self.longestWords)), for: "", at: now)
                keys[number] = key
            }
        }
        if verdict.fault == nil { isNews = record(verdict, words, for: model, at: now) || isNews }
        isNews = settle(ring, at: now) || isNews
        if isNews { changedAt = now }
        return isNews
    }

    private static let longestWords = 200

    /// Switches a key on, whatever kept it at rest, or off.
    mutating func setKey(_ number: Int, isOn: Bool, at now: Timestamp) {
        var key = keys[number] ?? AccountHealth()
        if isOn { key.reset(at: now) } else { key = AccountHealth(state: .disabled, since: now, changedAt: now) }
        keys[number] = key
        changedAt = now
    }

    func isOff(_ key: Int) -> Bool { keys[key]?.state == .disabled }

    /// Makes the account's state that of its keys, where none of them can be used or one can again. True when that is news.
    mutating func settle(_ ring: [Int], at now: Timestamp) -> Bool {
        let known = Set(ring)
        keys = keys.filter { known.contains($0.key) }
        guard state != .needsAttention, !ring.isEmpty else { return false }
        let former = (state, until, reason)
        let resting = ring.compactMap { keys[$0] }.filter { $0.isOut(at: now) }
        guard resting.count == ring.count else {
            guard [.limited, .needsLogin, .disabled].contains(state) else { return false }
            self = AccountHealth(since: now, models: models, keys: keys, changedAt: now)
            return true
        }
        let first = resting.filter { $0.until != nil }.min { $0.until! < $1.until! }
        let words = first.map { $0.reason.isEmpty ? "" : ": \($0.reason)" } ?? ""
        (state, until, reason) = (first?.state ?? .disabled, first?.until, Self.noKey + words)
        guard former != (state, until, reason) else { return false }
        if former.0 != state { since = now }
        changedAt = now
        return true
    }

    func isOut(at now: Timestamp) -> Bool { if case .out = availability(for: "", at: now) { true } else { false } }

    /// One of the keys wants to be asked with to find out how it is.
    func hasKeyToProbe(at now: Timestamp) -> Bool {
        keys.values.contains { $0.availability(for: "", at: now) == .onTrial }
    }

    /// What two processes know together: the later opinion of the account, and of each key.
    public func merged(with other: AccountHealth) -> AccountHealth {
        let (first, second) = other.changedAt > changedAt ? (other, self) : (self, other)
        var merged = first
        merged.keys.merge(second.keys) { $1.changedAt > $0.changedAt ? $1 : $0 }
        return merged
    }
}

extension Verdict.Fault {
    /// Another key of the same account may do better.
    var isOfKey: Bool {
        switch self {
        case .unauthorized, .rateLimited, .exhausted: true
        case .failing, .withoutModel, .challenged, .loggedOut, .modelResting: false
        }
    }
}
