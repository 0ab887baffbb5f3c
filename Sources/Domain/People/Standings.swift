private import Synchronization

/// Standings of the keys in use, so that a call asks no store: they are checked together, one query a second, and dropped at once
/// when this process itself changes something.
public final class Standings: Sendable {
    private let store: any APIKeyStore
    private let clock: any WallClock
    private let known = Mutex(Known())

    private struct Known {
        var standings: [[UInt8]: Entry] = [:]
        /// Raised by `forgetAll`: what was read before is not remembered after.
        var round = 0
        /// Counted up by every check.
        var checks = 0
        /// When all of them were last found to be current.
        var checkedAt = Timestamp(milliseconds: 0)
        var uses: [ID<APIKey>: Timestamp] = [:]
    }

    private struct Entry {
        let standing: Standing
        var usedAt: Timestamp
        let readAt: Timestamp
        /// How many checks had begun before it was read.
        let checks: Int
    }

    /// How often those in use are checked.
    public static let interval = Duration.seconds(1)
    /// One that was not checked for so long is read again: the check could not be made.
    private static let longestUnchecked = Duration.seconds(2)
    /// One that nobody uses for so long is forgotten.
    private static let idle = Duration.seconds(60)
    /// Beyond so many all are forgotten: each is read again when it is needed.
    private static let most = 10_000

    public init(_ store: any APIKeyStore, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    /// Whose key has this hash. Throws `unauthorized` for one that is unknown, switched off or expired, `forbidden` when its owner
    /// is disabled, and what the store throws.
    public func standing(of hash: [UInt8]) async throws(ChatError) -> Standing {
        let now = clock.now
        if let standing = recall(hash, at: now) { return try standing.checked(at: now) }
        let (round, checks) = known.withLock { ($0.round, $0.checks) }
        guard let found = try await store.standing(of: hash) else { throw .unauthorized }
        known.withLock { known in
            // Something was changed while it was read.
            guard known.round == round else { return }
            if known.standings.count >= Self.most { known.standings = [:] }
            known.standings[hash] = Entry(standing: found, usedAt: now, readAt: now, checks: checks)
            if let key = found.key { known.uses[key.id] = now }
        }
        return try found.checked(at: now)
    }

    /// The same, read now and not remembered, of a key that may have expired.
    public func bearer(of hash: [UInt8]) async throws(ChatError) -> Standing {
        guard let found = try await store.standing(of: hash), found.key?.isEnabled == true else { throw .unauthorized }
        guard found.user.status == .enabled else { throw .forbidden }
        return found
    }

    private func recall(_ hash: [UInt8], at now: Timestamp) -> Standing? {
        known.withLock { known in
            guard let entry = known.standings[hash] else { return nil }
            let checkedAt = max(known.checkedAt, entry.readAt)
            guard (checkedAt..<checkedAt + Self.longestUnchecked).contains(now) else { return nil }
            known.standings[hash]?.usedAt = now
            if let key = entry.standing.key { known.uses[key.id] = now }
            return entry.standing
        }
    }

    /// What this process changed is not to be remembered as it was.
    public func forgetAll() {
        known.withLock { known in
            known.standings = [:]
            known.round += 1
        }
    }
}

// MARK: Checking

extension Standings {
    /// Drops those that are not current any more, and those that nobody uses. Once a second.
    public func check() async {
        let now = clock.now
        let (users, round, checks) = known.withLock { known in
            known.checks += 1
            known.standings = known.standings.filter { now < $0.value.usedAt + Self.idle }
            return (Set(known.standings.values.map(\.standing.user.id)), known.round, known.checks)
        }
        guard !users.isEmpty, let epochs = try? await store.epochs(of: Array(users)) else { return }
        known.withLock { known in
            guard known.round == round else { return }
            known.standings = known.standings.filter { entry in
                // One that was read meanwhile is as new as the check.
                entry.value.checks >= checks || epochs[entry.value.standing.user.id] == entry.value.standing.epoch
            }
            known.checkedAt = now
        }
    }

    /// Writes down which keys were used since the last time.
    public func noteUses() async {
        let uses = known.withLock { known in
            defer { known.uses = [:] }
            return known.uses
        }
        // Losing one costs nothing.
        if !uses.isEmpty { try? await store.touch(uses) }
    }
}

extension Standing {
    fileprivate func checked(at now: Timestamp) throws(ChatError) -> Standing {
        guard let key, key.isEnabled, !key.isExpired(at: now) else { throw .unauthorized }
        guard user.status == .enabled else { throw .forbidden }
        return self
    }
}
