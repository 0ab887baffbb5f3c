import Synchronization

/// Grants that were read lately, by the hash of their session: a send need not read them again. Whoever rests on one has to
/// make sure of its epoch in the transaction that stores what he did.
public final class Grants: Sendable {
    private let clock: any WallClock
    private let known = Mutex<[[UInt8]: Grant]>([:])

    public init(clock: any WallClock) { self.clock = clock }

    /// Beyond so many all are forgotten, which keeps the bound without bookkeeping: each is read again when it is needed.
    private static let most = 1000

    public func recall(_ session: [UInt8]) -> Grant? {
        let now = clock.now
        return known.withLock { known in
            guard let grant = known[session] else { return nil }
            if grant.lives(at: now) { return grant }
            known[session] = nil
            return nil
        }
    }

    func remember(_ grant: Grant) {
        known.withLock { known in
            if known.count >= Self.most { known = [:] }
            known[grant.principal.session.hash] = grant
        }
    }

    func forget(_ grant: Grant) { known.withLock { $0[grant.principal.session.hash] = nil } }

    /// Drops what is too old to be used.
    public func sweep() {
        let now = clock.now
        known.withLock { known in known = known.filter { $0.value.lives(at: now) } }
    }
}
