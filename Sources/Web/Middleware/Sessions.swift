package import Domain
package import HTTP
import JSON
import Transport
import Wire

/// Signs browsers in and out, and recognises them. Only hashes of cookies are kept.
package struct Sessions: Sendable {
    package let store: any SessionStore
    package let standings: SessionStandings
    package let clock: any WallClock
    package let cookie: HostCookie

    package init(store: any SessionStore, standings: SessionStandings, clock: any WallClock, cookie: HostCookie) {
        self.store = store
        self.standings = standings
        self.clock = clock
        self.cookie = cookie
    }

    /// Of several session cookies the one that is valid counts. Throws `twoSessions` when more are: to choose between them
    /// would let another program on the same host choose. Throws `unavailable` when the store cannot say.
    package func visitor(of request: Request) async throws(ChatError) -> Visitor {
        var hashes = hashes(in: request)
        if hashes.count > 1 {
            hashes = Array(try await store.living(among: hashes, at: clock.now))
            guard hashes.count < 2 else { throw .twoSessions }
        }
        guard let hash = hashes.first, let found = try await store.find(hash, at: clock.now) else {
            return .stranger
        }
        return .user(found)
    }

    /// The visitor who was recognised a moment ago by the same, only cookie. Asks no store.
    package func remembered(in request: Request) -> Visitor? {
        let hashes = hashes(in: request)
        guard hashes.count == 1 else { return nil }
        return standings.recall(hashes[0]).map(Visitor.remembered)
    }

    private func hashes(in request: Request) -> [[UInt8]] {
        cookie.values(in: request.cookies, upTo: 128).map { SHA256.hash(Array($0.utf8)) }
    }
}
