internal import Synchronization

/// A key that an account is asked with, to be noted once with what came of it.
package struct LentKey: Sendable {
    package let secret: Secret
    /// Nil where the account has one key alone, which is as healthy as the account.
    package let number: Int?
    let ring: [Int]

    init(_ secret: Secret, number: Int? = nil, of ring: [Int] = []) {
        (self.secret, self.number, self.ring) = (secret, number, ring)
    }
}

// MARK: Keys

extension AccountPool {
    /// One of the keys in what is kept of an account. One whose rest is over comes first, once, as somebody must find out; nil: none can
    /// be used now but those of `passing`.
    package func lendKey(_ kept: Secret, of account: Account, passing: Set<Int> = []) -> LentKey? {
        guard let ring = KeyRing(stored: kept) else { return passing.isEmpty ? LentKey(kept) : nil }
        let (now, numbers) = (clock.now, ring.numbers)
        return state.withLock { state -> LentKey? in
            let health = state.health[account.id] ?? AccountHealth()
            var ready: [KeyRing.Key] = []
            for key in ring.keys where !passing.contains(key.number) {
                switch health.keys[key.number]?.availability(for: "", at: now) ?? .ready {
                case .ready, .lastResort: ready.append(key)
                case .onTrial:
                    guard state.keyTrials[account.id, default: []].insert(key.number).inserted else { continue }
                    return LentKey(key.secret, number: key.number, of: numbers)
                case .out: break
                }
            }
            guard let key = state.choose(among: ready, of: account, random) else { return nil }
            return LentKey(key.secret, number: key.number, of: numbers)
        }
    }

    /// Whether `lendKey` would find one.
    func canUse(_ ring: KeyRing, of account: ID<Account>, passing: Set<Int>) -> Bool {
        let now = clock.now
        return state.withLock { state in
            let health = state.health[account] ?? AccountHealth()
            return ring.keys.contains { key in
                guard !passing.contains(key.number) else { return false }
                return switch health.keys[key.number]?.availability(for: "", at: now) ?? .ready {
                case .ready, .lastResort: true
                case .onTrial: state.keyTrials[account]?.contains(key.number) != true
                case .out: false
                }
            }
        }
    }

    /// The account has these keys now: not what somebody remembers of it. What others should know of its health, if that changed.
    func settle(_ ring: [Int], of account: ID<Account>) -> AccountHealth? {
        change(account) { $0.settle(ring, at: $1) }
    }

    func setKeys(_ numbers: [Int], of ring: [Int], isOn: Bool, _ account: ID<Account>) -> AccountHealth? {
        change(account) { health, now in
            for number in numbers { health.setKey(number, isOn: isOn, at: now) }
            _ = health.settle(ring, at: now)
            return true
        }
    }

    private func change(
        _ account: ID<Account>, _ change: (inout AccountHealth, Timestamp) -> Bool
    ) -> AccountHealth? {
        let now = clock.now
        return state.withLock { state in
            var health = state.health[account] ?? AccountHealth()
            guard change(&health, now) else { return nil }
            state.health[account] = health
            return health
        }
    }
}

extension AccountPool.State {
    fileprivate mutating func choose(
        among ready: [KeyRing.Key], of account: Account, _ random: () -> UInt64
    ) -> KeyRing.Key? {
        guard !ready.isEmpty else { return nil }
        guard account.options.keyOrder == .polling else { return ready[Int(random() % UInt64(ready.count))] }
        let last = lastKeys[account.id] ?? 0
        let key = ready.first { $0.number > last } ?? ready[0]
        lastKeys[account.id] = key.number
        return key
    }

    mutating func giveBack(_ key: LentKey?, of account: ID<Account>) {
        if let number = key?.number { keyTrials[account]?.remove(number) }
    }
}
