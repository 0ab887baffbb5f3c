import Synchronization

/// SessionStandings that were read lately, by the hash of their session: a send need not read them again. Whoever rests on one has to
/// make sure of its epoch in the transaction that stores what he did.
public final class SessionStandings: Sendable {
    private let clock: any WallClock
    private let known = Mutex<[[UInt8]: SessionStanding]>([:])

    public init(clock: any WallClock) { self.clock = clock }

    /// Beyond so many all are forgotten, which keeps the bound without bookkeeping: each is read again when it is needed.
    private static let most = 1000

    public func recall(_ session: [UInt8]) -> SessionStanding? {
        let now = clock.now
        return known.withLock { known in
            guard let standing = known[session] else { return nil }
            if standing.lives(at: now) { return standing }
            known[session] = nil
            return nil
        }
    }

    func remember(_ standing: SessionStanding) {
        known.withLock { known in
            if known.count >= Self.most { known = [:] }
            known[standing.principal.session.hash] = standing
        }
    }

    func forget(_ standing: SessionStanding) { known.withLock { $0[standing.principal.session.hash] = nil } }

    /// Drops what is too old to be used.
    public func sweep() {
        let now = clock.now
        known.withLock { known in known = known.filter { $0.value.lives(at: now) } }
    }
}
