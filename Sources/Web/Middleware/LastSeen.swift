package import Domain
import Synchronization

/// Notes that people were here, at most once a minute each, and that their sessions were used, without anybody waiting for it.
package final class LastSeen: Sendable {
    private let users: any UserStore
    private let sessions: any SessionStore
    private let clock: any WallClock
    private let spawn: TurnRunner.Spawn
    private let noted = Mutex<[Key: Timestamp]>([:])

    private enum Key: Hashable {
        case user(ID<User>)
        case session([UInt8])
    }

    package static let interval = Duration.seconds(60)
    /// Beyond this many those that no longer hold anything back are swept out.
    private static let tidyAbove = 10_000

    package init(
        users: any UserStore, sessions: any SessionStore, clock: any WallClock, spawn: @escaping TurnRunner.Spawn
    ) {
        self.users = users
        self.sessions = sessions
        self.clock = clock
        self.spawn = spawn
    }

    package func note(_ session: Session) {
        let (user, now) = (session.user, clock.now)
        if isFirst(.user(user), at: now) { _ = spawn { [users] in await users.touch(user, at: now) } }
        // The row itself says when it was last noted; until that is written others must not write it, too.
        if session.isDue(at: now), isFirst(.session(session.hash), at: now) {
            _ = spawn { [sessions] in await sessions.touch(session.hash, at: now) }
        }
    }

    private func isFirst(_ key: Key, at now: Timestamp) -> Bool {
        noted.withLock { noted in
            if let last = noted[key], now < last + Self.interval { return false }
            if noted.count >= Self.tidyAbove { noted = noted.filter { now < $0.value + Self.interval } }
            noted[key] = now
            return true
        }
    }
}
