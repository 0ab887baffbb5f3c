import Domain
import Synchronization

/// Notes that people were here, at most once a minute each, without anybody waiting for it.
final class LastSeen: Sendable {
    private let users: any UserStore
    private let clock: any WallClock
    private let spawn: TurnRunner.Spawn
    private let noted = Mutex<[ID<User>: Timestamp]>([:])

    static let interval = Duration.seconds(60)

    init(users: any UserStore, clock: any WallClock, spawn: @escaping TurnRunner.Spawn) {
        self.users = users
        self.clock = clock
        self.spawn = spawn
    }

    func note(_ user: ID<User>) {
        let now = clock.now
        let isDue = noted.withLock { noted in
            if let last = noted[user], now < last + Self.interval { return false }
            noted[user] = now
            return true
        }
        if isDue { _ = spawn { [users] in await users.touch(user, at: now) } }
    }
}
